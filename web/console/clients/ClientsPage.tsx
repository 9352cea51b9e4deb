import type { JSX } from 'preact'
import type { Client } from '#domain/client.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { isNarrowedBy, type ListedPage, ListPages, NarrowForm, NothingMatches } from '../frame/NarrowForm.tsx'
import { Switch } from '../frame/Switch.tsx'
import { TestBadge } from '../frame/TestBadge.tsx'
import { integratorWords } from '../integrator/integrator-words.ts'
import { narrowWords } from '../words/narrow-words.ts'
import { testWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'

export type ClientsPageProps = {
  chrome: ConsoleChrome
  clients: Client[]
  /** The issuing form's own id: posted twice it makes one client. */
  requestId: string
  label: string
  test: boolean
  labelError: string | null
  notice: { kind: 'success' | 'warning'; sentence: string } | null
  /** The team has clients for tests, on whichever page. */
  tests: boolean
} & ListedPage

const path = '/console/clients'
export const clientStates = ['active', 'revoked'] as const
export const clientKinds = ['real', 'test'] as const

/** The team's client ids. An id itself is never shown again. */
export function ClientsPage(props: ClientsPageProps): JSX.Element {
  const { chrome, clients, notice } = props
  const words = wordsIn(chrome.lang).clients
  const tests = testWordsIn(chrome.lang).client
  const integrator = integratorWords[chrome.lang]
  const narrow = narrowWords[chrome.lang]
  const list = { path, filter: props.filter, lang: chrome.lang }
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="clients" inError={props.labelError !== null}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <p class="section-links">
        <a href="/console/calls">{integrator.calls.link}</a>
        <a href="/console/return-url">{integrator.tester.link}</a>
      </p>
      {notice === null ? null : (
        <Notice kind={notice.kind} live>
          {notice.sentence}
        </Notice>
      )}
      {clients.length === 0 && !isNarrowedBy(props.filter) ? null : (
        <NarrowForm
          {...list}
          search={narrow.search.clients}
          choices={[
            {
              name: 'state',
              label: narrow.state,
              offered: clientStates.map((state) => ({ value: state, words: words[state] })),
            },
            {
              name: 'kind',
              label: narrow.kind,
              offered: clientKinds.map((kind) => ({ value: kind, words: narrow.kinds[kind] })),
            },
          ]}
        />
      )}
      <div class="card table-card clients">
        <Table
          caption={words.caption}
          rows={clients}
          rowKey={(client) => client.id}
          empty={
            isNarrowedBy(props.filter) ? (
              <NothingMatches what="clients" path={path} lang={chrome.lang} />
            ) : (
              <div class="empty">
                <h2>{words.emptyTitle}</h2>
                <p>{words.emptyLead}</p>
              </div>
            )
          }
          columns={[
            {
              heading: words.columns.label,
              cell: (client) => (
                <>
                  <strong class="row-title">{client.label}</strong>
                  {client.test ? <TestBadge>{tests.badge}</TestBadge> : null}
                  <span class="row-more">
                    {words.ending(client.ending)}
                    <br />
                    {stamp(client.createdAt, chrome.lang)}
                    {client.lastUsedAt === null ? null : (
                      <>
                        <br />
                        {words.lastUsed(stamp(client.lastUsedAt, chrome.lang))}
                      </>
                    )}
                  </span>
                </>
              ),
            },
            { heading: words.columns.ending, cell: (client) => words.ending(client.ending) },
            { heading: words.columns.createdAt, cell: (client) => stamp(client.createdAt, chrome.lang) },
            {
              heading: words.columns.lastUsed,
              desk: true,
              cell: ({ lastUsedAt }) =>
                lastUsedAt === null ? words.neverUsed : stamp(lastUsedAt, chrome.lang),
            },
            {
              heading: words.columns.state,
              cell: ({ revokedAt }) =>
                revokedAt === null ? (
                  <StatusDot tone="success">{words.active}</StatusDot>
                ) : (
                  <div class="row-status">
                    <StatusDot tone="quiet">{words.revoked}</StatusDot>
                    <span class="row-note">{stamp(revokedAt, chrome.lang)}</span>
                  </div>
                ),
            },
            {
              heading: words.columns.act,
              align: 'right',
              cell: (client) =>
                client.revokedAt === null ? (
                  <a
                    class="danger-link"
                    href={`/console/clients/${client.id}/revoke`}
                    aria-label={`${words.revoke}: ${client.label}`}
                  >
                    {words.revoke}
                  </a>
                ) : null,
            },
          ]}
        />
      </div>
      <ListPages {...list} next={props.next} deep={props.deep} />
      {props.tests ? (
        <p class="below-table">
          <a href="/console/test-messages">{tests.inbox}</a>
        </p>
      ) : null}
      <section class="card narrow-section" aria-labelledby="issue-heading">
        <h2 id="issue-heading">{words.issueTitle}</h2>
        <form method="post" action="/console/clients" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="request_id" value={props.requestId} />
          <Field
            id="label"
            name="label"
            label={words.label}
            hint={words.labelHint}
            error={props.labelError}
            value={props.label}
            autocomplete="off"
            required
          />
          <Switch name="test" on={props.test} label={tests.label} hint={tests.hint} />
          <Button>{words.issueButton}</Button>
        </form>
      </section>
    </ConsoleLayout>
  )
}
