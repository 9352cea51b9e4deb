import type { SmsReceiptState } from '#domain/sms-message.ts'
import type { SmsGateway, SmsMessage, SmsOutcome } from '../../../usecases/delivery-ports.ts'
import type { Clock } from '../../../usecases/ports.ts'
import { numberInForm } from '../number-form.ts'
import { createPace } from './pace.ts'
import { type Address, status, submitBody } from './pdu.ts'
import {
  type Account,
  type Answer,
  hex,
  openSession,
  type Patience,
  type Receipt,
  type Session,
} from './session.ts'
import { bigEndian, textParts, ucs2 } from './text-parts.ts'

export type SmppSettings = Account & {
  /** What phones show as the sender; empty: the centre's choice. */
  sender: string
  numberFormat: 'digits' | 'national'
  longTexts: 'parts' | 'payload'
  perSecond: number
  window: number
}

/** What the centre says unasked. */
export type SmppNews = {
  /** What became of the text of this id. */
  receipt(receipt: { providerId: string; state: SmsReceiptState; code: string | null }): Promise<void>
  /** The id of a text whose answer came too late to be waited for. */
  lateAnswer(answer: { smsId: string; providerId: string }): Promise<void>
}

/** A gateway that keeps a line open. `open` begins before the first text, for receipts. Both are harmless twice. */
export type SmppGateway = SmsGateway & { open(): void; close(): Promise<void> }

export type Timing = Patience & { gapsMs: readonly number[]; throttledMs: number }

const usual: Timing = {
  answerMs: 10_000,
  enquireMs: 30_000,
  gapsMs: [1_000, 2_000, 4_000, 8_000, 16_000, 30_000],
  throttledMs: 1_000,
}

/** Statuses after which the same text may be taken later (§5.1.3). Every other one is about the text or the account. */
const notNow: number[] = [
  status.system_error,
  status.message_queue_full,
  status.submit_failed,
  status.throttled,
  status.temporary_application_error,
]

const digitsOnly = /^[0-9]+$/

/**
 * A centre or provider that speaks SMPP 3.4. One line for all texts, opened anew with growing gaps when it ends; while there
 * is none, a text is refused at once and may be tried again or given to the second gateway.
 */
export function createSmppGateway(
  settings: SmppSettings,
  clock: Clock,
  news: SmppNews,
  timing: Timing = usual,
): SmppGateway {
  const pace = createPace(settings)
  let session: Session | null = null
  let opening: Promise<string | null> | null = null
  /** Why there is no line; set while a gap lasts. */
  let refused: string | null = null
  let failures = 0
  let retry: NodeJS.Timeout | undefined
  let closed = false
  let reference = 0

  /** Null once there is a line, else why not. */
  function line(): Promise<string | null> {
    if (session !== null) return Promise.resolve(null)
    if (refused !== null) return Promise.resolve(refused)
    if (closed) return Promise.resolve('connection_refused')
    opening ??= openSession(settings, timing, { receipt: tellReceipt, closed: lineClosed })
      .then((opened) => {
        if ('session' in opened && !opened.session.isOver()) {
          session = opened.session
          failures = 0
          return null
        }
        const reason = 'reason' in opened ? opened.reason : 'smpp_bind_cut'
        later(reason)
        return reason
      })
      .finally(() => {
        opening = null
      })
    return opening
  }

  function lineClosed(): void {
    if (session === null) return
    session = null
    later('connection_refused')
  }

  function later(reason: string): void {
    if (closed) return
    const gap = timing.gapsMs[Math.min(failures, timing.gapsMs.length - 1)] ?? 30_000
    failures += 1
    refused = reason
    clearTimeout(retry)
    retry = setTimeout(() => {
      refused = null
      void line()
    }, gap)
    retry.unref()
  }

  async function tellReceipt({ providerId, state, code }: Receipt): Promise<void> {
    if (state !== null) await news.receipt({ providerId, state, code })
  }

  async function submit(smsId: string, bodies: Buffer[]): Promise<SmsOutcome> {
    let answered: Answer | null = null
    for (const [index, body] of bodies.entries()) {
      const place = await pace.enter()
      try {
        if (session === null) {
          const reason = refused ?? 'connection_refused'
          return index === 0 ? { outcome: 'rejected', reason, tryAgain: true } : partly(reason)
        }
        const last = index === bodies.length - 1
        answered = await session.submit(body, (providerId, code) => {
          if (!last || code !== status.ok || providerId === null) return
          news.lateAnswer({ smsId, providerId }).catch(() => undefined)
        })
      } finally {
        place.leave()
      }
      if (answered.end === 'not_written') {
        return index === 0
          ? { outcome: 'rejected', reason: 'connection_refused', tryAgain: true }
          : partly('connection_refused')
      }
      if (answered.end === 'lost') return { outcome: 'unknown', reason: answered.reason }
      if (answered.status !== status.ok) {
        const reason = `smpp_${hex(answered.status)}`
        if (answered.status === status.throttled) pace.hold(timing.throttledMs)
        if (index > 0) return partly(reason)
        return { outcome: 'rejected', reason, tryAgain: notNow.includes(answered.status) }
      }
    }
    const providerId = answered?.end === 'answered' ? answered.messageId : null
    return { outcome: 'accepted', providerId, segments: bodies.length }
  }

  return {
    async send(message) {
      const now = clock.now()
      if (message.expiresAt <= now) return { outcome: 'rejected', reason: 'expired', tryAgain: false }
      reference = (reference + 1) & 0xff
      const made = bodiesOf(message, settings, reference, now)
      if (typeof made === 'string') return { outcome: 'rejected', reason: made, tryAgain: false }
      const reason = await line()
      if (reason !== null) return { outcome: 'rejected', reason, tryAgain: true }
      return submit(message.idempotencyKey, made)
    },
    open() {
      void line()
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await opening
      const ending = session
      session = null
      await ending?.unbind()
    },
  }
}

