import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import type { MessageState } from './message-words.ts'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { NotMyNumber } from './TelRequestPage.tsx'
import { telRequestWords } from './tel-request-words.ts'
import { dateAndTime, timeOnly } from './tokyo-time.ts'
import { messagesIn } from './words.ts'

export type MessagePageProps = {
  chrome: SigningChrome
  state: MessageState
  /** The way on: a page of ours, or the team's return URL; null when there is none. */
  next: { href: string } | null
  /** When it can be tried again; null when time does not help. */
  retryAt: Date | string | null
  /** The address of the consent URL, where another number may be asked for; null elsewhere. */
  notMyNumber?: string | null
  /** Another number was asked for before, and the sender has not answered yet. */
  telRequested?: boolean
  /** After conclusion: where the sealed document can be fetched again. */
  copies: { href: string } | null
}

/** States whose way on leaves for the integrating site. */
const leaving: MessageState[] = [
  'expired',
  'tel_corrected',
  'cancelled',
  'declined',
  'already_done',
  'sealing_failed',
  'opened_already',
  'not_your_turn',
]

/** States that may last until the next day. */
const overADay: MessageState[] = ['too_many_requests', 'too_many_transfers']

const tone: Partial<Record<MessageState, 'good' | 'careful'>> = {
  already_done: 'good',
  locked: 'careful',
  paused: 'careful',
}

/** One page for every state that is not a step: what happened, why, and what to do. */
export function MessagePage({
  chrome,
  state,
  next,
  retryAt,
  copies,
  notMyNumber = null,
  telRequested = false,
}: MessagePageProps): JSX.Element {
  const words = messagesIn(chrome.lang)
  const text = words[state]
  const anew = state === 'cookie_lost' || state === 'cookie_lost_frame'
  // A time of day alone would not say of which day.
  const timeShown = overADay.includes(state) ? dateAndTime : timeOnly
  const target = anew ? '_blank' : chrome.framed && leaving.includes(state) ? '_top' : null
  return (
    <SigningLayout chrome={chrome} title={text.heading} step={state === 'already_done' ? 'done' : null}>
      <div class={`message ${tone[state] ?? 'plain'}`} data-state={state}>
        <MessageSign tone={tone[state] ?? 'plain'} />
        <h1>{text.heading}</h1>
        <p class="lead">
          {text.what}
          {telRequested ? telRequestWords[chrome.lang].madeBefore : null}
        </p>
        <p>
          {text.todo}
          {retryAt === null ? null : words.retryAt(timeShown(retryAt, chrome.lang))}
        </p>
        {next === null ? null : (
          <LinkButton
            href={next.href}
            kind={state === 'already_done' || target !== '_top' ? 'primary' : 'quiet'}
            {...(target === null ? {} : { target })}
          >
            {text.action}
          </LinkButton>
        )}
        {copies === null ? null : (
          <LinkButton href={copies.href} kind="quiet">
            {words.copies}
          </LinkButton>
        )}
        {notMyNumber === null ? null : <NotMyNumber lang={chrome.lang} base={notMyNumber} />}
      </div>
    </SigningLayout>
  )
}

function MessageSign({ tone }: { tone: 'good' | 'careful' | 'plain' }): JSX.Element {
  const line = { stroke: 'currentColor', 'stroke-width': 2.5, 'stroke-linecap': 'round' as const }
  return (
    <svg class="message-sign" width="56" height="56" viewBox="0 0 56 56" fill="none" aria-hidden="true">
      <circle cx="28" cy="28" r="27" class="sign-ground" />
      {tone === 'good' ? <path d="m18 29 7 7 14-15" {...line} /> : null}
      {tone === 'careful' ? <path d="M20 26h16v12H20zM23.5 26v-4a4.5 4.5 0 0 1 9 0v4" {...line} /> : null}
      {tone === 'plain' ? <path d="M28 26v13M28 18v.5" {...line} /> : null}
    </svg>
  )
}
