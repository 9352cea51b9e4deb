import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { type InformationField, informationFields, informationWords, isDay } from './information-words.ts'

export type InformationEntry = Record<InformationField, string> & { auto_update: 'unset' | 'yes' | 'no' }

/** One change of one field, as texts. `by`: a name; null where nobody knows. */
type InformationChange = {
  at: Date
  by: string | null
  field: string
  before: string | null
  after: string | null
}

export type InformationPageProps = {
  chrome: ConsoleChrome
  document: { id: string; title: string }
  /** Null: whoever reads may not write. */
  entry: InformationEntry | null
  /** When what is shown was written, as the form gives it back. */
  sight: string
  problems: Partial<Record<InformationField, 'day' | 'amount' | 'long' | 'character'>>
  /** Somebody else saved in between. */
  changed: boolean
  changes: InformationChange[]
}

/** 書類情報 of one document: what is recorded, and every correction of it. */
export function InformationPage(props: InformationPageProps): JSX.Element {
  const { chrome, document, entry } = props
  const words = informationWords[chrome.lang]
  const inError = props.changed || Object.keys(props.problems).length > 0
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={inError}>
      <p class="back">
        <a href={`/console/documents/${document.id}`}>{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
      {props.changed ? <Notice kind="warning">{words.problems.changed}</Notice> : null}
      {entry === null ? null : <Form {...props} entry={entry} />}
      <History {...props} />
    </ConsoleLayout>
  )
}

function Form({
  chrome,
  document,
  entry,
  sight,
  problems,
}: InformationPageProps & { entry: InformationEntry }): JSX.Element {
  const words = informationWords[chrome.lang]
  return (
    <form class="card information" method="post" action={`/console/documents/${document.id}/information`}>
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="sight" value={sight} />
      <p class="note">{words.lead}</p>
      <div class="information-fields">
        {informationFields.map((field) => {
          const problem = problems[field]
          const error = problem === undefined ? null : words.problems[problem]
          if (isDay(field))
            return (
              <Day key={field} field={field} label={words.fields[field]} value={entry[field]} error={error} />
            )
          return (
            <Field
              key={field}
              id={field}
              name={field}
              label={words.fields[field]}
              hint={words.hints[field] ?? null}
              error={error}
              value={entry[field]}
              {...(field === 'amount' ? { inputmode: 'numeric' as const } : {})}
            />
          )
        })}
        <div class="field">
          <label for="auto_update">{words.fields.auto_update}</label>
          <select id="auto_update" name="auto_update">
            {(['unset', 'yes', 'no'] as const).map((each) => (
              <option key={each} value={each} selected={each === entry.auto_update}>
                {words.renewal[each]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div class="acts">
        <Button>{words.save}</Button>
      </div>
    </form>
  )
}

type DayProps = { field: string; label: string; value: string; error: string | null }

function Day({ field, label, value, error }: DayProps): JSX.Element {
  const wrong: Record<string, string | boolean> =
    error === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': `${field}-error`, autofocus: true }
  return (
    <div class={`field${error === null ? '' : ' in-error'}`}>
      <label for={field}>{label}</label>
      <input id={field} name={field} type="date" value={value} {...wrong} />
      {error === null ? null : <FieldError id={`${field}-error`}>{error}</FieldError>}
    </div>
  )
}

function History({ chrome, changes }: InformationPageProps): JSX.Element {
  const all = informationWords[chrome.lang]
  const words = all.history
  const names: Record<string, string> = all.fields
  const shown = (field: string, text: string | null) => {
    if (text === null || text === '' || text === '[]') return words.empty
    if (field === 'amount') return BigInt(text).toLocaleString('en')
    if (field === 'auto_update') return all.renewal[text === 'yes' || text === 'no' ? text : 'unset']
    return text
  }
  return (
    <section class="card information-history" aria-labelledby="changes-heading">
      <h2 id="changes-heading">{words.title}</h2>
      <p class="note">{words.lead}</p>
      <Table
        caption={words.title}
        rows={changes}
        rowKey={(change) => `${change.at.getTime()}-${change.field}`}
        empty={<p>{words.none}</p>}
        columns={[
          {
            heading: words.columns.at,
            cell: ({ at }) => <time dateTime={at.toISOString()}>{stamp(at, chrome.lang)}</time>,
          },
          { heading: words.columns.by, cell: ({ by }) => by ?? words.unknown },
          { heading: words.columns.what, cell: ({ field }) => names[field] ?? field },
          { heading: words.columns.before, cell: ({ field, before }) => shown(field, before) },
          { heading: words.columns.after, cell: ({ field, after }) => shown(field, after) },
        ]}
      />
    </section>
  )
}
