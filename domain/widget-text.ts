import { sealOverflow } from './hanko.ts'
import { type Refusal, refusal } from './refusal.ts'
import { layText, roomFor } from './text-layout.ts'
import { type KeptText, keptText } from './text-rules.ts'

/** A widget as far as its text needs it. */
export type TextPlace = { kind: 'seal' | 'text' | 'checkbox'; w: number; h: number; fontSize: number | null }

/** A text as a widget keeps it: free text keeps its line ends, a seal is one line; every letter can be printed. */
export function widgetText(kind: TextPlace['kind'], text: string, field: string): KeptText {
  if (kind === 'checkbox') return { text }
  return keptText(text, field, { lines: kind === 'text', printed: true })
}

/** Why this text would not be seen whole in its place, with what would fit; null when it would. */
export function overflowOf(place: TextPlace, text: string, field: string): Refusal | null {
  if (place.kind === 'checkbox' || text === '') return null
  if (place.kind === 'seal') {
    const overflow = sealOverflow(text, Math.min(place.w, place.h))
    return overflow === null ? null : refusal('text_does_not_fit', field, { ...overflow, lines: 0 })
  }
  if (layText(text, place, place.fontSize) !== null) return null
  return refusal('text_does_not_fit', field, { ...roomFor(text, place) })
}

/** Why this text cannot stand in its place as it is: a letter that cannot be printed or seen, or too many of them. */
export function widgetTextObjection(place: TextPlace, text: string, field: string): Refusal | null {
  const kept = widgetText(place.kind, text, field)
  return 'refusal' in kept ? kept.refusal : overflowOf(place, kept.text, field)
}
