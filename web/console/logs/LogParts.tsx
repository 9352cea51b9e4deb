import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type LogWords, logWords } from './log-words.ts'

/** What a log is narrowed to, as typed; empty: by nothing. */
export type LogFilter = { state: string; first: string; last: string; document: string }

/** What is wrong with a filter, by its field. */
export type LogFilterError =
  | { field: 'first' | 'last'; problem: 'day' | 'order' }
  | { field: 'document'; problem: 'malformed' }

/** The document of a message. `title`: null where whoever looks may not see it. */
export type LoggedDocument = { id: string | null; title: string | null; gone: boolean }

/** The logs beside each other. */
export function LogTabs({
  lang,
  current,
}: {
  lang: Language
  current: 'webhooks' | 'sms' | 'mail'
}): JSX.Element {
  const words = logWords[lang].tabs
  const places = { webhooks: '/console/webhooks', sms: '/console/sms/log', mail: '/console/mail' } as const
  return (
    <nav class="filters" aria-label={words.label}>
      <ul class="tabs">
        {(['webhooks', 'sms', 'mail'] as const).map((each) => (
          <li key={each}>
            <a href={places[each]} {...(each === current ? { 'aria-current': 'page' as const } : {})}>
              {words[each]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type FilterProps = {
  lang: Language
  path: string
  filter: LogFilter
  error: LogFilterError | null
  states: { value: string; words: string }[]
}

/** The form that narrows a log; everything of it stands in the address. */
export function LogFilterForm({ lang, path, filter, error, states }: FilterProps): JSX.Element {
  const words = logWords[lang].filter
  const wrong = (field: LogFilterError['field']) => (error?.field === field ? words[error.problem] : null)
  return (
    <form class="history-filter log-filter" method="get" action={path}>
      <div class="field">
        <label for="state">{words.state}</label>
        <select id="state" name="state">
          <option value="">{words.all}</option>
          {states.map(({ value, words: name }) => (
            <option key={value} value={value} selected={value === filter.state}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {(['first', 'last'] as const).map((field) => (
        <Field
          key={field}
          id={field}
          name={field}
          type="date"
          label={words[field]}
          hint={null}
          error={wrong(field)}
          value={filter[field]}
        />
      ))}
      <Field
        id="document"
        name="document"
        label={words.document}
        hint={null}
        error={wrong('document')}
        value={filter.document}
        maxlength={64}
        autocomplete="off"
      />
      <div class="history-acts">
        <Button kind="quiet">{words.find}</Button>
        {isFiltered(filter) ? <a href={path}>{words.clear}</a> : null}
      </div>
    </form>
  )
}

export function isFiltered(filter: LogFilter): boolean {
  return Object.values(filter).some((value) => value !== '')
}

/** Why a log is empty. */
export function LogEmpty({
  lang,
  filtered,
  words,
}: {
  lang: Language
  filtered: boolean
  words: Pick<LogWords['sms'], 'emptyTitle' | 'emptyLead'>
}): JSX.Element {
  const { nothingTitle, nothingLead } = logWords[lang]
  return (
    <div class="empty">
      <h2>{filtered ? nothingTitle : words.emptyTitle}</h2>
      <p>{filtered ? nothingLead : words.emptyLead}</p>
    </div>
  )
}

/** The document that a message is about, as far as whoever looks may know it. */
export function DocumentLink({
  document,
  lang,
  untitled,
}: {
  document: LoggedDocument
  lang: Language
  untitled: string
}): JSX.Element {
  const words = logWords[lang]
  if (document.id === null) return <>{words.noDocument}</>
  if (document.title !== null) {
    return <a href={`/console/documents/${document.id}`}>{document.title || untitled}</a>
  }
  return (
    <>
      {document.gone ? words.gone : words.hidden}
      <code class="row-under id">{document.id}</code>
    </>
  )
}

/** The ways to the newest and to the next page. */
export function LogPages(props: {
  lang: Language
  path: string
  filter: LogFilter
  deep: boolean
  next: string | null
}): JSX.Element | null {
  const { lang, path, filter, deep, next } = props
  const words = logWords[lang]
  if (next === null && !deep) return null
  const pathTo = (after: string | null) => {
    const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
    if (after !== null) query.set('after', after)
    return query.size === 0 ? path : `${path}?${query}`
  }
  return (
    <nav class="pages" aria-label={words.pages}>
      {deep ? <a href={pathTo(null)}>{words.firstPage}</a> : <span />}
      {next === null ? null : (
        <LinkButton kind="quiet" href={pathTo(next)}>
          {words.nextPage}
        </LinkButton>
      )}
    </nav>
  )
}

/** Where the messages of tests are. */
export function TestsNote({ lang }: { lang: Language }): JSX.Element {
  const words = logWords[lang]
  return (
    <p class="note">
      {words.tests} <a href="/console/test-messages">{words.testInbox}</a>
    </p>
  )
}
