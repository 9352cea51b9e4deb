import type { JSX } from 'preact'
import type { BulkCounts, BulkSend } from '#domain/bulk-send.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { TestBadge } from '../frame/TestBadge.tsx'
import { BulkStatus, countsLine } from './bulk-status.tsx'
import { bulkWords } from './bulk-words.ts'

type Listed = { send: BulkSend; counts: BulkCounts }

export type BulkSendsPageProps = { chrome: ConsoleChrome; sends: Listed[]; next: string | null }

/** The member's lists, newest first. */
export function BulkSendsPage({ chrome, sends, next }: BulkSendsPageProps): JSX.Element {
  const words = bulkWords(chrome.lang)
  const { list } = words
  return (
    <ConsoleLayout chrome={chrome} title={words.all} section="templates">
      <h1>{words.all}</h1>
      <p class="lead">{list.lead}</p>
      <div class="card table-card">
        <Table
          caption={list.caption}
          rows={sends}
          rowKey={({ send }) => send.id}
          empty={
            <div class="empty">
              <h2>{list.emptyTitle}</h2>
              <p>{list.emptyLead}</p>
              <LinkButton kind="quiet" href="/console/templates">
                {list.emptyLink}
              </LinkButton>
            </div>
          }
          columns={[
            {
              heading: list.columns.what,
              cell: ({ send, counts }) => (
                <>
                  <a class="row-title" href={`/console/bulk-sends/${send.id}`}>
                    {send.about.title}
                  </a>
                  {send.test ? <TestBadge>{words.page.test}</TestBadge> : null}
                  <span class="row-under">{send.about.file}</span>
                  <span class="row-more">
                    {countsLine(send, counts, chrome.lang)}
                    <br />
                    {stamp(send.createdAt, chrome.lang)}
                  </span>
                </>
              ),
            },
            { heading: list.columns.rows, cell: ({ send, counts }) => countsLine(send, counts, chrome.lang) },
            {
              heading: list.columns.state,
              cell: ({ send }) => <BulkStatus state={send.state} lang={chrome.lang} />,
            },
            {
              heading: list.columns.date,
              align: 'right',
              cell: ({ send }) => (
                <time dateTime={send.createdAt.toISOString()}>{stamp(send.createdAt, chrome.lang)}</time>
              ),
            },
          ]}
        />
      </div>
      {next === null ? null : (
        <nav class="pages" aria-label={list.pages}>
          <span />
          <LinkButton kind="quiet" href={`/console/bulk-sends?after=${next}`}>
            {list.next}
          </LinkButton>
        </nav>
      )}
    </ConsoleLayout>
  )
}
