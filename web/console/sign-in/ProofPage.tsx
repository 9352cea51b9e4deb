import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { PasskeyAsk } from '../proving/PasskeyAsk.tsx'
import { signInWordsIn } from './sign-in-words.ts'

export type ProofPageProps = {
  chrome: ConsoleChrome
  email: string
  /** Where the form that waits is posted. */
  action: string
  /** Its fields, as they were typed. */
  kept: [string, string][]
  problem: 'missing' | 'wrong' | 'paused' | null
  ticket: string
  /** What the browser is asked for a passkey; null where the member has none. */
  options: string | null
}

/** A form waits here until whoever sent it has shown once more who they are. */
export function ProofPage(props: ProofPageProps): JSX.Element {
  const { chrome, action, kept, problem, ticket, options } = props
  const all = signInWordsIn(chrome.lang)
  const words = all.proof
  const waiting = (
    <>
      <FormToken value={chrome.formToken} />
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  )
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.title}
      section={null}
      inError={problem !== null}
      {...(options === null ? {} : { island: 'passkey.js' })}
    >
      <div class="narrow-section proof">
        <h1>{words.title}</h1>
        <div class="card">
          <form method="post" action={action} novalidate data-once>
            {waiting}
            <input type="hidden" name="proof_ticket" value={ticket} />
            <p class="lead">{words.lead}</p>
            <input hidden type="text" value={props.email} readonly autocomplete="username" />
            <Field
              id="proof_password"
              name="proof_password"
              type="password"
              label={words.password}
              hint={null}
              error={problem === null ? null : words.errors[problem]}
              value=""
              autocomplete="current-password"
              autofocus
              required
            />
            <Button>{words.button}</Button>
          </form>
          {options === null ? null : (
            <form method="post" action={action} class="passkey-ask" data-passkey="get" data-options={options}>
              {waiting}
              <PasskeyAsk
                options={options}
                ticket={ticket}
                names={{ answer: 'proof_passkey', ticket: 'proof_ticket' }}
                button={words.passkeyButton}
                kind="quiet"
                cancelled={all.passkeyCancelled}
              />
            </form>
          )}
        </div>
      </div>
    </ConsoleLayout>
  )
}
