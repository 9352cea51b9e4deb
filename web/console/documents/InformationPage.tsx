import type { JSX } from 'preact'
import type { AttributeOption } from '#domain/attribute.ts'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { fact, inOneLine } from '../words/marks.ts'
import { wordsIn } from '../words/words.ts'
import {
  type InformationField,
  informationFields,
  informationWords,
  isDay,
  optionNumbers,
} from './information-words.ts'

/** `options`: the team's own fields, the first one first. */
export type InformationEntry = Record<InformationField, string> & {
  auto_update: 'unset' | 'yes' | 'no'
  options: string[]
}

/** One of the fields that are typed, as the form names it. */
export type TypedField = InformationField | `option_${number}`

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
  /** What is saved now, as the form gives it back (`sightOfAttribute`). */
  sight: string
  problems: Partial<Record<TypedField, 'day' | 'amount' | 'long' | 'character'>>
  /** Another page saved something else meanwhile: what is there now; null where none did. */
  changed: InformationEntry | null
  changes: InformationChange[]
}

/** 書類情報 of one document: what is recorded, and every correction of it. */
export function InformationPage(props: InformationPageProps): JSX.Element {
  const { chrome, document, entry } = props
  const words = informationWords[chrome.lang]
  const inError = props.changed !== null || Object.keys(props.problems).length > 0
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={inError}>
      <p class="back">
        <a href={`/console/documents/${document.id}`}>{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
      {props.changed === null ? null : (
        <Notice kind="warning" focused>
          {words.problems.changed}
        </Notice>
      )}
      {entry === null ? null : <Form {...props} entry={entry} />}
      <History {...props} />
    </ConsoleLayout>
  )
}

function Form(props: InformationPageProps & { entry: InformationEntry }): JSX.Element {
  const { chrome, document, entry, sight, changed } = props
  const words = informationWords[chrome.lang]
  const open = entry.options.some((each) => each !== '') || changed !== null
  return (
    <form class="card information" method="post" action={`/console/documents/${document.id}/information`}>
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="sight" value={sight} />
      <p class="note">{words.lead}</p>
      <div class="information-fields">
        {informationFields.map((field) => (
          <Typed
            {...props}
            key={field}
            field={field}
            label={words.fields[field]}
            value={entry[field]}
            saved={changed?.[field] ?? null}
          />
        ))}
        <div class="field">
          <label for="auto_update">{words.fields.auto_update}</label>
          {changed === null || changed.auto_update === entry.auto_update ? null : (
            <p class="hint" id="auto_update-hint">
              {words.now(words.renewal[changed.auto_update])}
            </p>
          )}
          <select id="auto_update" name="auto_update">
            {(['unset', 'yes', 'no'] as const).map((each) => (
              <option key={each} value={each} selected={each === entry.auto_update}>
                {words.renewal[each]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <details class="information-options" open={open || isOptionWrong(props)}>
        <summary>{words.options.legend}</summary>
        <p class="hint">{words.options.hint}</p>
        <div class="information-fields">
          {optionNumbers.map((order) => (
            <Typed
              {...props}
              key={order}
              field={`option_${order}`}
              label={words.options.one(order)}
              value={entry.options[order - 1] ?? ''}
              saved={changed === null ? null : (changed.options[order - 1] ?? '')}
            />
          ))}
        </div>
      </details>
      <div class="acts">
        <Button>{words.save}</Button>
      </div>
    </form>
  )
}

function isOptionWrong({ problems }: Pick<InformationPageProps, 'problems'>): boolean {
  return Object.keys(problems).some((each) => each.startsWith('option_'))
}

type TypedProps = Pick<InformationPageProps, 'chrome' | 'problems'> & {
  field: TypedField
  label: string
  value: string
  /** What another page saved meanwhile; null where none did. */
  saved: string | null
}

function Typed({ chrome, problems, field, label, value, saved }: TypedProps): JSX.Element {
  const words = informationWords[chrome.lang]
  const problem = problems[field]
  const hints: Partial<Record<string, string>> = words.hints
  const now = saved === null || saved === value ? null : words.now(saved || words.history.empty)
  return (
    <Field
      id={field}
      name={field}
      label={label}
      hint={now ?? hints[field] ?? null}
      error={problem === undefined ? null : words.problems[problem]}
      value={value}
      {...(isDay(field) ? { type: 'date' as const } : {})}
      {...(field === 'amount' ? { inputmode: 'numeric' as const } : {})}
    />
  )
}

function History({ chrome, changes }: InformationPageProps): JSX.Element {
  const all = informationWords[chrome.lang]
  const words = all.history
  const names: Record<string, string> = all.fields
  const shown = (field: string, text: string | null) => {
    if (text === null || text === '' || text === '[]') return words.empty
    if (field === 'amount') return BigInt(text).toLocaleString('en')
    if (field === 'options') return optionsSaid(text, chrome.lang)
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

/** The team's fields as the database keeps them, in words. */
function optionsSaid(text: string, lang: Language): string {
  const kept: AttributeOption[] = JSON.parse(text)
  const { one } = informationWords[lang].options
  return inOneLine(
    kept.map(({ order, content }) => fact(one(order), content, lang)),
    lang,
  )
}
