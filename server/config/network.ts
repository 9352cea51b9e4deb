import { isIP } from 'node:net'
import type { Reader } from './environment.ts'

/** The origin under which people reach the server. */
export function readPublicUrl(read: Reader, production: boolean, host: string, port: number): string {
  const given = production
    ? read.required('PUBLIC_URL', 'the https address under which people reach this server')
    : read.text('PUBLIC_URL')
  const shownHost =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  if (given === null || given === '') return `http://${shownHost}:${port}`
  const url = URL.canParse(given) ? new URL(given) : null
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    read.problem('PUBLIC_URL is not an address without a path, such as https://sign.example.jp.')
  } else if (production && url.protocol !== 'https:') {
    read.problem('PUBLIC_URL does not begin with https://; production needs it for the session cookies.')
  }
  return url?.origin ?? given
}

/** Proxies whose X-Forwarded-For is believed. */
export function readProxies(read: Reader): string[] {
  const names = (read.text('TRUSTED_PROXIES') ?? '').split(',').map((each) => each.trim())
  const proxies = names.filter((each) => each !== '')
  const wrong = proxies.find((each) => !isNetwork(each))
  if (wrong !== undefined) {
    read.problem(`TRUSTED_PROXIES names ${wrong}, which is no address or network such as 10.0.0.0/8.`)
  }
  return proxies
}

export type WebhookConfig = {
  /** Hosts that webhooks may reach although they are private, and without encryption. */
  allowedHosts: string[]
  /** Addresses that our requests come from, as the page of webhooks tells them. */
  sourceAddresses: string[]
}

/** An evaluation's receiver usually runs on the same computer. */
const evaluationReceivers = ['localhost', '127.0.0.1', '[::1]']

/** Where webhooks may go besides the public internet, and from where they come. */
export function readWebhooks(read: Reader, production: boolean): WebhookConfig {
  const list = (name: 'WEBHOOK_ALLOWED_HOSTS' | 'WEBHOOK_SOURCE_ADDRESSES') =>
    (read.text(name) ?? '')
      .split(',')
      .flatMap((each) => (each.trim() === '' ? [] : [each.trim().toLowerCase()]))
  const allowedHosts = list('WEBHOOK_ALLOWED_HOSTS')
  // Hosts are compared as a whole, so a pattern would name nothing.
  const pattern = allowedHosts.find((each) => /\*|^\.|\.\./.test(each))
  if (pattern !== undefined) {
    read.problem(
      `WEBHOOK_ALLOWED_HOSTS names ${pattern}, but patterns match nothing there; name each host in full, such as hooks.internal.`,
    )
  }
  // As an address would write it: `[::1]`, no port, no path.
  const wrong = allowedHosts.find(
    (each) =>
      each !== pattern && (!URL.canParse(`http://${each}/`) || new URL(`http://${each}/`).hostname !== each),
  )
  if (wrong !== undefined) {
    read.problem(
      `WEBHOOK_ALLOWED_HOSTS names ${wrong}, which is no host name such as hooks.internal, without a port.`,
    )
  }
  const sourceAddresses = list('WEBHOOK_SOURCE_ADDRESSES')
  const unreadable = sourceAddresses.find((each) => !isNetwork(each))
  if (unreadable !== undefined) {
    read.problem(
      `WEBHOOK_SOURCE_ADDRESSES names ${unreadable}, which is no address such as 203.0.113.7 or network such as 203.0.113.0/24.`,
    )
  }
  return {
    allowedHosts: production ? allowedHosts : [...evaluationReceivers, ...allowedHosts],
    sourceAddresses,
  }
}

/** An address, or a network by an address and the length of its prefix (RFC 4632 §3.1, RFC 4291 §2.3). */
function isNetwork(text: string): boolean {
  const [, address = '', length = '0'] = /^([^/%]+)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128)
}

/** Names, without a port, under which an evaluation server answers besides `localhost` and its PUBLIC_URL. */
export function readHosts(read: Reader): string[] {
  const names = (read.text('ALLOWED_HOSTS') ?? '').split(',').map((each) => each.trim().toLowerCase())
  const hosts = names.filter((each) => each !== '')
  const wrong = hosts.find((each) => !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(each))
  if (wrong !== undefined) {
    read.problem(`ALLOWED_HOSTS names ${wrong}, which is no host name such as sign.test, without a port.`)
  }
  return hosts
}

/** Whom `/.well-known/security.txt` names (RFC 9116 §2.5.3); null where the operator names nobody. */
export function readSecurityContact(read: Reader): string | null {
  const contact = read.text('SECURITY_CONTACT')
  if (contact === null) return null
  const isMail = /^mailto:[^\s@?]+@[^\s@?]+$/.test(contact)
  const isPage = /^https:\/\/\S+$/.test(contact) && URL.canParse(contact)
  if (isMail || isPage) return contact
  read.problem(
    'SECURITY_CONTACT is neither a mail address such as mailto:security@example.jp nor an https address.',
  )
  return null
}

/**
 * Where the measurements are read. `port`: a port of their own; `token`: on the port of everything else, for whoever names
 * it. Neither: they are not taken at all.
 */
export type MetricsConfig = { port: number | null; token: string | null }

/** Short tokens can be guessed by trying. */
const leastTokenLength = 16
/** What may follow `Bearer` (RFC 6750 §2.1, b64token). */
const tokenForm = /^[A-Za-z0-9\-._~+/]{1,510}={0,2}$/

export function readMetrics(read: Reader, port: number): MetricsConfig {
  const own = read.text('METRICS_PORT') === null ? null : read.integer('METRICS_PORT', 9464, 1, 65535)
  if (own !== null && own === port)
    read.problem('METRICS_PORT is the same as PORT; give the measurements another, or a METRICS_TOKEN.')
  const token = read.text('METRICS_TOKEN')
  if (token !== null && token.length < leastTokenLength)
    read.problem(`METRICS_TOKEN is shorter than ${leastTokenLength} characters.`)
  else if (token !== null && !tokenForm.test(token))
    read.problem(
      'METRICS_TOKEN is more than letters, digits and - . _ ~ + /, or longer than 512: no client could send it.',
    )
  return { port: own, token }
}

/** Nobody but this machine hears what goes there. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/.test(hostname)
}
