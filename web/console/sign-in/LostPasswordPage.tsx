import type { JSX } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { OutsideFrame } from '../frame/OutsideFrame.tsx'
import { NewPasswordFields } from '../proving/NewPasswordFields.tsx'
import { wordsIn } from '../words/words.ts'
import { signInWordsIn } from './sign-in-words.ts'

export type LostPasswordPageProps = {
  chrome: ConsoleChrome
  email: string
  /** `no_mail`: this server sends none. */
  state: 'ask' | 'missing' | 'sent' | 'no_mail' | { minutes: number }
}

/** Where somebody asks for a link. Says the same whether the address is known or not. */
export function LostPasswordPage({ chrome, email, state }: LostPasswordPageProps): JSX.Element {
  const words = signInWordsIn(chrome.lang).lostPage
  const error =
    state === 'missing' ? words.missing : typeof state === 'object' ? words.paused(state.minutes) : null
  const title = state === 'sent' ? words.sentTitle : words.title
  return (
    <OutsideFrame chrome={chrome} title={title} inError={error !== null}>
      {state === 'sent' ? (
        <div class="card">
          <p>{words.sentLead}</p>
          <p class="hint">{words.sentHelp}</p>
        </div>
      ) : state === 'no_mail' ? (
        <div class="card">
          <p>{words.noMail}</p>
          <p class="hint">{words.noMailAdministrator}</p>
          <p>
            <code>musubi admin reset EMAIL</code>
          </p>
        </div>
      ) : (
        <form method="post" action="/console/password-lost" class="card" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <p class="lead">{words.lead}</p>
          <Field
            id="email"
            name="email"
            type="email"
            label={words.email}
            hint={null}
            error={error}
            value={email}
            autocomplete="username"
            autofocus
            required
          />
          <Button>{words.button}</Button>
        </form>
      )}
      <p class="outside-link">
        <a href="/console/sign-in">{words.back}</a>
      </p>
    </OutsideFrame>
  )
}

export type ChoosePasswordPageProps = {
  chrome: ConsoleChrome
  /** Path of this page, where the form is posted. */
  action: string
  email: string
  objections: Refusal[]
}

/** Where the link of the mail leads. Opening it spends nothing. */
export function ChoosePasswordPage({
  chrome,
  action,
  email,
  objections,
}: ChoosePasswordPageProps): JSX.Element {
  const words = signInWordsIn(chrome.lang).choose
  return (
    <OutsideFrame chrome={chrome} title={words.title} inError={objections.length > 0}>
      <form method="post" action={action} class="card" novalidate data-once>
        <FormToken value={chrome.formToken} />
        <p class="lead">{words.lead}</p>
        <div class="field">
          <label for="email">{wordsIn(chrome.lang).signIn.email}</label>
          <input id="email" type="email" value={email} readonly autocomplete="username" />
        </div>
        <NewPasswordFields lang={chrome.lang} objections={objections} autofocus={objections.length === 0} />
        <Button>{words.button}</Button>
      </form>
    </OutsideFrame>
  )
}

/** The link is unknown, used or over. */
export function PasswordLinkOverPage({ chrome }: { chrome: ConsoleChrome }): JSX.Element {
  const words = signInWordsIn(chrome.lang).choose
  return (
    <OutsideFrame chrome={chrome} title={words.overTitle} inError>
      <div class="card">
        <p>{words.overLead}</p>
        <p class="card-act">
          <LinkButton href="/console/password-lost">{words.overButton}</LinkButton>
        </p>
      </div>
    </OutsideFrame>
  )
}
