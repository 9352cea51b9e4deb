import { refusal } from './refusal.ts'
import { type KeptText, keptText } from './text-rules.ts'

const SHAPE = /^[^\s@]+@[^\s@]+$/u

/**
 * An e-mail address as it is kept: one `@` and no blanks; whether its domain exists is not asked. It is the contact of a
 * party on the certificate and stands in mails, so that every letter of it is seen and can be printed.
 */
export function keptEmail(given: string, field: string): KeptText {
  const kept = keptText(given, field, { printed: true })
  if ('refusal' in kept || SHAPE.test(kept.text)) return kept
  return { refusal: refusal('field_malformed', field, { expected: 'an e-mail address' }) }
}
