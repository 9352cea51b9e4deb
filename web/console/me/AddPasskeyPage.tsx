import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { PasskeyAsk } from '../proving/PasskeyAsk.tsx'
import { meWordsIn } from './me-words.ts'

export type AddPasskeyPageProps = {
  chrome: ConsoleChrome
  name: string
  options: string
  ticket: string
  problem: 'name' | 'refused' | 'too_many' | null
}

/** A passkey gets a name, and the browser makes it. Without JavaScript it says what else there is. */
export function AddPasskeyPage(props: AddPasskeyPageProps): JSX.Element {
  const { chrome, name, options, ticket, problem } = props
  const words = meWordsIn(chrome.lang).addPasskey
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.title}
      section={null}
      inError={problem !== null}
      island="passkey.js"
    >
      <div class="narrow-section">
        <h1>{words.title}</h1>
        {problem === 'refused' || problem === 'too_many' ? (
          <Notice kind="warning" live>
            {problem === 'refused' ? words.refused : words.tooMany}
          </Notice>
        ) : null}
        <form
          method="post"
          action="/console/me/passkeys"
          class="card"
          novalidate
          data-passkey="create"
          data-options={options}
        >
          <FormToken value={chrome.formToken} />
          <p class="lead">{words.lead}</p>
          <div data-without>
            <Notice kind="information">{words.needsScript}</Notice>
          </div>
          <Field
            id="name"
            name="name"
            label={words.name}
            hint={words.hint}
            error={problem === 'name' ? words.nameWrong : null}
            value={name}
            autocomplete="off"
            maxlength={40}
            required
          />
          <div class="acts">
            <LinkButton href="/console/me/factors" kind="quiet">
              {words.cancel}
            </LinkButton>
            <PasskeyAsk
              options={options}
              ticket={ticket}
              names={{ answer: 'passkey', ticket: 'ticket' }}
              button={words.button}
              kind="primary"
              cancelled={words.cancelled}
            />
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}
