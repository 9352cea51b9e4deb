import { keptEmail } from '#domain/email-address.ts'
import { type KeptText, keptText } from '#domain/text-rules.ts'
import { ConfigRefused } from '#server/config/config.ts'

/** As `keptName`, for an e-mail address. */
export function keptAddress(variable: string, given: string): string {
  return textOf(variable, keptEmail(given, variable))
}

/**
 * A name that the operator sets, as it is kept: it stands on certificates, so that the rules of printed texts hold for it
 * as for what people type. Throws `ConfigRefused`.
 */
export function keptName(variable: string, given: string): string {
  return textOf(variable, keptText(given, variable, { printed: true }))
}

function textOf(variable: string, kept: KeptText): string {
  if ('text' in kept) return kept.text
  const { code, detail } = kept.refusal
  const character = String(detail?.character ?? '')
  if (code === 'field_malformed') throw new ConfigRefused([`${variable} is not an e-mail address.`])
  throw new ConfigRefused([
    code === 'text_invisible_character'
      ? `${variable} contains ${character}, which nobody can see: take it out.`
      : `${variable} contains "${character}", which cannot be printed on certificates: use other characters.`,
  ])
}
