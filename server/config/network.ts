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
  const wrong = proxies.find(
    (each) => isIP(each.split('/')[0] ?? '') === 0 || !/^[^/]+(\/[0-9]{1,3})?$/.test(each),
  )
  if (wrong !== undefined) {
    read.problem(`TRUSTED_PROXIES names ${wrong}, which is no address or network such as 10.0.0.0/8.`)
  }
  return proxies
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

/** Nobody but this machine hears what goes there. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/.test(hostname)
}
