import type { JSX } from 'preact'
import type { FactorsHeld } from '#domain/console-session.ts'
import type { TeamMember } from '#domain/member.ts'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { FactorState } from '../proving/FactorState.tsx'
import { signInRulesWordsIn } from '../proving/sign-in-rules-words.ts'
import { type MemberEntry, MemberFields } from './MemberFields.tsx'
import { MemberState } from './MembersPage.tsx'
import { memberWordsIn } from './member-words.ts'

export type MemberPageProps = {
  chrome: ConsoleChrome
  member: TeamMember
  entry: MemberEntry
  objections: Refusal[]
  byMail: boolean
  /** Their second factors; null where they have none. */
  held: FactorsHeld | null
  /** What was just done; null when nothing was. */
  done: string | null
}

/** One member: words and roles, the link for a password, and whether they may come in. */
export function MemberPage(props: MemberPageProps): JSX.Element {
  const { chrome, member, objections, done } = props
  const words = memberWordsIn(chrome.lang)
  const { reset: factorWords } = signInRulesWordsIn(chrome.lang)
  const path = `/console/members/${member.id}`
  const sentence = done === null ? null : done === 'factors' ? factorWords.done : (words.done[done] ?? null)
  const isLast = objections.some(({ code }) => code === 'last_administrator')
  return (
    <ConsoleLayout chrome={chrome} title={member.name} section="members" inError={objections.length > 0}>
      <p class="back">
        <a href="/console/members">{words.page.back}</a>
      </p>
      <div class="document-head">
        <h1>{member.name}</h1>
        <MemberState member={member} words={words} />
      </div>
      {sentence === null ? null : (
        <Notice kind={done === 'not_mailed' ? 'warning' : 'success'} live>
          {sentence}
        </Notice>
      )}
      {objections.length === 0 ? null : (
        <Notice kind="warning" live>
          {isLast ? words.errors.last_administrator : words.notSaved}
        </Notice>
      )}
      <div class="stack">
        <section class="card" aria-labelledby="words-heading">
          <h2 id="words-heading">{words.page.heading}</h2>
          <p class="note">{member.email}</p>
          <form method="post" action={path} novalidate>
            <FormToken value={chrome.formToken} />
            <MemberFields words={words} entry={props.entry} objections={objections} emailHint={null} />
            <Button>{words.page.saveButton}</Button>
          </form>
        </section>
        {member.disabled ? null : (
          <section class="card" aria-labelledby="password-heading">
            <h2 id="password-heading">{words.page.passwordTitle}</h2>
            <p>{member.canSignIn ? words.page.passwordSet : words.page.passwordNone}</p>
            <form method="post" action={`${path}/invitation`} data-once>
              <FormToken value={chrome.formToken} />
              <Button kind="quiet">{props.byMail ? words.page.mailButton : words.page.showButton}</Button>
            </form>
          </section>
        )}
        {props.held === null ? null : (
          <section class="card" aria-labelledby="factors-heading">
            <h2 id="factors-heading">{factorWords.title}</h2>
            <p>
              <FactorState held={props.held} lang={chrome.lang} />
            </p>
            <p>{factorWords.lead}</p>
            <p class="card-act">
              <LinkButton href={`${path}/factors/reset`} kind="quiet">
                {factorWords.button}
              </LinkButton>
            </p>
          </section>
        )}
        <section class="card" aria-labelledby="disable-heading">
          <h2 id="disable-heading">{words.page.disableTitle}</h2>
          <p>{member.disabled ? words.page.disabledLead : words.page.disableLead}</p>
          {member.disabled ? (
            <form method="post" action={`${path}/enable`}>
              <FormToken value={chrome.formToken} />
              <Button kind="quiet">{words.page.enable}</Button>
            </form>
          ) : (
            <p class="card-act">
              <LinkButton href={`${path}/disable`} kind="quiet">
                {words.page.disable}
              </LinkButton>
            </p>
          )}
        </section>
      </div>
    </ConsoleLayout>
  )
}
