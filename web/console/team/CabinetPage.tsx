import type { JSX } from 'preact'
import type { CabinetKind } from '#domain/cabinet.ts'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Choices } from '../frame/Choices.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { nameProblem } from './DepartmentsPage.tsx'
import { departmentWordsIn } from './department-words.ts'

/** Fields of the form by department. */
export const opensField = (departmentId: string) => `department-${departmentId}`

export type CabinetPageProps = {
  chrome: ConsoleChrome
  cabinet: { id: string; name: string; kind: CabinetKind }
  /** As typed. */
  entry: { name: string; note: string; departmentIds: string[] }
  departments: { id: string; name: string }[]
  objections: Refusal[]
  notice: string | null
}

/** One cabinet: its words, and which departments may open it. */
export function CabinetPage(props: CabinetPageProps): JSX.Element {
  const { chrome, cabinet, entry, objections, notice } = props
  const all = departmentWordsIn(chrome.lang)
  const words = all.cabinetPage
  return (
    <ConsoleLayout chrome={chrome} title={cabinet.name} section="departments" inError={objections.length > 0}>
      <p class="back">
        <a href="/console/departments">{all.back}</a>
      </p>
      <h1>{cabinet.name}</h1>
      {notice === null ? null : (
        <Notice kind="success" live>
          {notice}
        </Notice>
      )}
      <div class="stack">
        <form method="post" action={`/console/departments/cabinets/${cabinet.id}`} class="card" novalidate>
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
          <Field
            id="note"
            name="note"
            label={words.note}
            hint={words.noteHint}
            error={nameProblem(objections, 'note', all)}
            value={entry.note}
            autocomplete="off"
          />
          <Choices
            legend={words.openTo}
            hint={cabinet.kind === 'all_documents' ? words.allHint : words.openToHint}
            choices={props.departments.map(({ id, name }) => ({
              name: opensField(id),
              label: name,
              hint: null,
              checked: entry.departmentIds.includes(id),
            }))}
            empty={words.noDepartment}
          />
          <Button>{words.save}</Button>
        </form>
      </div>
    </ConsoleLayout>
  )
}
