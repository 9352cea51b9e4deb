import type { SmsReceiptState } from '#domain/sms-message.ts'
import type { SmsEventReader, SmsNews } from '../../usecases/delivery-ports.ts'
import type { Clock } from '../../usecases/ports.ts'
import { exchange } from '../http/http-exchange.ts'
import { type Fetch, snsCertificates } from './sns-certificates.ts'
import { isSignedBy, membersOf, readSnsMessage, type SnsTopic } from './sns-message.ts'

/** SNS tries for an hour where nobody answers, and each try bears the time of the first. */
const longestAgeMs = 2 * 60 * 60 * 1000
const mostAheadMs = 15 * 60 * 1000

const timeoutMs = 10_000
const answerBytes = 32 * 1024

/**
 * Final events of AWS End User Messaging SMS ("Event types for SMS, MMS, and voice"). `TEXT_INVALID`: no such number;
 * `TEXT_PROTECT_BLOCKED`: a protect configuration of the account.
 */
const states = new Map<string, SmsReceiptState>([
  ['TEXT_DELIVERED', 'delivered'],
  ['TEXT_UNREACHABLE', 'undelivered'],
  ['TEXT_CARRIER_UNREACHABLE', 'undelivered'],
  ['TEXT_BLOCKED', 'undelivered'],
  ['TEXT_CARRIER_BLOCKED', 'rejected'],
  ['TEXT_SPAM', 'rejected'],
  ['TEXT_INVALID', 'rejected'],
  ['TEXT_INVALID_MESSAGE', 'rejected'],
  ['TEXT_PROTECT_BLOCKED', 'rejected'],
  ['TEXT_TTL_EXPIRED', 'expired'],
])

/**
 * These end nothing. `TEXT_SUCCESSFUL`: the carrier took it, which is no arrival. `TEXT_UNKNOWN` may pass, and is also what is said
 * after three days without news.
 */
const steps = ['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_SENT', 'TEXT_SUCCESSFUL', 'TEXT_UNKNOWN']

const usualFetch: Fetch = (url) =>
  exchange({ method: 'GET', url: new URL(url), headers: {}, body: null }, timeoutMs, { answerBytes })

/**
 * Reads what SNS posts about one topic: by its signature only, and not what is old. Confirms the topic's subscription.
 * `fetch`: how certificates and confirmations are asked for.
 */
export function createAwsEvents(topic: SnsTopic, clock: Clock, fetch = usualFetch): SmsEventReader {
  const certificates = snsCertificates(topic, clock, fetch)
  return async (body) => {
    const message = readSnsMessage(body, topic)
    if (message === 'unreadable') return { told: 'unreadable' }
    if (message === 'other_topic' || message === 'elsewhere') return { told: 'forged', reason: message }
    const age = clock.now().getTime() - message.at.getTime()
    if (age > longestAgeMs || age < -mostAheadMs) return { told: 'forged', reason: 'old' }
    const key = await certificates.key(message.certificateUrl)
    if (key === 'unavailable') return { told: 'unavailable' }
    if (key === 'none') return { told: 'forged', reason: 'certificate' }
    if (!isSignedBy(message, key)) return { told: 'forged', reason: 'signature' }
    if (message.type === 'Notification') return newsIn(message.message)
    if (message.type === 'UnsubscribeConfirmation') return { told: 'unsubscribed' }
    const answer = await fetch(message.subscribeUrl ?? '')
    const confirmed = answer.end === 'answered' && answer.status === 200
    return confirmed ? { told: 'subscribed' } : { told: 'not_subscribed' }
  }
}

function newsIn(json: string): SmsNews {
  const event = membersOf(json)
  const type = event?.get('eventType')
  const providerId = event?.get('messageId')
  if (typeof type !== 'string' || !/^[A-Z_]{1,40}$/.test(type)) return { told: 'other', type: 'none' }
  if (typeof providerId !== 'string' || !/^[\w-]{1,100}$/.test(providerId)) return { told: 'other', type }
  if (steps.includes(type)) return { told: 'step' }
  const state = states.get(type)
  if (state === undefined) return { told: 'other', type }
  // A topic may have events of others, and a failure on the way may pass.
  const isOurs = isOfMusubi(event?.get('context'))
  if (!isOurs || event?.get('isFinal') === false) return { told: 'step' }
  return { told: 'receipt', providerId, state, code: `aws_${type}` }
}

/** Each text is handed over with its id as `context`; where an event shows none it may be ours. */
function isOfMusubi(context: unknown): boolean {
  return typeof context !== 'object' || context === null || 'musubi' in context
}
