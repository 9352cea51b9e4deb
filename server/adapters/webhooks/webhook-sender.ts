import { createHmac } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import type { TryAnswer } from '#domain/webhook-try.ts'
import { tryMilliseconds } from '#domain/webhook-try.ts'
import type { WebhookMessage, WebhookSender } from '#server/usecases/webhook-ports.ts'
import { AddressForbidden, type Exchange, exchange, NameNotResolved } from '../http/http-exchange.ts'
import { isPublicAddress } from './public-address.ts'

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
 * Posts webhooks with node's own client: one connection for each try, no redirect, no proxy. A name is resolved once,
 * every address that it has must be a public one, and the connection goes to these addresses only, so a name that
 * changes its address in between (DNS rebinding) changes nothing. Names are asked of the name servers directly: what
 * the machine's own list of hosts says is private, and the system's resolver would hold a thread for each name that
 * does not answer.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { allowedHosts, version, production, sourceAddresses, milliseconds = tryMilliseconds } = options
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (options.nameServers !== undefined) resolver.setServers(options.nameServers)
  const allows = (url: URL) => allowedHosts.includes(url.hostname)

  // An address in the place of a name is never looked up.
  const leadsInside = ({ hostname }: URL) => {
    const literal = hostname.replace(/^\[|\]$/g, '')
    return isIP(literal) !== 0 && !isPublicAddress(literal)
  }

  async function publicAddresses(hostname: string): Promise<{ address: string; family: 4 | 6 }[]> {
    const [four, six] = await Promise.all([
      resolver.resolve4(hostname).catch(() => []),
      resolver.resolve6(hostname).catch(() => []),
    ])
    if (four.length + six.length === 0) throw new NameNotResolved(hostname)
    // One that is not public means that somebody tries something; the others are no better.
    if (![...four, ...six].every(isPublicAddress)) throw new AddressForbidden(hostname)
    return [
      ...four.map((address) => ({ address, family: 4 as const })),
      ...six.map((address) => ({ address, family: 6 as const })),
    ]
  }

  const lookup: LookupFunction = (hostname, { all }, callback) => {
    publicAddresses(hostname).then(
      (found) => {
        const [first] = found
        if (all === true) callback(null, found)
        else callback(null, first?.address ?? '', first?.family)
      },
      (error: Error) => callback(error, ''),
    )
  }

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
