import type { JSX } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { type ConsoleChrome, ConsoleLayout, LanguageSwitch } from '../frame/ConsoleLayout.tsx'
import { wordsIn } from '../words/words.ts'
import { type MemberWords, memberWordsIn } from './member-words.ts'

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
        <Field
          id="password"
          name="password"
          type="password"
          label={words.password}
          hint={words.passwordHint}
          error={passwordProblem(objections, 'password', words)}
          value=""
          autocomplete="new-password"
          autofocus={objections.length === 0}
          required
        />
        <Field
          id="again"
          name="again"
          type="password"
          label={words.again}
          hint={null}
          error={passwordProblem(objections, 'again', words)}
          value=""
          autocomplete="new-password"
          required
        />
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

type OutsideFrameProps = {
  chrome: ConsoleChrome
  title: string
  inError: boolean
  children: JSX.Element | JSX.Element[]
}

function OutsideFrame({ chrome, title, inError, children }: OutsideFrameProps): JSX.Element {
  return (
    <ConsoleLayout chrome={chrome} title={title} section={null} inError={inError}>
      <div class="outside">
        <p class="outside-brand">
          <Logo size={40} />
          <span>{wordsIn(chrome.lang).layout.product}</span>
        </p>
        <h1>{title}</h1>
        {children}
        <p class="outside-foot">
          <LanguageSwitch chrome={chrome} />
        </p>
      </div>
    </ConsoleLayout>
  )
}

function passwordProblem(
  objections: Refusal[],
  field: string,
  { errors }: MemberWords['invitation'],
): string | null {
  const objection = objections.find((each) => each.field === field)
  if (objection === undefined) return null
  const limit = Number(objection.detail?.limit ?? 0)
  if (objection.code === 'password_too_short') return errors.password_too_short(limit)
  return objection.code === 'field_too_long' ? errors.field_too_long(limit) : errors.passwords_differ
}
