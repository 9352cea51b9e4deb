import type { JSX } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { textProblem } from '../words/text-words.ts'
import { type DepartmentWords, departmentWordsIn } from './department-words.ts'

/** As the section lists them: by names. */
type DepartmentLine = { id: string; name: string; members: string[]; cabinets: string[] }
type CabinetLine = { id: string; name: string; note: string; all: boolean; departments: string[] }

/** What was typed into one of the two forms, and what is wrong with it. */
type RefusedEntry = { form: 'department' | 'cabinet'; name: string; objections: Refusal[] }

export type DepartmentsPageProps = {
  chrome: ConsoleChrome
  on: boolean
  departments: DepartmentLine[]
  cabinets: CabinetLine[]
  refused: RefusedEntry | null
  done: string | null
}

/** Whether the team works in departments, and if so, its departments and cabinets. */
export function DepartmentsPage(props: DepartmentsPageProps): JSX.Element {
  const { chrome, on, done } = props
  const words = departmentWordsIn(chrome.lang)
  const sentence = done === null ? null : (words.done[done] ?? null)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="departments" inError={props.refused !== null}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {sentence === null ? null : (
        <Notice kind="success" live>
          {sentence}
        </Notice>
      )}
      <section class="card switch-card" aria-labelledby="switch-heading">
        <div>
          <h2 id="switch-heading">{words.switchTitle}</h2>
          <StatusDot tone={on ? 'success' : 'quiet'}>{on ? words.isOn : words.isOff}</StatusDot>
        </div>
        {on ? (
          <LinkButton href="/console/departments/off" kind="quiet">
            {words.switchOff}
          </LinkButton>
        ) : (
          <form method="post" action="/console/departments/on">
            <FormToken value={chrome.formToken} />
            <p>{words.offNow}</p>
            <Notice kind="warning">{words.onWarning}</Notice>
            <Button>{words.switchOn}</Button>
          </form>
        )}
      </section>
      {on ? <Departments {...props} words={words} /> : null}
      {on ? <Cabinets {...props} words={words} /> : null}
    </ConsoleLayout>
  )
}

type PartProps = DepartmentsPageProps & { words: DepartmentWords }

function Departments({ chrome, departments, refused, words }: PartProps): JSX.Element {
  const columns = words.departmentColumns
  return (
    <section class="card section-form" aria-labelledby="departments-heading">
      <h2 id="departments-heading">{words.departments}</h2>
      <div class="table-card inner">
        <Table
          caption={words.departmentsCaption}
          rows={departments}
          rowKey={(each) => each.id}
          empty={<p>{words.noDepartment}</p>}
          columns={[
            {
              heading: columns.name,
              cell: (each) => (
                <>
                  <a class="row-title" href={`/console/departments/${each.id}`}>
                    {each.name}
                  </a>
                  <span class="row-more">{namesOf(each.members, words.nobody, chrome.lang)}</span>
                </>
              ),
            },
            { heading: columns.members, cell: (each) => namesOf(each.members, words.nobody, chrome.lang) },
            { heading: columns.act, align: 'right', cell: (each) => words.count(each.members.length) },
            { heading: columns.cabinets, cell: (each) => namesOf(each.cabinets, '–', chrome.lang) },
          ]}
        />
      </div>
      <AddForm
        chrome={chrome}
        kind="department"
        label={words.departmentName}
        button={words.addDepartment}
        refused={refused}
      />
    </section>
  )
}

function Cabinets({ chrome, cabinets, refused, words }: PartProps): JSX.Element {
  const columns = words.cabinetColumns
  const noteOf = (each: CabinetLine) => (each.all ? words.allDocuments : each.note)
  return (
    <section class="card section-form" aria-labelledby="cabinets-heading">
      <h2 id="cabinets-heading">{words.cabinets}</h2>
      <p class="note">{words.cabinetsLead}</p>
      <div class="table-card inner">
        <Table
          caption={words.cabinetsCaption}
          rows={cabinets}
          rowKey={(each) => each.id}
          empty={null}
          columns={[
            {
              heading: columns.name,
              cell: (each) => (
                <>
                  <a class="row-title" href={`/console/departments/cabinets/${each.id}`}>
                    {each.name}
                  </a>
                  <span class="row-under">{noteOf(each)}</span>
                  <span class="row-more">{namesOf(each.departments, words.closed, chrome.lang)}</span>
                </>
              ),
            },
            { heading: columns.openTo, cell: (each) => namesOf(each.departments, words.closed, chrome.lang) },
            {
              heading: columns.count,
              align: 'right',
              cell: (each) => words.departmentCount(each.departments.length),
            },
          ]}
        />
      </div>
      <AddForm
        chrome={chrome}
        kind="cabinet"
        label={words.cabinetName}
        button={words.addCabinet}
        refused={refused}
      />
    </section>
  )
}

type AddFormProps = Pick<DepartmentsPageProps, 'chrome' | 'refused'> & {
  kind: 'department' | 'cabinet'
  label: string
  button: string
}

function AddForm({ chrome, refused, kind, label, button }: AddFormProps): JSX.Element {
  const words = departmentWordsIn(chrome.lang)
  const mine = refused?.form === kind ? refused : null
  const action = kind === 'department' ? '/console/departments' : '/console/departments/cabinets'
  return (
    <form method="post" action={action} class="add-line" novalidate data-once>
      <FormToken value={chrome.formToken} />
      <Field
        id={`${kind}-name`}
        name="name"
        label={label}
        hint={null}
        error={mine === null ? null : nameProblem(mine.objections, 'name', words)}
        value={mine?.name ?? ''}
        autocomplete="off"
        required
      />
      <Button kind={kind === 'department' ? 'primary' : 'quiet'}>{button}</Button>
    </form>
  )
}

/** What is wrong with a typed field, in words; null when nothing is. */
export function nameProblem(objections: Refusal[], field: string, words: DepartmentWords): string | null {
  const objection = objections.find((each) => each.field === field)
  if (objection === undefined) return null
  if (objection.code === 'field_too_long') return words.errors.field_too_long(Number(objection.detail?.limit))
  const text = textProblem(objection, words.errors)
  if (text !== null) return text
  return objection.code === 'name_taken' ? words.errors.name_taken : words.errors.field_missing
}

/** As many as a line of the table holds. */
const shownNames = 6

function namesOf(names: string[], none: string, lang: ConsoleChrome['lang']): JSX.Element {
  if (names.length === 0) return <span class="row-note">{none}</span>
  const rest = names.length - shownNames
  const shown = names.slice(0, shownNames).join(lang === 'ja' ? '、' : ', ')
  return <span>{rest > 0 ? `${shown}${lang === 'ja' ? ` ほか${rest}` : ` and ${rest} more`}` : shown}</span>
}
