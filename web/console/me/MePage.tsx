import type { JSX } from 'preact'
import type { ConsoleSession, FactorsHeld } from '#domain/console-session.ts'
import type { OptionalMail } from '#domain/optional-mail.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { NewPasswordFields } from '../proving/NewPasswordFields.tsx'
import { passwordProblem, passwordWordsIn } from '../proving/password-words.ts'
import { MailChoiceForm } from '../settings/MailChoiceForm.tsx'
import { memberProblem } from '../team/MemberFields.tsx'
import { memberWordsIn } from '../team/member-words.ts'
import { meWordsIn } from './me-words.ts'
import { SessionList } from './SessionList.tsx'

export type MePageProps = {
  chrome: ConsoleChrome
  email: string
  name: string
  held: FactorsHeld
  mails: { off: OptionalMail[]; language: RecipientLanguage | null }
  sessions: ConsoleSession[]
  /** This one's id. */
  here: string
  objections: Refusal[]
  done: string | null
}

/** A member's own account: name, password, second factor, mails, devices. Each part saves by itself. */
export function MePage(props: MePageProps): JSX.Element {
  const { chrome, email, objections, done } = props
  const words = meWordsIn(chrome.lang)
  const sentence = done === null ? null : (words.done[done] ?? null)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null} inError={objections.length > 0}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead(email)}</p>
      {sentence === null ? null : (
        <Notice kind="success" live>
          {sentence}
        </Notice>
      )}
      <div class="stack me">
        <NameForm {...props} />
        <PasswordForm {...props} />
        <section class="card" aria-labelledby="factors-heading">
          <h2 id="factors-heading">{words.factors.title}</h2>
          <p>{words.factors.lead}</p>
          <p class="me-state">{summaryOf(props)}</p>
          <LinkButton href="/console/me/factors" kind="quiet">
            {words.factors.manage}
          </LinkButton>
        </section>
        <MailChoiceForm chrome={chrome} email={email} {...props.mails} />
        <SessionList chrome={chrome} sessions={props.sessions} here={props.here} />
      </div>
    </ConsoleLayout>
  )
}

function NameForm({ chrome, name, objections }: MePageProps): JSX.Element {
  const words = meWordsIn(chrome.lang).name
  const error = memberProblem(objections, 'name', memberWordsIn(chrome.lang))
  return (
    <section class="card" aria-labelledby="name-heading">
      <h2 id="name-heading">{words.title}</h2>
      <form method="post" action="/console/me/name" novalidate>
        <FormToken value={chrome.formToken} />
        <Field
          id="name"
          name="name"
          label={words.label}
          hint={words.hint}
          error={error}
          value={name}
          autocomplete="name"
          required
        />
        <Button kind="quiet">{words.button}</Button>
      </form>
    </section>
  )
}

function PasswordForm({ chrome, email, objections }: MePageProps): JSX.Element {
  const words = passwordWordsIn(chrome.lang)
  return (
    <section class="card" id="password-part" aria-labelledby="password-heading">
      <h2 id="password-heading">{words.title}</h2>
      <form method="post" action="/console/me/password" novalidate data-once>
        <FormToken value={chrome.formToken} />
        <input hidden type="text" value={email} readonly autocomplete="username" />
        <Field
          id="present"
          name="present"
          type="password"
          label={words.present}
          hint={null}
          error={passwordProblem(objections, 'present', chrome.lang)}
          value=""
          autocomplete="current-password"
          required
        />
        <NewPasswordFields lang={chrome.lang} objections={objections} autofocus={false} />
        <p class="hint">{words.note}</p>
        <Button kind="quiet">{words.button}</Button>
      </form>
    </section>
  )
}

function summaryOf({ chrome, held }: MePageProps): string {
  const { factors } = meWordsIn(chrome.lang)
  const parts = [
    ...(held.totp ? [factors.app] : []),
    ...(held.passkeys > 0 ? [`${factors.passkeys} ${factors.count(held.passkeys)}`] : []),
  ]
  const joined = parts.join(chrome.lang === 'ja' ? '、' : ', ')
  return parts.length === 0 ? factors.summaryOff : factors.summaryOn(joined)
}
