import type { JSX } from 'preact'
import type { FactorsHeld } from '#domain/console-session.ts'
import type { Language } from '#domain/language.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { signInRulesWordsIn } from './sign-in-rules-words.ts'

/** Which second factors a member has, as word plus dot. */
export function FactorState({ held, lang }: { held: FactorsHeld | undefined; lang: Language }): JSX.Element {
  const words = signInRulesWordsIn(lang)
  const parts = [
    ...(held?.totp === true ? [words.app] : []),
    ...(held !== undefined && held.passkeys > 0 ? [words.passkeys(held.passkeys)] : []),
  ]
  return parts.length === 0 ? (
    <StatusDot tone="quiet">{words.none}</StatusDot>
  ) : (
    <StatusDot tone="success">{parts.join(lang === 'ja' ? '、' : ', ')}</StatusDot>
  )
}
