import type { ComponentChildren, JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { SmsState } from '#domain/sms-message.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { smsTones } from '../documents/SmsList.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { testMessageWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'

export const testMessageKinds = ['sms', 'mail'] as const
type TestMessageKind = (typeof testMessageKinds)[number]

/** `state`: of an SMS; null where its row is gone. */
type Content =
  | { kind: 'sms'; to: string; text: string; state: SmsState | null }
  | { kind: 'mail'; to: string; subject: string; text: string; attachments: string[] }

export type TestMessagesPageProps = {
  chrome: ConsoleChrome
  kind: TestMessageKind
  messages: { id: string; documentId: string; at: Date; content: Content }[]
  after: string | null
  next: string | null
}

/** What test documents said by SMS and by mail, which went nowhere else. */
export function TestMessagesPage(props: TestMessagesPageProps): JSX.Element {
  const { chrome, kind, messages, after, next } = props
  const words = testMessageWordsIn(chrome.lang)
  const pages = wordsIn(chrome.lang).documents
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="clients">
      <p class="back">
        <a href="/console/clients">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <nav class="filters" aria-label={words.kinds}>
        <ul class="tabs">
          {testMessageKinds.map((each) => (
            <li key={each}>
              <a href={pathOf(each, null)} {...(each === kind ? { 'aria-current': 'true' as const } : {})}>
                {words[each]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {messages.length === 0 ? (
        <div class="card empty">
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyLead[kind]}</p>
        </div>
      ) : (
        <ol class="test-messages">
          {messages.map((message) => (
            <Message key={message.id} message={message} lang={chrome.lang} />
          ))}
        </ol>
      )}
      {next === null && after === null ? null : (
        <nav class="pages" aria-label={pages.pages}>
          {after === null ? <span /> : <a href={pathOf(kind, null)}>{pages.first}</a>}
          {next === null ? null : (
            <LinkButton kind="quiet" href={pathOf(kind, next)}>
              {pages.next}
            </LinkButton>
          )}
        </nav>
      )}
    </ConsoleLayout>
  )
}

function pathOf(kind: TestMessageKind, after: string | null): string {
  const query = new URLSearchParams({ kind, ...(after === null ? {} : { after }) })
  return `/console/test-messages?${query}`
}

function Message({
  message,
  lang,
}: {
  message: TestMessagesPageProps['messages'][number]
  lang: Language
}): JSX.Element {
  const words = testMessageWordsIn(lang)
  const { content, at, documentId } = message
  return (
    <li class="card">
      <p class="test-message-head">
        <strong>{content.to}</strong>
        <time dateTime={at.toISOString()}>{stamp(at, lang)}</time>
        {content.kind === 'sms' && content.state !== null ? (
          <StatusDot tone={smsTones[content.state]}>
            {wordsIn(lang).document.smsState[content.state]}
          </StatusDot>
        ) : null}
        <a href={`/console/documents/${documentId}`}>{words.document}</a>
      </p>
      {content.kind === 'sms' ? (
        <p class="as-typed">{content.text}</p>
      ) : (
        <>
          <h2>{content.subject}</h2>
          {content.attachments.length === 0 ? null : (
            <p class="row-note">{words.attachments(content.attachments)}</p>
          )}
          <details>
            <summary>{words.text}</summary>
            <p class="as-typed">{withLinks(content.text)}</p>
          </details>
        </>
      )}
    </li>
  )
}

/** Its web addresses as links: the way into the signing pages stands in a mail. */
function withLinks(text: string): ComponentChildren {
  return text.split(/(https?:\/\/[^\s<>"'）」、。]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
}
