import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'

export type RequestObjection = 'host' | 'host_foreign' | 'path' | 'cookie'

/**
 * What is wrong with a request before anybody asks what it wants: two `Host` headers or none (RFC 9112 §3.2), a host that
 * is not ours, a path or a cookie of ours that is no text. An absolute target is turned into what it names (§3.2.2): path,
 * query, and a host that outranks the header.
 */
export function requestObjection(
  raw: IncomingMessage,
  isOurs: ((hostname: string) => boolean) | null,
): RequestObjection | null {
  if (!hasOneHost(raw) || !takeAbsoluteTarget(raw)) return 'host'
  const { host, cookie } = raw.headers
  if (host !== undefined) {
    if (!hostForm.test(host)) return 'host'
    if (isOurs !== null && !isOurs(hostnameOf(host))) return 'host_foreign'
  }
  const url = raw.url ?? ''
  const query = url.indexOf('?')
  if (!isWholeText(query === -1 ? url : url.slice(0, query)) || !url.startsWith('/')) return 'path'
  if (cookie !== undefined && !areCookiesWhole(cookie)) return 'cookie'
  return null
}

/** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
const hostForm = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%!$&'()*+,;=-]+)(?::[0-9]*)?$/

function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0')
}

/** `GET http://host/path`: what a proxy would be asked. False where it names no host. */
function takeAbsoluteTarget(raw: IncomingMessage): boolean {
  if (raw.url?.startsWith('/') !== false) return true
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(raw.url) ?? []
  if (authority === undefined) return true
  if (authority === '') return false
  raw.headers.host = authority
  raw.url = rest.startsWith('/') ? rest : `/${rest}`
  return true
}

function hostnameOf(host: string): string {
  return host
    .replace(/:[0-9]*$/, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** Percent-decoded it is UTF-8 without U+0000. */
function isWholeText(text: string): boolean {
  if (/[\x80-\xff]/.test(text) && !isUtf8(Buffer.from(text, 'latin1'))) return false
  if (!text.includes('%')) return true
  try {
    return !decodeURIComponent(text).includes('\0')
  } catch {
    return false
  }
}

/** No cookie of ours ever holds anything else; those of others on our host must at least be UTF-8. */
function areCookiesWhole(header: string): boolean {
  if (/[\x80-\xff]/.test(header) && !isUtf8(Buffer.from(header, 'latin1'))) return false
  if (!header.includes('%')) return true
  return header
    .split(';')
    .map((pair) => pair.trim())
    .every((pair) => !/^(?:__Host-)?musubi/.test(pair) || isWholeText(pair))
}

/** The hosts under which an evaluation server may be asked: a name of a stranger's that leads here is DNS rebinding. */
export function evaluationHosts(names: string[]): (hostname: string) => boolean {
  const ours = new Set(names.map((name) => name.toLowerCase()))
  return (hostname) =>
    ours.has(hostname) ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$/.test(hostname)
}
