import type { ComponentChildren, JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Button } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { SearchEntry } from '../frame/SearchForm.tsx'
import { findWords } from './find-words.ts'
import { listPath } from './ListChoice.tsx'
import { type FilterError, type ListFilter, type NarrowingField, narrowingFields } from './list-filter.ts'

/** What may be chosen in a filter; empty where the list offers none. */
export type FilterChoices = {
  senders: { id: string; name: string }[]
  cabinets: { id: string; name: string }[]
}

export type FindFormProps = {
  filter: ListFilter
  choices: FilterChoices
  error: FilterError | null
  lang: Language
}

/** The form that the filters belong to, wherever they stand: whatever is said is kept together in the address. */
export const findFormId = 'find'

/** One entry for everything. */
export function FindForm({ filter, lang }: Pick<FindFormProps, 'filter' | 'lang'>): JSX.Element {
  const words = findWords[lang]
  const { list, status, tests, search } = filter
  const kept = { list: list === 'own' ? '' : list, status: status ?? '', tests: tests === 'all' ? '' : tests }
  return (
    <search class="find">
      <form id={findFormId} method="get" action="/console/documents">
        {Object.entries(kept).map(([name, value]) =>
          value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <SearchEntry
          search={search}
          words={words.search}
          placeholder={words.placeholder[list === 'received' ? 'received' : 'everything']}
          hint="q-hint"
        />
        <Button kind="quiet">{words.button}</Button>
      </form>
    </search>
  )
}

/** The filters, behind one word: they lie over the list while they are open. */
export function FindFilters(props: FindFormProps): JSX.Element {
  const { filter, error, lang } = props
  const { list } = filter
  const said = narrowingFields.filter((field) => filter[field] !== '').length
  return (
    <FilterPanel said={said} open={error !== null} clear={listPath(list)} lang={lang}>
      <p class="hint" id="q-hint">
        {findWords[lang].hint[list === 'received' ? 'received' : 'everything']}
      </p>
      <div class="find-fields">
        <Fields {...props} />
      </div>
    </FilterPanel>
  )
}

type FilterPanelProps = {
  /** How many of its fields say something now. */
  said: number
  open: boolean
  /** Where nothing is narrowed. */
  clear: string
  lang: Language
  children: ComponentChildren
}

/** Filters behind one word, with what applies them and what takes them back. */
export function FilterPanel({ said, open, clear, lang, children }: FilterPanelProps): JSX.Element {
  const words = findWords[lang]
  return (
    <details class="find-more" data-menu open={open}>
      <summary>{said === 0 ? words.more : words.moreOf(said)}</summary>
      <div class="find-panel">
        {children}
        <div class="find-acts">
          <Button form={findFormId}>{words.apply}</Button>
          <a class="plain" href={clear}>
            {words.clear}
          </a>
        </div>
      </div>
    </details>
  )
}

type NarrowedProps = { said: { line: string; without: string }[]; lang: Language }

/** What the filters say now, each with the way out of it, for their panel is closed. */
export function NarrowedBy({ said, lang }: NarrowedProps): JSX.Element | null {
  const words = findWords[lang]
  if (said.length === 0) return null
  return (
    <ul class="narrowed" aria-label={words.narrowed}>
      {said.map(({ line, without }) => (
        <li key={without}>
          <a href={without} aria-label={words.without(line)}>
            {line}
            <span aria-hidden="true"> ✕</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function Fields(props: FindFormProps): JSX.Element {
  const { filter, choices, error, lang } = props
  const words = findWords[lang]
  const own = { ...props, form: findFormId }
  // What a sender keeps about a document is not for those who received it.
  const recorded = filter.list !== 'received'
  return (
    <>
      {recorded ? (
        <>
          <NarrowingEntry {...own} field="party" />
          <Pair>
            <NarrowingEntry {...own} field="day_from" type="date" />
            <NarrowingEntry {...own} field="day_to" type="date" />
          </Pair>
          <Pair>
            <NarrowingEntry {...own} field="min" />
            <NarrowingEntry {...own} field="max" />
          </Pair>
        </>
      ) : null}
      <Pair>
        <NarrowingEntry {...own} field="from" type="date" />
        <NarrowingEntry {...own} field="to" type="date" />
      </Pair>
      {choices.senders.length === 0 && error?.field !== 'sender' ? null : (
        <NarrowingChoice {...own} field="sender" any={words.anySender} offered={choices.senders} />
      )}
      {choices.cabinets.length === 0 && error?.field !== 'cabinet' ? null : (
        <NarrowingChoice {...own} field="cabinet" any={words.anyCabinet} offered={choices.cabinets} />
      )}
    </>
  )
}

function Pair({ children }: { children: JSX.Element[] }): JSX.Element {
  return <div class="find-pair">{children}</div>
}

type EntryProps = Pick<FindFormProps, 'error' | 'lang'> & {
  filter: Record<NarrowingField, string>
  field: NarrowingField
  /** Id of the form it belongs to, where it stands outside. */
  form?: string
}

/** What is wrong with a field, as its attributes and its sentence. */
function wrongOf({ field, error, lang, form }: EntryProps) {
  const wrong = error?.field === field ? findWords[lang].problems[error.problem] : null
  const id = `${field}-error`
  const attributes: Record<string, string | boolean> = {
    ...(form === undefined ? {} : { form }),
    ...(wrong === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': id, autofocus: true }),
  }
  return {
    frame: `field${wrong === null ? '' : ' in-error'}`,
    attributes,
    sentence: wrong === null ? null : <FieldError id={id}>{wrong}</FieldError>,
  }
}

/** One filter that is typed. */
export function NarrowingEntry(props: EntryProps & { type?: 'date' }): JSX.Element {
  const { filter, field, lang, type = 'text' } = props
  const { frame, attributes, sentence } = wrongOf(props)
  const words = findWords[lang]
  const isAmount = field === 'min' || field === 'max'
  const more: Record<string, string | number | boolean> = {
    type,
    ...(type === 'date' ? {} : { maxlength: 100 }),
    ...(isAmount ? { inputmode: 'numeric' } : {}),
    ...attributes,
  }
  return (
    <div class={frame}>
      <label for={field}>{words.fields[field]}</label>
      <input id={field} name={field} value={filter[field]} {...more} />
      {sentence}
    </div>
  )
}

/** One filter that is chosen. */
function NarrowingChoice(
  props: EntryProps & { any: string; offered: { id: string; name: string }[] },
): JSX.Element {
  const { filter, field, lang, any, offered } = props
  const { frame, attributes, sentence } = wrongOf(props)
  return (
    <div class={frame}>
      <label for={field}>{findWords[lang].fields[field]}</label>
      <select id={field} name={field} {...attributes}>
        <option value="">{any}</option>
        {offered.map(({ id, name }) => (
          <option key={id} value={id} selected={id === filter[field]}>
            {name}
          </option>
        ))}
      </select>
      {sentence}
    </div>
  )
}
