import { nameInSms } from './sms-name.ts'

/** An SMS on its way. Only forward; receipts may be late, doubled or contradictory. */
export type SmsState =
  | 'queued'
  | 'submitting'
  | 'submitted'
  | 'delivered'
  | 'undelivered'
  | 'expired'
  | 'rejected'
  | 'unknown'

/** What a receipt may say of an SMS that a gateway took. */
export type SmsReceiptState = Extract<SmsState, 'delivered' | 'undelivered' | 'expired' | 'rejected'>

/** Is it a state that a receipt may say? */
export function isReceiptState(word: string): word is SmsReceiptState {
  return ['delivered', 'undelivered', 'expired', 'rejected'].includes(word)
}

/** The SMS certainly did not arrive, so that another one may be asked for without waiting. */
export function didNotArrive(state: SmsState | null): state is Exclude<SmsReceiptState, 'delivered'> {
  return state === 'undelivered' || state === 'expired' || state === 'rejected'
}

/** One UCS-2 segment. */
const segmentUnits = 70

export type CodeText = {
  organization: string
  code: string
  lifeMinutes: number
  /** The signing pages' host for WebOTP's last line, or null where it cannot help (plain http is no secure origin). */
  host: string | null
  /** The framing site's host, when the page is shown in a frame. */
  topHost: string | null
}

/**
 * The text of a code: who asks, code, life, and WebOTP's last line (`@host #code`, WICG sms-one-time-codes). In one
 * segment: too long, the name is shortened, then the `@` line dropped.
 */
export function codeText(given: CodeText): string {
  // A name must not be able to write the last line.
  const parts = { ...given, organization: nameInSms(given.organization) }
  const origin = parts.host === null ? null : originLine(parts, parts.host)
  const whole = [...parts.organization].length
  for (const line of origin === null ? [null] : [origin, null]) {
    for (let length = whole; length >= Math.min(4, whole); length--) {
      const text = compose(shorten(parts.organization, length), parts, line)
      if (text.length <= segmentUnits) return text
    }
  }
  return compose(shorten(parts.organization, 4), parts, null)
}

function compose(name: string, { code, lifeMinutes }: CodeText, origin: string | null): string {
  const from = name === '' ? '' : `【${name}】`
  const body = `${from}認証コード ${code} (${lifeMinutes}分間有効)`
  return origin === null ? body : `${body}\n\n${origin}`
}

function originLine({ code, topHost }: CodeText, host: string): string {
  return topHost === null ? `@${host} #${code}` : `@${topHost} #${code} @${host}`
}

function shorten(name: string, characters: number): string {
  const letters = [...name]
  return letters.length <= characters ? name : `${letters.slice(0, Math.max(1, characters - 1)).join('')}…`
}
