import type { JSX } from 'preact'
import type { Delivery, DeliveryState } from '#domain/delivery.ts'
import { documentCatalogue, teamCatalogue, testEvent } from '#domain/event-catalogue.ts'
import type { Language } from '#domain/language.ts'
import { tryReason } from '#domain/try-reasons.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { unknownEvent } from '../frame/unknown-event.ts'
import { webhookWordsIn } from './webhook-words.ts'

type DeliveryListProps = {
  chrome: ConsoleChrome
  endpoint: { id: string }
  deliveries: Delivery[]
  state: DeliveryState | null
  next: string | null
  deep: boolean
}

const states: DeliveryState[] = ['waiting', 'delivered', 'refused', 'parked']
const tones: Record<DeliveryState, StatusTone> = {
  waiting: 'active',
  delivered: 'success',
  refused: 'warning',
  parked: 'warning',
}

/** What was sent to a URL, newest first; the newest come by themselves where there are scripts. */
export function DeliveryList(props: DeliveryListProps): JSX.Element {
  const { chrome, endpoint, deliveries, state, next } = props
  const words = webhookWordsIn(chrome.lang).deliveries
  const path = `/console/webhooks/${endpoint.id}`
  return (
    <section aria-labelledby="deliveries-heading" id="deliveries">
      <h2 id="deliveries-heading">{words.title}</h2>
      <nav class="tabs" aria-label={words.filter}>
        {[null, ...states].map((each) => (
          <a
            key={each ?? ''}
            href={`${path}${each === null ? '' : `?state=${each}`}#deliveries`}
            {...(each === state ? { 'aria-current': 'page' as const } : {})}
          >
            {each === null ? words.all : words.states[each]}
          </a>
        ))}
      </nav>
      <div
        class="card table-card deliveries"
        data-live="deliveries"
        {...(props.deep ? {} : { 'data-watched': '' })}
      >
        <Table
          caption={words.caption}
          rows={deliveries}
          rowKey={({ id }) => id}
          empty={<p class="note">{state === null ? words.empty : words.nothing}</p>}
          columns={[
            {
              heading: words.columns.event,
              cell: (delivery) => (
                <>
                  <a class="row-title" href={`${path}/deliveries/${delivery.id}`}>
                    {eventName(delivery.type, chrome.lang)}
                  </a>
                  <span class="row-more">{stamp(delivery.createdAt, chrome.lang)}</span>
                </>
              ),
            },
            {
              heading: words.columns.at,
              cell: ({ createdAt }) => <span class="instant">{stamp(createdAt, chrome.lang)}</span>,
            },
            {
              heading: words.columns.state,
              cell: (delivery) => (
                <>
                  <DeliveryStatus delivery={delivery} lang={chrome.lang} />
                  {delivery.nextAt === null ? null : (
                    <span class="row-more">{words.nextAt(stamp(delivery.nextAt, chrome.lang))}</span>
                  )}
                </>
              ),
            },
            {
              heading: words.columns.tries,
              align: 'right',
              cell: ({ attempts }) => words.tries(attempts),
            },
            {
              heading: words.columns.next,
              cell: ({ nextAt }) =>
                nextAt === null ? '' : <span class="instant">{stamp(nextAt, chrome.lang)}</span>,
            },
          ]}
        />
      </div>
      {next === null && !props.deep ? null : (
        <nav class="history-pages" aria-label={words.caption}>
          {props.deep ? (
            <LinkButton kind="quiet" href={`${path}${state === null ? '' : `?state=${state}`}`}>
              {words.newest}
            </LinkButton>
          ) : null}
          {next === null ? null : (
            <LinkButton
              kind="quiet"
              href={`${path}?${state === null ? '' : `state=${state}&`}after=${next}#deliveries`}
            >
              {words.older}
            </LinkButton>
          )}
        </nav>
      )}
    </section>
  )
}

/** Where a delivery stands, and why. */
export function DeliveryStatus({ delivery, lang }: { delivery: Delivery; lang: Language }): JSX.Element {
  const words = webhookWordsIn(lang).deliveries
  return (
    <div class="row-status">
      <StatusDot tone={tones[delivery.state]}>{words.states[delivery.state]}</StatusDot>
      {delivery.reason === '' ? null : <span class="row-note">{tryReason(lang, delivery.reason)}</span>}
    </div>
  )
}

/** What happened, in words. */
export function eventName(type: string, lang: Language): string {
  if (type === testEvent) return webhookWordsIn(lang).deliveries.test
  return (documentCatalogue[type] ?? teamCatalogue[type])?.[lang] ?? unknownEvent(lang, type)
}
