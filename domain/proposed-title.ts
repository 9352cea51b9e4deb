import { documentLimits } from './document.ts'
import { keptText, refusalIn } from './text-rules.ts'
import { normalized } from './typed-text.ts'

/**
 * What a document is called until its sender says otherwise: its first file's name without `.pdf`. Macs give names in
 * decomposed form (NFD), which no font prints well. Empty where the name could not stand on a certificate.
 */
export function proposedTitle(fileName: string): string {
  const bare = (normalized('NFC', fileName, 1_000) ?? '')
    .trim()
    .replace(/\.pdf$/i, '')
    .trim()
  const kept = keptText(bare, 'title', { printed: true })
  if (refusalIn(kept) !== null || !('text' in kept)) return ''
  return [...kept.text].slice(0, documentLimits.title).join('')
}
