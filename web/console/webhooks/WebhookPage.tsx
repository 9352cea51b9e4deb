import type { ComponentChildren, JSX } from 'preact'
import type { Delivery, DeliveryState } from '#domain/delivery.ts'
import { documentCatalogue, teamCatalogue } from '#domain/event-catalogue.ts'
import { hostOf, type WebhookEndpoint } from '#domain/webhook.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { WebAddress } from '../frame/WebAddress.tsx'
import { DeliveryList } from './DeliveryList.tsx'
import { type ReplayEntry, ReplayForm } from './ReplayForm.tsx'
import { WebhookState } from './WebhooksPage.tsx'
import { webhookWordsIn } from './webhook-words.ts'

export type WebhookPageProps = {
  chrome: ConsoleChrome
  endpoint: WebhookEndpoint
  /** By what the present secret begins; null where nothing is signed. */
  beginning: string | null
  deliveries: Delivery[]
  state: DeliveryState | null
  /** The last delivery shown, where older ones follow; null at the end. */
  next: string | null
  deep: boolean
  sourceAddresses: string[]
  notice: { kind: 'success' | 'warning'; sentence: string } | null
  /** What was typed for a replay, when it was wrong; null otherwise. */
  replay: ReplayEntry | null
}

/** One URL: how it is, what was sent there, and what can be done about it. */
export function WebhookPage(props: WebhookPageProps): JSX.Element {
  const { chrome, endpoint, notice } = props
  const words = webhookWordsIn(chrome.lang)
  const host = hostOf(endpoint.url)
  return (
    <ConsoleLayout
      chrome={chrome}
      title={host}
      section="webhooks"
      inError={props.replay !== null}
      island="live.js"
    >
      <p class="back">
        <a href="/console/webhooks">{words.page.back}</a>
      </p>
      <div class="document-head">
        <h1>{host}</h1>
        <WebhookState endpoint={endpoint} words={words} />
      </div>
      {notice === null ? null : (
        <Notice kind={notice.kind} live>
          {notice.sentence}
        </Notice>
      )}
      <Trouble {...props} />
      <div class="stack webhook">
        <Settings {...props} />
        <DeliveryList {...props} />
        {endpoint.off === null ? <ReplayForm chrome={chrome} id={endpoint.id} entry={props.replay} /> : null}
      </div>
    </ConsoleLayout>
  )
}

function Trouble({ chrome, endpoint, sourceAddresses }: WebhookPageProps): JSX.Element | null {
  const words = webhookWordsIn(chrome.lang)
  const { off, restingUntil, troubledAt } = endpoint
  if (off !== null) {
    const sentence = off.reason === 'gone' ? words.page.goneNotice : words.page.offNotice
    return <Notice kind={off.reason === 'gone' ? 'warning' : 'information'}>{sentence}</Notice>
  }
  if (restingUntil === null && troubledAt === null) return null
  return (
    <Notice kind="warning">
      {restingUntil === null ? null : <p>{words.page.downNotice(stamp(restingUntil, chrome.lang))}</p>}
      {troubledAt === null ? null : <p>{words.page.troubledNotice(stamp(troubledAt, chrome.lang))}</p>}
      {sourceAddresses.length === 0 ? null : <p>{words.sources(sourceAddresses.join(', '))}</p>}
    </Notice>
  )
}

function Settings({ chrome, endpoint, beginning }: WebhookPageProps): JSX.Element {
  const words = webhookWordsIn(chrome.lang)
  const path = `/console/webhooks/${endpoint.id}`
  const { former, off } = endpoint
  return (
    <section class="card" aria-labelledby="settings-heading">
      <h2 id="settings-heading">{words.page.settings}</h2>
      <dl class="facts webhook-facts">
        <Fact name={words.page.url} whole>
          <code>
            <WebAddress url={endpoint.url} />
          </code>
        </Fact>
        <Fact name={words.page.format}>{words.formats[endpoint.format]}</Fact>
        <Fact name={words.page.events}>
          <details class="event-names">
            <summary>{words.page.eventCount(endpoint.events.length)}</summary>
            <ul>
              {endpoint.events.map((type) => (
                <li key={type}>
                  {(documentCatalogue[type] ?? teamCatalogue[type])?.[chrome.lang]} <code>{type}</code>
                </li>
              ))}
            </ul>
          </details>
        </Fact>
        {beginning === null ? null : (
          <Fact name={words.page.secret}>
            <code>{beginning}…</code>
            {former === null ? null : (
              <span class="note"> {words.page.formerUntil(stamp(former.until, chrome.lang))}</span>
            )}
          </Fact>
        )}
        <Fact name={words.page.createdAt}>{stamp(endpoint.createdAt, chrome.lang)}</Fact>
      </dl>
      <div class="webhook-acts">
        {off === null ? <Act chrome={chrome} action={`${path}/test`} words={words.page.test} /> : null}
        <LinkButton kind="quiet" href={`${path}/edit`}>
          {words.page.edit}
        </LinkButton>
        {beginning === null ? null : (
          <LinkButton kind="quiet" href={`${path}/secret`}>
            {words.page.renew}
          </LinkButton>
        )}
        {off === null ? (
          <Act chrome={chrome} action={`${path}/off`} words={words.page.off} />
        ) : (
          <Act chrome={chrome} action={`${path}/on`} words={words.page.on} />
        )}
        <a class="danger-link" href={`${path}/remove`}>
          {words.page.remove}
        </a>
      </div>
    </section>
  )
}

function Act({
  chrome,
  action,
  words,
}: {
  chrome: ConsoleChrome
  action: string
  words: string
}): JSX.Element {
  return (
    <form method="post" action={action} data-once>
      <FormToken value={chrome.formToken} />
      <Button kind="quiet">{words}</Button>
    </form>
  )
}

type FactProps = { name: string; whole?: true; children: ComponentChildren }

function Fact({ name, whole, children }: FactProps): JSX.Element {
  return (
    <div class={whole === true ? 'whole' : ''}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
