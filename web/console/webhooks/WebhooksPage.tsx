import type { JSX } from 'preact'
import { mostPending, mostWebhooks, type WebhookEndpoint } from '#domain/webhook.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { WebAddress } from '../frame/WebAddress.tsx'
import { LogTabs } from '../logs/LogParts.tsx'
import { type WebhookWords, webhookWordsIn } from './webhook-words.ts'

/** An endpoint with what has not arrived there. */
type ListedWebhook = WebhookEndpoint & { pending: number }

export type WebhooksPageProps = {
  chrome: ConsoleChrome
  endpoints: ListedWebhook[]
  sourceAddresses: string[]
  notice: string | null
}

/** The URLs that the team's events are sent to. */
export function WebhooksPage({ chrome, endpoints, sourceAddresses, notice }: WebhooksPageProps): JSX.Element {
  const words = webhookWordsIn(chrome.lang)
  const full = endpoints.length >= mostWebhooks
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="webhooks">
      <LogTabs lang={chrome.lang} current="webhooks" />
      <div class="list-head">
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        {full ? null : <LinkButton href="/console/webhooks/new">{words.add}</LinkButton>}
      </div>
      {notice === null ? null : (
        <Notice kind="success" live>
          {notice}
        </Notice>
      )}
      {full ? <Notice kind="information">{words.full}</Notice> : null}
      <div class="card table-card webhooks">
        <Table
          caption={words.caption}
          rows={endpoints}
          rowKey={({ id }) => id}
          empty={
            <div class="empty">
              <h2>{words.emptyTitle}</h2>
              <p>{words.emptyLead}</p>
            </div>
          }
          columns={[
            {
              heading: words.columns.url,
              cell: (endpoint) => (
                <>
                  <a class="row-title" href={`/console/webhooks/${endpoint.id}`}>
                    <WebAddress url={shownUrl(endpoint.url)} />
                  </a>
                  <span class="row-more">{words.formats[endpoint.format]}</span>
                </>
              ),
            },
            { heading: words.columns.format, cell: ({ format }) => words.formats[format] },
            {
              heading: words.columns.state,
              cell: (endpoint) => <WebhookState endpoint={endpoint} words={words} />,
            },
            {
              heading: words.columns.pending,
              align: 'right',
              cell: ({ pending }) => words.pending(pending > mostPending ? `${mostPending}+` : `${pending}`),
            },
          ]}
        />
      </div>
      {sourceAddresses.length === 0 ? null : (
        <p class="note source-addresses">{words.sources(sourceAddresses.join(', '))}</p>
      )}
    </ConsoleLayout>
  )
}

/** Where an endpoint stands, worst first. */
export function WebhookState({
  endpoint,
  words,
}: {
  endpoint: WebhookEndpoint
  words: WebhookWords
}): JSX.Element {
  const { states } = words
  if (endpoint.off?.reason === 'gone') return <StatusDot tone="warning">{states.gone}</StatusDot>
  if (endpoint.off !== null) return <StatusDot tone="quiet">{states.off}</StatusDot>
  if (endpoint.restingUntil !== null) return <StatusDot tone="warning">{states.down}</StatusDot>
  if (endpoint.troubledAt !== null) return <StatusDot tone="warning">{states.troubled}</StatusDot>
  return <StatusDot tone="success">{states.on}</StatusDot>
}

/** Without its query, which may hold a secret that a screen should not show to everybody behind. */
function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return `${origin}${pathname}${search === '' ? '' : '?…'}`
}
