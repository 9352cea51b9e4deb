import { shortTime, type ToolLinks, ToolShell } from './ToolShell.tsx'

type Sms = { text: string; sentAt: Date }

type Props = {
  links: ToolLinks
  /** All numbers to which something has come, the latest first. */
  numbers: string[]
  /** The number whose phone is shown; null when nothing has come yet. */
  number: string | null
  /** What came to it, newest first. */
  messages: Sms[]
}

/** The virtual phone: SMS as bubbles, the newest at the foot, above whatever code it carries a button to copy it. */
export function PhonePage({ links, numbers, number, messages }: Props) {
  const words = links.words.phonePage
  return (
    <ToolShell links={links} title={words.title} tool="phone" live>
      <main class="phone" data-live>
        {numbers.length > 1 && (
          <nav class="phone-numbers" aria-label={words.numbers}>
            {numbers.map((each) => (
              <a
                key={each}
                href={`/playground/phone?to=${encodeURIComponent(each)}`}
                {...(each === number ? { 'aria-current': 'true' } : {})}
              >
                {grouped(each)}
              </a>
            ))}
          </nav>
        )}
        <div class="phone-case">
          <div class="phone-top">
            <span class="phone-face" aria-hidden="true">
              <KnotMark />
            </span>
            <h1>{links.words.product}</h1>
            <p>{number ? words.to(grouped(number)) : words.none}</p>
          </div>
          {messages.length === 0 ? (
            <NothingYet text={words.empty} />
          ) : (
            <Conversation messages={messages} words={words} />
          )}
          <div class="phone-bottom" aria-hidden="true">
            <span>{words.noReply}</span>
          </div>
        </div>
      </main>
    </ToolShell>
  )
}

function Conversation(props: { messages: Sms[]; words: { list: string; copy(code: string): string } }) {
  // Newest first in the source, drawn from the foot up: the newest is in sight without a script that scrolls.
  return (
    <ol class="phone-messages" aria-label={props.words.list} aria-live="polite" reversed>
      {props.messages.map(({ text, sentAt }) => {
        const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0]
        return (
          <li key={`${sentAt.getTime()} ${text}`}>
            <time dateTime={sentAt.toISOString()}>{shortTime(sentAt)}</time>
            <p class="phone-bubble">{marked(text, code)}</p>
            {code && (
              <button class="phone-copy" type="button" data-copy={code} hidden>
                {props.words.copy(code)}
              </button>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function NothingYet({ text }: { text: string }) {
  return (
    <div class="phone-empty">
      <svg viewBox="0 0 96 72" aria-hidden="true">
        <path d="M14 8h68a10 10 0 0 1 10 10v30a10 10 0 0 1-10 10H40L24 70V58H14A10 10 0 0 1 4 48V18A10 10 0 0 1 14 8Z" />
        <path d="M28 33h.5M48 33h.5M68 33h.5" />
      </svg>
      <p>{text}</p>
    </div>
  )
}

/** The text with its first code set apart, so that one click selects it. */
function marked(text: string, code: string | undefined) {
  if (!code) return text
  const at = text.indexOf(code)
  return [text.slice(0, at), <b key="code">{code}</b>, text.slice(at + code.length)]
}

function grouped(number: string): string {
  return /^0\d{10}$/.test(number) ? `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}` : number
}

function KnotMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path d="M4 16c0-8 10-8 12 0s12 8 12 0-10-8-12 0-12 8-12 0Z" />
    </svg>
  )
}
