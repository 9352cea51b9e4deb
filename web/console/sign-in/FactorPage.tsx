import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { OutsideFrame } from '../frame/OutsideFrame.tsx'
import { PasskeyAsk } from '../proving/PasskeyAsk.tsx'
import { signInWordsIn } from './sign-in-words.ts'

export type FactorPageProps = {
  chrome: ConsoleChrome
  next: string
  app: boolean
  /** Null: the member has none. */
  passkey: { options: string; ticket: string } | null
  error: {
    of: 'totp' | 'recovery' | 'passkey'
    kind: 'missing' | 'wrong' | 'used' | 'paused'
    minutes: number
  } | null
}

/** The second step: a code of the app, a passkey, or a recovery code. */
export function FactorPage({ chrome, next, app, passkey, error }: FactorPageProps): JSX.Element {
  const all = signInWordsIn(chrome.lang)
  const words = all.factor
  const path = '/console/sign-in/factor'
  const problem = (of: 'totp' | 'recovery' | 'passkey') => {
    if (error === null || error.of !== of) return null
    if (error.kind === 'paused') return words.paused(error.minutes)
    if (error.kind === 'wrong' && of === 'recovery') return words.errors.wrongRecovery
    if (of === 'passkey') return words.errors.wrongPasskey
    return words.errors[error.kind]
  }
  const hidden = (
    <>
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="next" value={next} />
    </>
  )
  const recovery = error?.of === 'recovery'
  const refused = problem('passkey')
  return (
    <OutsideFrame chrome={chrome} title={words.title} inError={error !== null} island="passkey.js">
      <div class="card">
        {passkey === null ? null : (
          <form
            method="post"
            action="/console/sign-in/factor/passkey"
            data-passkey="get"
            data-options={passkey.options}
          >
            {hidden}
            {refused === null ? null : <FieldError id="passkey-error">{refused}</FieldError>}
            <p class="lead">{words.leadPasskey}</p>
            <noscript>
              <p class="hint">{all.passkeyNeedsScript}</p>
            </noscript>
            <PasskeyAsk
              {...passkey}
              names={{ answer: 'passkey', ticket: 'ticket' }}
              button={words.passkeyButton}
              kind={app ? 'quiet' : 'primary'}
              cancelled={all.passkeyCancelled}
            />
          </form>
        )}
        {app ? (
          <form method="post" action={path} novalidate data-once>
            {hidden}
            <input type="hidden" name="kind" value="totp" />
            <p class="lead">{words.lead}</p>
            <Field
              id="code"
              name="code"
              label={words.code}
              hint={null}
              error={problem('totp')}
              value=""
              inputmode="numeric"
              autocomplete="one-time-code"
              autofocus={!recovery}
              class="code-entry"
              required
            />
            <Button>{words.button}</Button>
          </form>
        ) : null}
        <details class="recovery" open={recovery}>
          <summary>{words.recoveryTitle}</summary>
          <form method="post" action={path} novalidate data-once>
            {hidden}
            <input type="hidden" name="kind" value="recovery" />
            <p>{words.recoveryLead}</p>
            <Field
              id="recovery"
              name="code"
              label={words.recovery}
              hint={words.recoveryHint}
              error={problem('recovery')}
              value=""
              autocomplete="off"
              required
            />
            <Button kind="quiet">{words.recoveryButton}</Button>
            <p class="hint">{words.noneLeft}</p>
          </form>
        </details>
      </div>
      <p class="outside-link">
        <a href="/console/sign-in">{words.back}</a>
      </p>
    </OutsideFrame>
  )
}
