import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Button } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { SearchEntry } from '../frame/SearchForm.tsx'
import { findWords } from './find-words.ts'
import { type FilterError, isNarrowed, type ListFilter, type NarrowingField } from './list-filter.ts'

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

/** One entry for everything, and behind it the filters, in one form: whatever is said is kept together in the address. */
export function FindForm(props: FindFormProps): JSX.Element {
  const { filter, error, lang } = props
  const words = findWords[lang]
  const { list, status, tests, search } = filter
  const kept = { list: list === 'own' ? '' : list, status: status ?? '', tests: tests === 'all' ? '' : tests }
  return (
    <search class="find">
      <form method="get" action="/console/documents">
        {Object.entries(kept).map(([name, value]) =>
          value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <div class="find-entry">
          <SearchEntry search={search} words={words.search} hint="q-hint" />
          <Button kind="quiet">{words.button}</Button>
        </div>
        <p class="hint" id="q-hint">
          {words.hint[list === 'received' ? 'received' : 'everything']}
        </p>
        <details class="find-more" open={isNarrowed(filter) || error !== null}>
          <summary>{words.more}</summary>
          <div class="find-fields">
            <Fields {...props} />
          </div>
          <div class="find-acts">
            <Button kind="quiet">{words.apply}</Button>
            <a class="plain" href={list === 'own' ? '/console/documents' : `/console/documents?list=${list}`}>
              {words.clear}
            </a>
          </div>
        </details>
      </form>
    </search>
  )
}

function Fields(props: FindFormProps): JSX.Element {
  const { filter, choices, error, lang } = props
  const words = findWords[lang]
  // What a sender keeps about a document is not for those who received it.
  const recorded = filter.list !== 'received'
  return (
    <>
      {recorded ? (
        <>
          <NarrowingEntry {...props} field="party" />
          <Pair>
            <NarrowingEntry {...props} field="day_from" type="date" />
            <NarrowingEntry {...props} field="day_to" type="date" />
          </Pair>
          <Pair>
            <NarrowingEntry {...props} field="min" />
            <NarrowingEntry {...props} field="max" />
          </Pair>
        </>
      ) : null}
      <Pair>
        <NarrowingEntry {...props} field="from" type="date" />
        <NarrowingEntry {...props} field="to" type="date" />
      </Pair>
      {choices.senders.length === 0 && error?.field !== 'sender' ? null : (
        <NarrowingChoice {...props} field="sender" any={words.anySender} offered={choices.senders} />
      )}
      {choices.cabinets.length === 0 && error?.field !== 'cabinet' ? null : (
        <NarrowingChoice {...props} field="cabinet" any={words.anyCabinet} offered={choices.cabinets} />
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
}

/** What is wrong with a field, as its attributes and its sentence. */
function wrongOf({ field, error, lang }: EntryProps) {
  const wrong = error?.field === field ? findWords[lang].problems[error.problem] : null
  const id = `${field}-error`
  const attributes: Record<string, string | boolean> =
    wrong === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': id, autofocus: true }
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