/** Some parts of a long text were taken: it is not sent again, or people would get those twice. */
function partly(reason: string): SmsOutcome {
  return { outcome: 'unknown', reason }
}

function bodiesOf(
  message: SmsMessage,
  settings: SmppSettings,
  reference: number,
  now: Date,
): Buffer[] | 'number_has_no_such_form' | 'text_too_long' {
  const digits = numberInForm(message.to, settings.numberFormat)
  if (digits === null) return 'number_has_no_such_form'
  const parts =
    settings.longTexts === 'payload' && message.text.length > 70
      ? [{ esmClass: 0, octets: bigEndian(message.text), asPayload: true }]
      : textParts(message.text, reference)
  if (parts === null) return 'text_too_long'
  return parts.map((part, index) =>
    submitBody({
      source: sourceOf(message.sender ?? settings.sender),
      // International is type 1; of national numbers with their 0 only the centre knows what they are. Plan 1 is E.164.
      destination: { ton: settings.numberFormat === 'digits' ? 1 : 0, npi: 1, digits },
      esmClass: part.esmClass,
      validityPeriod: validityOf(message.expiresAt, now),
      // One receipt for one text: its last part, whose id is the one that is kept.
      receiptWanted: index === parts.length - 1,
      dataCoding: ucs2,
      text: part.octets,
      asPayload: 'asPayload' in part,
    }),
  )
}

/** A number, or a name of at most eleven letters (3GPP TS 23.040 §9.1.2.5). */
function sourceOf(sender: string): Address {
  if (sender === '') return { ton: 0, npi: 0, digits: '' }
  if (sender.startsWith('+')) return { ton: 1, npi: 1, digits: sender.slice(1) }
  if (digitsOnly.test(sender)) return { ton: 0, npi: 1, digits: sender }
  return { ton: 5, npi: 0, digits: sender.slice(0, 11) }
}

/** §7.1.1.2, relative to the centre's own clock: `YYMMDDhhmmsstnnR`. Rounded down: a text that comes after its code has died helps no one. */
function validityOf(expiresAt: Date, now: Date): string {
  const seconds = Math.max(1, Math.floor((expiresAt.getTime() - now.getTime()) / 1000))
  const two = (number: number) => String(number).padStart(2, '0')
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24]
  return `0000${two(Math.min(days, 30))}${two(hours)}${two(Math.floor(seconds / 60) % 60)}${two(seconds % 60)}000R`
}

/** Connects, binds, and leaves again, for `musubi doctor`. Null: it would take texts. */
export async function trySmpp(settings: SmppSettings): Promise<string | null> {
  const opened = await openSession(settings, usual, {
    receipt: () => Promise.reject(new Error('only looked at')),
    closed: () => undefined,
  })
  if ('reason' in opened) return opened.reason
  await opened.session.unbind()
  return null
}
