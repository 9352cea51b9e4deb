import { smsSegments } from '#domain/sms-segments.ts'
import type { SmsGateway, SmsOutcome } from '../../usecases/delivery-ports.ts'
import type { Clock } from '../../usecases/ports.ts'
import { type Exchange, exchange } from '../http/http-exchange.ts'
import { numberInForm } from './number-form.ts'

/** `user`, `password`: the account and its token, or an API key and its secret. `from`: a number, a name, or a messaging service (`MG…`). */
export type TwilioAccount = {
  account: string
  user: string
  password: string
  from: string
  endpoint: string
}

const timeoutMs = 10_000
/** Seconds; `ValidityPeriod` of the Messages API. */
const longestValidity = 36_000

/**
 * Codes of Twilio's error dictionary after which the same message may be taken later: too many requests (20429), the service is away
 * (20503), the sender's queue is full (21611), the rate limit of the sender (14107), as many calls as the account may have at once
 * (10004).
 */
const notNow = [20429, 20503, 21611, 14107, 10004]

/**
 * Twilio's Messages API (`POST /2010-04-01/Accounts/{Sid}/Messages.json`). It refuses a text whose callback leads to nowhere, so none
 * is asked for where this server is known by a name of this machine alone.
 */
export function createTwilioGateway(account: TwilioAccount, clock: Clock): SmsGateway {
  const path = `/2010-04-01/Accounts/${encodeURIComponent(account.account)}/Messages.json`
  const url = new URL(path, account.endpoint)
  const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`
  const service = account.from.startsWith('MG')
  return {
    async send(message) {
      const seconds = Math.floor((message.expiresAt.getTime() - clock.now().getTime()) / 1000)
      if (seconds < 1) return { outcome: 'rejected', reason: 'expired', tryAgain: false }
      const to = numberInForm(message.to, 'e164')
      if (to === null) return { outcome: 'rejected', reason: 'number_has_no_such_form', tryAgain: false }
      const form = new URLSearchParams({
        To: to,
        [service ? 'MessagingServiceSid' : 'From']: account.from,
        Body: message.text,
        ValidityPeriod: String(Math.min(seconds, longestValidity)),
        ...(mayCallBack(message.receiptUrl, url) ? { StatusCallback: message.receiptUrl } : {}),
      })
      const headers = {
        accept: 'application/json',
        authorization,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'user-agent': 'musubi',
      }
      const asked = { method: 'POST' as const, url, headers, body: form.toString() }
      return judgeTwilio(await exchange(asked, timeoutMs), smsSegments(message.text))
    },
  }
}

/** Is there an address of ours that Twilio can reach? */
export function mayCallBack(receiptUrl: string | undefined, twilio: URL): receiptUrl is string {
  if (receiptUrl === undefined) return false
  const { hostname } = new URL(receiptUrl)
  return !/^(localhost|127\..*|\[::1\])$/.test(hostname) || hostname === twilio.hostname
}

/** What an answer of its APIs means. */
export function judgeTwilio(exchanged: Exchange, segments: number): SmsOutcome {
  if (exchanged.end === 'not_written')
    return { outcome: 'rejected', reason: exchanged.reason, tryAgain: true }
  if (exchanged.end === 'lost') return { outcome: 'unknown', reason: exchanged.reason }
  const { status } = exchanged
  const { sid, code } = membersOf(exchanged.body)
  if (status >= 200 && status < 300) {
    // Taken, whatever came of the rest of the answer.
    return { outcome: 'accepted', providerId: typeof sid === 'string' ? sid : null, segments }
  }
  const known = typeof code === 'number' && Number.isInteger(code) ? code : null
  const reason = known === null ? `http_${status}` : `twilio_${known}`
  if (status === 429 || status === 503 || (known !== null && notNow.includes(known)))
    return { outcome: 'rejected', reason, tryAgain: true }
  if (status >= 500) return { outcome: 'unknown', reason }
  return { outcome: 'rejected', reason, tryAgain: false }
}

function membersOf(body: string | null): { sid?: unknown; code?: unknown } {
  try {
    const value: unknown = JSON.parse(body ?? '')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
