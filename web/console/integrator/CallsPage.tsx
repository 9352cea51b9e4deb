import type { ComponentChildren, JSX } from 'preact'
import type { Client } from '#domain/client.ts'
import type { ListedCall } from '#domain/logged-call.ts'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stampOfSecond } from '../frame/console-time.ts'
import { inOneLine } from '../words/marks.ts'
import { integratorWords } from './integrator-words.ts'

export const callOutcomes = ['ok', 'refused', 'failed'] as const

/** What the list is narrowed to, as typed; empty: by nothing. */
type CallFilter = { client: string; method: string; path: string; outcome: string; request_id: string }

export type CallsPageProps = {
  chrome: ConsoleChrome
  calls: ListedCall[]
  clients: Client[]
  filter: CallFilter
  /** Methods and patterns that there are. */
  methods: string[]
  paths: string[]
  next: string | null
  deep: boolean
}

function callsPath(filter: CallFilter, after: string | null): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  if (after !== null) query.set('after', after)
  return query.size === 0 ? '/console/calls' : `/console/calls?${query}`
}

/** The last calls of the team's clients, for those who look for one. */
export function CallsPage(props: CallsPageProps): JSX.Element {
  const { chrome, calls, clients, filter, next, deep } = props
  const words = integratorWords[chrome.lang].calls
  const labels = new Map(clients.map(({ id, label }) => [id, label]))
  const filtered = Object.values(filter).some((value) => value !== '')
  const label = (clientId: string) => labels.get(clientId) ?? words.unknownClient
  const time = (milliseconds: number) => words.milliseconds(milliseconds.toFixed(milliseconds < 10 ? 1 : 0))
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="clients">
      <p class="back">
        <a href="/console/clients">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Filter {...props} filtered={filtered} />
      <div class="card table-card calls">
        <Table
          caption={words.caption}
          rows={calls}
          rowKey={({ id }) => id}
          empty={
            <div class="empty">
              <h2>{filtered ? words.nothingTitle : words.emptyTitle}</h2>
              <p>{filtered ? words.nothingLead : words.emptyLead}</p>
            </div>
          }
          columns={[
            {
              heading: words.columns.call,
              cell: ({ method, path, clientId, at, milliseconds, requestId }) => (
                <>
                  <code class="call-path">{`${method} ${path}`}</code>
                  <span class="row-under">{label(clientId)}</span>
                  <span class="row-more">
                    {inOneLine([stampOfSecond(at, chrome.lang), time(milliseconds)], chrome.lang)}
                    <br />
                    <code>{requestId}</code>
                  </span>
                </>
              ),
            },
            {
              heading: words.columns.at,
              cell: ({ at }) => <time dateTime={at.toISOString()}>{stampOfSecond(at, chrome.lang)}</time>,
            },
            {
              heading: words.columns.status,
              cell: ({ status, error }) => (
                <>
                  <StatusDot tone={toneOf(status)}>{String(status)}</StatusDot>
                  {error === null ? null : <code class="row-under">{error}</code>}
                </>
              ),
            },
            {
              heading: words.columns.time,
              align: 'right',
              cell: ({ milliseconds }) => time(milliseconds),
            },
            {
              heading: words.columns.id,
              cell: ({ requestId }) => <code class="id">{requestId}</code>,
            },
          ]}
        />
      </div>
      {next === null && !deep ? null : (
        <nav class="pages" aria-label={words.pages}>
          {deep ? <a href={callsPath(filter, null)}>{words.first}</a> : <span />}
          {next === null ? null : (
            <LinkButton kind="quiet" href={callsPath(filter, next)}>
              {words.nextPage}
            </LinkButton>
          )}
        </nav>
      )}
    </ConsoleLayout>
  )
}

function toneOf(status: number): StatusTone {
  return status < 400 ? 'success' : status < 500 ? 'warning' : 'danger'
}

function Filter(props: CallsPageProps & { filtered: boolean }): JSX.Element {
  const { chrome, clients, filter, methods, paths, filtered } = props
  const words = integratorWords[chrome.lang].calls
  return (
    <form class="history-filter calls-filter" method="get" action="/console/calls">
      <Choice name="client" label={words.client} all={words.all}>
        {clients.map(({ id, label, ending }) => (
          <option key={id} value={id} selected={id === filter.client}>
            {`${label} (${words.gone(ending)})`}
          </option>
        ))}
      </Choice>
      <Choice name="method" label={words.method} all={words.all}>
        {methods.map((each) => (
          <option key={each} value={each} selected={each === filter.method}>
            {each}
          </option>
        ))}
      </Choice>
      <Choice name="path" label={words.path} all={words.all}>
        {paths.map((each) => (
          <option key={each} value={each} selected={each === filter.path}>
            {each}
          </option>
        ))}
      </Choice>
      <Choice name="outcome" label={words.outcome} all={words.all}>
        {callOutcomes.map((each) => (
          <option key={each} value={each} selected={each === filter.outcome}>
            {words.outcomes[each]}
          </option>
        ))}
      </Choice>
      <div class="field">
        <label for="request_id">{words.requestId}</label>
        <input
          id="request_id"
          name="request_id"
          value={filter.request_id}
          maxlength={64}
          autocomplete="off"
          spellcheck={false}
        />
      </div>
      <div class="history-acts">
        <Button kind="quiet">{words.find}</Button>
        {filtered ? <a href="/console/calls">{words.clear}</a> : null}
      </div>
    </form>
  )
}

function Choice(props: {
  name: string
  label: string
  all: string
  children: ComponentChildren
}): JSX.Element {
  return (
    <div class="field">
      <label for={props.name}>{props.label}</label>
      <select id={props.name} name={props.name}>
        <option value="">{props.all}</option>
        {props.children}
      </select>
    </div>
  )
}
