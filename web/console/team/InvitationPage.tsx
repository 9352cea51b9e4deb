import type { JSX } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { OutsideFrame } from '../frame/OutsideFrame.tsx'
import { NewPasswordFields } from '../proving/NewPasswordFields.tsx'
import { memberWordsIn } from './member-words.ts'

export type InvitationPageProps = {
  chrome: ConsoleChrome
  /** Path of this page, where the form is posted. */
  action: string
  teamName: string
  email: string
  objections: Refusal[]
}

/** Where a member who was invited chooses a password. */
export function InvitationPage(props: InvitationPageProps): JSX.Element {
  const { chrome, objections } = props
  const words = memberWordsIn(chrome.lang).invitation
  return (
    <OutsideFrame chrome={chrome} title={words.title} inError={objections.length > 0}>
      <p class="outside-lead">{words.lead(props.teamName)}</p>
      <form method="post" action={props.action} class="card" novalidate data-once>
        <FormToken value={chrome.formToken} />
        <div class="field">
          <label for="email">{words.email}</label>
          <input id="email" type="email" value={props.email} readonly autocomplete="username" />
        </div>
        <NewPasswordFields lang={chrome.lang} objections={objections} autofocus={objections.length === 0} />
        <Button>{words.button}</Button>
      </form>
    </OutsideFrame>
  )
}

/** The password is set; or the link does not work any more. */
export function InvitationEndPage({ chrome, done }: { chrome: ConsoleChrome; done: boolean }): JSX.Element {
  const words = memberWordsIn(chrome.lang).invitation
  return (
    <OutsideFrame chrome={chrome} title={done ? words.doneTitle : words.overTitle} inError={!done}>
      <div class="card">
        <p>{done ? words.doneLead : words.overLead}</p>
        {done ? (
          <p class="card-act">
            <LinkButton href="/console/sign-in">{words.doneButton}</LinkButton>
          </p>
        ) : null}
      </div>
    </OutsideFrame>
  )
}
