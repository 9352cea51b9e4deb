import type { JSX } from 'preact'
import type { TeamMember } from '#domain/member.ts'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { bracketed } from '#web/ui/bracketed.ts'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Choices } from '../frame/Choices.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { nameProblem } from './DepartmentsPage.tsx'
import { departmentWordsIn } from './department-words.ts'

/** Fields of the form by member. */
export const belongsField = (memberId: string) => `member-${memberId}`

export type DepartmentPageProps = {
  chrome: ConsoleChrome
  department: { id: string; name: string; memberIds: string[] }
  /** As typed. */
  entry: { name: string; memberIds: string[] }
  members: TeamMember[]
  objections: Refusal[]
  notice: { kind: 'success' | 'warning'; sentence: string } | null
}

/** One department: its name, who belongs to it, and its end. */
export function DepartmentPage(props: DepartmentPageProps): JSX.Element {
  const { chrome, department, entry, objections, notice } = props
  const all = departmentWordsIn(chrome.lang)
  const words = all.departmentPage
  const path = `/console/departments/${department.id}`
  return (
    <ConsoleLayout
      chrome={chrome}
      title={department.name}
      section="departments"
      inError={objections.length > 0}
    >
      <p class="back">
        <a href="/console/departments">{all.back}</a>
      </p>
      <h1>{department.name}</h1>
      {notice === null ? null : (
        <Notice kind={notice.kind} live>
          {notice.sentence}
        </Notice>
      )}
      <div class="stack">
        <form method="post" action={path} class="card" novalidate>
          <FormToken value={chrome.formToken} />
          <Field
            id="name"
            name="name"
            label={words.name}
            hint={null}
            error={nameProblem(objections, 'name', all)}
            value={entry.name}
            autocomplete="off"
            required
          />
          <Choices
            legend={words.members}
            hint={null}
            choices={props.members.map((member) => ({
              name: belongsField(member.id),
              label: member.disabled ? bracketed(member.name, words.disabled, chrome.lang) : member.name,
              hint: member.email,
              checked: entry.memberIds.includes(member.id),
            }))}
          />
          <Button>{words.save}</Button>
        </form>
        <section class="card" aria-labelledby="remove-heading">
          <h2 id="remove-heading">{words.removeTitle}</h2>
          {department.memberIds.length > 0 ? (
            <p>{words.removeFull}</p>
          ) : (
            <>
              <p>{words.removeLead}</p>
              <p class="card-act">
                <LinkButton href={`${path}/remove`} kind="quiet">
                  {words.remove}
                </LinkButton>
              </p>
            </>
          )}
        </section>
      </div>
    </ConsoleLayout>
  )
}
