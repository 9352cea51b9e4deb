import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { FormActs } from '../frame/FormActs.tsx'
import { QrCode } from '../handing/QrCode.tsx'
import { meWordsIn } from './me-words.ts'

export type SetUpAppPageProps = {
  chrome: ConsoleChrome
  secret: string
  /** What the QR code says. */
  address: string
  problem: 'wrong' | 'paused' | null
}

/** An authenticator app takes the secret by QR code or typed, and shows by a code that it has it. */
export function SetUpAppPage({ chrome, secret, address, problem }: SetUpAppPageProps): JSX.Element {
  const words = meWordsIn(chrome.lang).setUp
  const key = (secret.match(/.{1,4}/g) ?? []).join(' ')
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null} inError={problem !== null}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <div class="card">
          <ol class="set-up">
            <li>
              <p>{words.one}</p>
              <p class="hint">{words.oneHint}</p>
              <div class="set-up-qr">
                <QrCode text={address} label={words.qr} />
              </div>
              <p class="set-up-open">
                <a href={address}>{words.open}</a>
              </p>
              <p class="hint">{words.typed}</p>
              <p class="set-up-key">
                <span class="spoken">{words.key}</span>
                <code>{key}</code>
              </p>
            </li>
            <li>
              <p>{words.two}</p>
              <form method="post" action="/console/me/app/confirm" novalidate data-once>
                <FormToken value={chrome.formToken} />
                <Field
                  id="code"
                  name="code"
                  label={words.code}
                  hint={null}
                  error={problem === null ? null : words[problem]}
                  value=""
                  inputmode="numeric"
                  autocomplete="one-time-code"
                  class="code-entry"
                  required
                />
                <FormActs back={{ href: '/console/me/factors', words: words.cancel }} button={words.button} />
              </form>
            </li>
          </ol>
        </div>
      </div>
    </ConsoleLayout>
  )
}
