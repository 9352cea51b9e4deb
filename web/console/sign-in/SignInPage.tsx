import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { OutsideFrame } from '../frame/OutsideFrame.tsx'
import { PasskeyAsk } from '../proving/PasskeyAsk.tsx'
import { wordsIn } from '../words/words.ts'
import { signInWordsIn } from './sign-in-words.ts'

export type SignInPageProps = {
  chrome: ConsoleChrome
  /** Kept as typed. */
  email: string
  /** Where to go afterwards: a path of the console. */
  next: string
  error: { kind: 'missing' | 'wrong' | 'passkey' | 'over' } | { kind: 'paused'; minutes: number } | null
  done: 'signed-out' | 'password' | null
  /** Null where browsers give none. */
  passkey: { options: string; ticket: string } | null
}

/** The door of the console. One answer for an unknown address and a wrong password. */
export function SignInPage(props: SignInPageProps): JSX.Element {
  const { chrome, email, next, error, done, passkey } = props
  const words = wordsIn(chrome.lang).signIn
  const more = signInWordsIn(chrome.lang)
  return (
    <OutsideFrame chrome={chrome} title={words.title} inError={error !== null} island="passkey.js">
      {done === null ? null : (
        <Notice kind="success" live>
          {done === 'signed-out' ? words.ended : more.passwordChosen}
        </Notice>
      )}
      <div class="card">
        <form method="post" action="/console/sign-in" novalidate>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="next" value={next} />
          {error === null ? null : <FieldError id="sign-in-error">{sentenceOf(error, chrome)}</FieldError>}
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
        {passkey === null ? null : (
          <form
            method="post"
            action="/console/sign-in/passkey"
            class="passkey-ask"
            data-passkey="get"
            data-options={passkey.options}
          >
            <FormToken value={chrome.formToken} />
            <input type="hidden" name="next" value={next} />
            <PasskeyAsk
              {...passkey}
              names={{ answer: 'passkey', ticket: 'ticket' }}
              button={more.passkeyButton}
              kind="quiet"
              cancelled={more.passkeyCancelled}
            />
          </form>
        )}
      </div>
      <p class="outside-link">
        <a href="/console/password-lost">{more.lost}</a>
      </p>
    </OutsideFrame>
  )
}

function sentenceOf(error: NonNullable<SignInPageProps['error']>, { lang }: ConsoleChrome): string {
  const { errors } = wordsIn(lang).signIn
  const more = signInWordsIn(lang)
  switch (error.kind) {
    case 'paused':
      return errors.paused(error.minutes)
    case 'passkey':
      return more.passkeyRefused
    case 'over':
      return more.stepOver
    default:
      return errors[error.kind]
  }
}
