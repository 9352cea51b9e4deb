import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout, LanguageSwitch } from '../frame/ConsoleLayout.tsx'
import { wordsIn } from '../words/words.ts'

export type SignInPageProps = {
  chrome: ConsoleChrome
  /** Kept as typed. */
  email: string
  /** Where to go afterwards: a path of the console. */
  next: string
  error: { kind: 'missing' } | { kind: 'wrong' } | { kind: 'paused'; minutes: number } | null
  signedOut: boolean
}

/** The door of the console. One answer for an unknown address and a wrong password. */
export function SignInPage({ chrome, email, next, error, signedOut }: SignInPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).signIn
  const sentence =
    error === null
      ? null
      : error.kind === 'paused'
        ? words.errors.paused(error.minutes)
        : words.errors[error.kind]
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null} inError={error !== null}>
      <div class="outside">
        <p class="outside-brand">
          <Logo size={40} />
          <span>{wordsIn(chrome.lang).layout.product}</span>
        </p>
        <h1>{words.title}</h1>
        {signedOut ? (
          <Notice kind="success" live>
            {words.ended}
          </Notice>
        ) : null}
        <form method="post" action="/console/sign-in" class="card" novalidate>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="next" value={next} />
          {sentence === null ? null : <FieldError id="sign-in-error">{sentence}</FieldError>}
          <Field
            id="email"
            name="email"
            type="email"
            label={words.email}
            hint={null}
            error={null}
            value={email}
            autocomplete="username"
            autofocus={email === ''}
            required
          />
          <Field
            id="password"
            name="password"
            type="password"
            label={words.password}
            hint={null}
            error={null}
            value=""
            autocomplete="current-password"
            autofocus={email !== ''}
            required
          />
          <Button>{words.button}</Button>
        </form>
        <p class="outside-foot">
          <LanguageSwitch chrome={chrome} />
        </p>
      </div>
    </ConsoleLayout>
  )
}
