import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { Field } from '#web/ui/Field.tsx'
import { passwordProblem, passwordWordsIn } from './password-words.ts'

export type NewPasswordFieldsProps = { lang: Language; objections: Refusal[]; autofocus: boolean }

/** A password that is chosen, typed twice. What was typed does not come back. */
export function NewPasswordFields({ lang, objections, autofocus }: NewPasswordFieldsProps): JSX.Element {
  const words = passwordWordsIn(lang)
  const common = { type: 'password', value: '', autocomplete: 'new-password', required: true } as const
  return (
    <>
      <Field
        {...common}
        id="password"
        name="password"
        label={words.password}
        hint={words.hint}
        error={passwordProblem(objections, 'password', lang)}
        autofocus={autofocus}
      />
      <Field
        {...common}
        id="again"
        name="again"
        label={words.again}
        hint={null}
        error={passwordProblem(objections, 'again', lang)}
      />
    </>
  )
}
