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
  /** What was recorded as the agreement's amount, in yen. */
  amount: bigint | null
}

const searchLimit = 100

/** A sum as people write it: `1,000,000`, `¥1000000`, `-500円`; null for what is none, or more than 64 bits. */
function amountIn(text: string): bigint | null {
  const figures = /^[¥\\]?(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]{1,19})円?$/.exec(text.trim())?.[1]
  if (figures === undefined) return null
  const amount = BigInt(figures.replaceAll(',', ''))
  return BigInt.asIntN(64, amount) === amount ? amount : null
}

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
    amount: amountIn(whole),
  }
}
