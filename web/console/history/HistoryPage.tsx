import type { JSX } from 'preact'
import { type TeamEventKind, teamEventKinds } from '#domain/team-event-kind.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { type EventNames, type TeamEventShown, teamEventLine } from './team-event-line.ts'
import { teamEventWordsIn } from './team-event-words.ts'

/** What the list is narrowed to, as typed; empty: by nothing. */
export type HistoryFilter = { kind: TeamEventKind | ''; first: string; last: string }

export type HistoryPageProps = {
  chrome: ConsoleChrome
  events: TeamEventShown[]
  names: EventNames
  filter: HistoryFilter
  /** What is wrong with the filter, by its field. */
  error: { field: 'kind'; problem: 'noKind' } | { field: 'first' | 'last'; problem: 'day' | 'order' } | null
  /** Where older ones are, as the query says it; null at the end. */
  next: string | null
  /** Deep in the list. */
  deep: boolean
}

/** 操作履歴: what happened to the team besides its documents. */
export function HistoryPage(props: HistoryPageProps): JSX.Element {
  const { chrome, events, filter, error, next } = props
  const words = teamEventWordsIn(chrome.lang)
  const filtered = error !== null || filter.kind !== '' || filter.first !== '' || filter.last !== ''
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="history" inError={error !== null}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Filter {...props} filtered={filtered} />
      <div class="card">
        {events.length === 0 ? (
          <div class="empty">
            <h2>{filtered ? words.nothingTitle : words.emptyTitle}</h2>
            <p>{filtered ? words.nothingLead : words.emptyLead}</p>
          </div>
        ) : (
          <ol class="history" aria-label={words.caption}>
            {events.map((event) => (
              <Line key={event.sequence} {...props} event={event} />
            ))}
          </ol>
        )}
      </div>
      {next === null && !props.deep ? null : (
        <nav class="history-pages" aria-label={words.caption}>
          {props.deep ? (
            <LinkButton kind="quiet" href={pathOf(filter, null)}>
              {words.newest}
            </LinkButton>
          ) : null}
          {next === null ? null : (
            <LinkButton kind="quiet" href={pathOf(filter, next)}>
              {words.older}
            </LinkButton>
          )}
        </nav>
      )}
      <Exports {...props} />
    </ConsoleLayout>
  )
}

function Line({ event, names, chrome }: HistoryPageProps & { event: TeamEventShown }): JSX.Element {
  const { what, who } = teamEventLine(event, names, chrome.lang)
  const refused = event.type.endsWith('.refused')
  return (
    <li class={refused ? 'warning' : ''}>
      <time datetime={event.at.toISOString()}>{stamp(event.at, chrome.lang)}</time>
      <p class="history-what">{what}</p>
      <p class="history-who">
        {who}
        {event.address === null ? null : <span>{event.address}</span>}
      </p>
    </li>
  )
}

function Filter({ chrome, filter, error, filtered }: HistoryPageProps & { filtered: boolean }): JSX.Element {
  const words = teamEventWordsIn(chrome.lang)
  const noKind = error?.field === 'kind' ? words[error.problem] : null
  return (
    <form class="history-filter" method="get" action="/console/history">
      <div class={`field${noKind === null ? '' : ' in-error'}`}>
        <label for="kind">{words.kind}</label>
        <select
          id="kind"
          name="kind"
          {...(noKind === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'kind-error' })}
        >
          <option value="">{words.all}</option>
          {teamEventKinds.map((kind) => (
            <option key={kind} value={kind} selected={kind === filter.kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
        {noKind === null ? null : <FieldError id="kind-error">{noKind}</FieldError>}
      </div>
      {(['first', 'last'] as const).map((field) => {
        const wrong = error?.field === field ? words[error.problem] : null
        return (
          <div key={field} class={`field${wrong === null ? '' : ' in-error'}`}>
            <label for={field}>{words[field]}</label>
            <input
              id={field}
              name={field}
              type="date"
              value={filter[field]}
              {...(wrong === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': `${field}-error` })}
            />
            {wrong === null ? null : <FieldError id={`${field}-error`}>{wrong}</FieldError>}
          </div>
        )
      })}
      <div class="history-acts">
        <Button kind="quiet">{words.apply}</Button>
        {filtered ? (
          <a class="plain" href="/console/history">
            {words.clear}
          </a>
        ) : null}
      </div>
    </form>
  )
}

function Exports({ chrome, filter }: HistoryPageProps): JSX.Element {
  const words = teamEventWordsIn(chrome.lang)
  return (
    <section class="card history-exports" aria-labelledby="exports-heading">
      <h2 id="exports-heading">{words.exports}</h2>
      {(['csv', 'jsonl'] as const).map((format) => (
        <form key={format} method="post" action={`/console/history/${format}`}>
          <FormToken value={chrome.formToken} />
          {format === 'csv'
            ? Object.entries(filter).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))
            : null}
          <Button kind="quiet">{words[format]}</Button>
          <p class="hint">{words[`${format}Hint`]}</p>
        </form>
      ))}
    </section>
  )
}

function pathOf(filter: HistoryFilter, after: string | null): string {
  const pairs = Object.entries({ ...filter, ...(after === null ? {} : { after }) })
  const query = new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString()
  return query === '' ? '/console/history' : `/console/history?${query}`
}
