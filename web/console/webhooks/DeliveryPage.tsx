import type { JSX } from 'preact'
import type { Delivery, DeliveryAttempt } from '#domain/delivery.ts'
import { tryReason } from '#domain/try-reasons.ts'
import { hostOf, type WebhookEndpoint } from '#domain/webhook.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp, stampOfSecond } from '../frame/console-time.ts'
import { DeliveryStatus, eventName } from './DeliveryList.tsx'
import { webhookWordsIn } from './webhook-words.ts'

export type DeliveryPageProps = {
  chrome: ConsoleChrome
  endpoint: WebhookEndpoint
  delivery: Delivery
  attempts: DeliveryAttempt[]
  /** What is sent, as it would be sent now; with masks where the member may not read the document. */
  body: string
  mayRead: boolean
  /** The answers of the receiver are, for the same reason. */
  hidden: boolean
  again: boolean
}

/** One delivery: what it says, and every try. */
export function DeliveryPage({
  chrome,
  endpoint,
  delivery,
  attempts,
  body,
  mayRead,
  hidden,
  again,
}: DeliveryPageProps): JSX.Element {
  const all = webhookWordsIn(chrome.lang)
  const words = all.delivery
  const path = `/console/webhooks/${endpoint.id}`
  // Tries follow each other within seconds.
  const instantOf = (at: Date) => stampOfSecond(at, chrome.lang)
  const title = eventName(delivery.type, chrome.lang)
  return (
    <ConsoleLayout chrome={chrome} title={`${title} - ${hostOf(endpoint.url)}`} section="webhooks">
      <p class="back">
        <a href={`${path}#deliveries`}>{words.back}</a>
      </p>
      <div class="document-head">
        <h1>{title}</h1>
        <DeliveryStatus delivery={delivery} lang={chrome.lang} />
      </div>
      {again ? (
        <Notice kind="success" live>
          {all.done.again}
        </Notice>
      ) : null}
      <div class="stack webhook">
        <section class="card" aria-labelledby="body-heading">
          <dl class="facts">
            <div class="whole">
              <dt>{words.id}</dt>
              <dd>
                <code>{delivery.event}</code>
              </dd>
            </div>
            <div>
              <dt>{words.at}</dt>
              <dd>{stamp(delivery.createdAt, chrome.lang)}</dd>
            </div>
            {delivery.nextAt === null ? null : (
              <div>
                <dt>{words.next}</dt>
                <dd>{stamp(delivery.nextAt, chrome.lang)}</dd>
              </div>
            )}
            {delivery.documentId === null ? null : (
              <div class="whole">
                <dt>{words.document}</dt>
                <dd>
                  {mayRead ? (
                    <a href={`/console/documents/${delivery.documentId}`}>
                      <code>{delivery.documentId}</code>
                    </a>
                  ) : (
                    <code>{delivery.documentId}</code>
                  )}
                </dd>
              </div>
            )}
          </dl>
          <h2 id="body-heading">{words.body}</h2>
          {/* It scrolls by itself, so that somebody without a mouse must be able to reach it. */}
          <section class="payload" tabindex={0} aria-labelledby="body-heading">
            <pre>{pretty(body)}</pre>
          </section>
          {delivery.documentId === null || mayRead || endpoint.format === 'standard' ? null : (
            <p class="note">{words.masked}</p>
          )}
          {endpoint.off !== null ? null : (
            <form method="post" action={`${path}/deliveries/${delivery.id}/replay`} data-once>
              <FormToken value={chrome.formToken} />
              <input type="hidden" name="round" value={delivery.round} />
              <Button kind="quiet">{delivery.state === 'waiting' ? words.now : words.again}</Button>
            </form>
          )}
        </section>
        <section aria-labelledby="attempts-heading">
          <h2 id="attempts-heading">{words.attempts}</h2>
          {hidden ? <p class="note">{words.answersHidden}</p> : null}
          <div class="card table-card attempts">
            <Table
              caption={words.caption}
              rows={attempts}
              rowKey={({ number }) => String(number)}
              empty={<p class="note">{words.none}</p>}
              columns={[
                { heading: words.columns.number, cell: ({ number }) => number },
                {
                  heading: words.columns.at,
                  cell: ({ at }) => <span class="instant">{instantOf(at)}</span>,
                },
                {
                  heading: words.columns.outcome,
                  cell: ({ outcome, at, milliseconds }) => (
                    <>
                      {tryReason(chrome.lang, outcome)}
                      <span class="row-more">
                        {instantOf(at)}
                        <br />
                        {words.milliseconds(milliseconds)}
                      </span>
                    </>
                  ),
                },
                {
                  heading: words.columns.time,
                  align: 'right',
                  cell: ({ milliseconds }) => words.milliseconds(milliseconds),
                },
                {
                  heading: words.columns.answer,
                  cell: ({ answer }) =>
                    answer === '' ? (
                      <span class="note">{hidden ? '***' : words.noAnswer}</span>
                    ) : (
                      <code class="answer">{answer}</code>
                    ),
                },
              ]}
            />
          </div>
        </section>
      </div>
    </ConsoleLayout>
  )
}

/** For people; what is sent has no blanks between its parts. */
function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2)
}
