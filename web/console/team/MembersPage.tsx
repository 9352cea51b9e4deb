import type { JSX } from 'preact'
import type { TeamMember } from '#domain/member.ts'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { type ListedPage, ListPages, NarrowForm, NothingMatches } from '../frame/NarrowForm.tsx'
import { narrowWords } from '../words/narrow-words.ts'
import { type MemberEntry, MemberFields, offices } from './MemberFields.tsx'
import { type MemberWords, memberWordsIn } from './member-words.ts'

export type MembersPageProps = {
  chrome: ConsoleChrome
  members: TeamMember[]
  /** Who looks at the page. */
  selfId: string
  entry: MemberEntry
  objections: Refusal[]
  /** The invitation goes by mail; else its link is shown once. */
  byMail: boolean
} & ListedPage

const path = '/console/members'
export const memberStates = ['active', 'invited', 'disabled'] as const

/** The team's members, and the form for one more. */
export function MembersPage(props: MembersPageProps): JSX.Element {
  const { chrome, members, objections, byMail } = props
  const words = memberWordsIn(chrome.lang)
  const narrow = narrowWords[chrome.lang]
  const list = { path, filter: props.filter, lang: chrome.lang }
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="members" inError={objections.length > 0}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {objections.length === 0 ? null : (
        <Notice kind="warning" live>
          {words.notSaved}
        </Notice>
      )}
      <NarrowForm
        {...list}
        search={narrow.search.members}
        choices={[
          {
            name: 'role',
            label: narrow.role,
            offered: offices.map((office) => ({ value: office, words: words.roles[office] })),
          },
          {
            name: 'state',
            label: narrow.state,
            offered: memberStates.map((state) => ({ value: state, words: words.states[state] })),
          },
        ]}
      />
      <div class="card table-card">
        <Table
          caption={words.caption}
          rows={members}
          rowKey={(member) => member.id}
          empty={<NothingMatches what="members" path={path} lang={chrome.lang} />}
          columns={[
            {
              heading: words.columns.name,
              cell: (member) => (
                <>
                  <a class="row-title" href={`/console/members/${member.id}`}>
                    {member.name}
                  </a>
                  {member.id === props.selfId ? <span class="self-mark">{words.you}</span> : null}
                  {member.organization === '' ? null : <span class="row-under">{member.organization}</span>}
                  <span class="row-more">
                    {member.email}
                    <br />
                    {rolesOf(member, words)}
                  </span>
                </>
              ),
            },
            { heading: words.columns.roles, cell: (member) => rolesOf(member, words) },
            { heading: words.columns.state, cell: (member) => <MemberState member={member} words={words} /> },
            {
              heading: words.columns.email,
              cell: (member) => <span class="member-email">{member.email}</span>,
            },
          ]}
        />
      </div>
      <ListPages {...list} next={props.next} deep={props.deep} />
      <section class="card narrow-section section-form" aria-labelledby="add-heading">
        <h2 id="add-heading">{words.addTitle}</h2>
        <form method="post" action="/console/members" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <MemberFields
            words={words}
            entry={props.entry}
            objections={objections}
            emailHint={byMail ? words.emailMailed : words.emailShown}
          />
          <Button>{words.addButton}</Button>
        </form>
      </section>
    </ConsoleLayout>
  )
}

export type MemberStateProps = { member: TeamMember; words: MemberWords }

/** Active, invited or disabled, as word plus dot. */
export function MemberState({ member, words }: MemberStateProps): JSX.Element {
  if (member.disabled) return <StatusDot tone="quiet">{words.states.disabled}</StatusDot>
  return member.canSignIn ? (
    <StatusDot tone="success">{words.states.active}</StatusDot>
  ) : (
    <StatusDot tone="active">{words.states.invited}</StatusDot>
  )
}

function rolesOf({ authorities }: TeamMember, words: MemberWords): string {
  const held = offices.filter((office) => authorities[office]).map((office) => words.roles[office])
  return held.length === 0 ? words.noRole : held.join(words === memberWordsIn('ja') ? '、' : ', ')
}
