import { normalized } from './typed-text.ts'

/**
 * What somebody looks for with one entry. Documents are found by any of it: `words`, all of them, in the title or in names and
 * organisations of recipients; the rest exactly.
 */
export type DocumentSearch = {
  words: string
  /** The last four digits of a recipient's phone number. */
  lastFour: string | null
  email: string | null
  documentId: string | null
}

const searchLimit = 100

/** An entry as it was typed; null when it says nothing. Digits may have full width, an id blanks around it. */
export function readSearch(typed: string): DocumentSearch | null {
  const plain = normalized('NFKC', typed.slice(0, 1_000), 1_000) ?? ''
  const words = [...plain.trim()].slice(0, searchLimit).join('').replaceAll('\u0000', '')
  if (words.trim() === '') return null
  const whole = words.toLowerCase()
  return {
    words,
    lastFour: /^[0-9]{4}$/.test(whole) ? whole : null,
    email: /^[^\s@]+@[^\s@]+$/.test(whole) ? whole : null,
    documentId: /^[0-9a-z]{32}$/.test(whole) ? whole : null,
  }
}
