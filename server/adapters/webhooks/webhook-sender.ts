import { createHmac } from 'node:crypto'
import type { TryAnswer } from '#domain/webhook-try.ts'
import { tryMilliseconds } from '#domain/webhook-try.ts'
import type { WebhookMessage, WebhookSender } from '#server/usecases/webhook-ports.ts'
import { type Exchange, exchange } from '../http/http-exchange.ts'
import { publicInternet } from '../http/public-internet.ts'

export type WebhookSenderOptions = {
  /** Hosts that may be private and plain, as URLs write them: names in lower case, addresses, IPv6 in brackets. */
  allowedHosts: string[]
  sourceAddresses: string[]
  production: boolean
  version: string
  /** Of a test: other name servers, less patience. */
  nameServers?: string[]
  milliseconds?: number
}

/** As much of an answer as the delivery log keeps. */
const keptBytes = 2_048

/**
 * Posts webhooks with node's own client: one connection for each try, no redirect, no proxy, and only to the public
 * internet (`public-internet.ts`) where the operator has named no other host.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { allowedHosts, version, production, sourceAddresses, milliseconds = tryMilliseconds } = options
  const { leadsInside, lookup } = publicInternet(options.nameServers)
  const allows = (url: URL) => allowedHosts.includes(url.hostname)

  return {
    allows,
    leadsInside,
    production,
    sourceAddresses,
    async send({ url: address, body, signed }: WebhookMessage) {
      const url = new URL(address)
      const free = allows(url)
      if (!free && leadsInside(url)) return failed('address_forbidden')
      const headers = {
        'content-type': 'application/json',
        'user-agent':
          signed === null ? `Musubi/${version} (compatible; CloudSignWebHook)` : `Musubi/${version}`,
        'content-length': String(Buffer.byteLength(body)),
        ...(signed === null ? {} : signature(signed, body)),
      }
      const exchanged = await exchange({ method: 'POST', url, headers, body }, milliseconds, {
        answerBytes: keptBytes,
        ...(free ? {} : { lookup }),
      })
      return answerOf(exchanged)
    },
  }
}

/** standardwebhooks.com, "Webhook headers": HMAC-SHA256 over id, seconds and body, one signature for each secret. */
function signature({ id, at, secrets }: NonNullable<WebhookMessage['signed']>, body: string) {
  const seconds = Math.floor(at.getTime() / 1000)
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
}

function answerOf(exchanged: Exchange): { answer: TryAnswer; body: string } {
  if (exchanged.end !== 'answered') return failed(exchanged.reason)
  const { status, retryAfter, body } = exchanged
  return { answer: { status, retryAfter }, body: body ?? '' }
}

function failed(failure: Extract<TryAnswer, { failure: unknown }>['failure']) {
  return { answer: { failure }, body: '' }
}
