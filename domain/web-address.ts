import { isInvisible } from './invisible-text.ts'

/** Names that lead to this very computer, where http is as good as https. */
const loopback = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/

/** As URLs write hosts: a name in its ASCII form, an IPv4 address, or an IPv6 address in brackets. */
const plainHost = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/

/**
 * An http or https address, read as browsers read it (WHATWG URL); null when it is none, when it carries a user name, or
 * when browsers would have to guess (`https:example.jp`, backslashes, spaces, a host with other marks), or when it holds
 * what nobody sees: people compare addresses by eye.
 */
export function webAddressOf(text: string): URL | null {
  if ([...text].some(isInvisible)) return null
  if (!/^https?:\/\/[^/\\\s]/i.test(text) || /[\\\s]/.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return plainHost.test(url.hostname) && url.username === '' && url.password === '' ? url : null
}

/** Is what is sent there safe on its way: https, or http that never leaves this computer. */
export function isSafeOnItsWay(url: URL): boolean {
  return url.protocol === 'https:' || loopback.test(url.hostname)
}

/**
 * An origin exactly as browsers write it: https (http on this very computer only), a name in lower case or an address,
 * no usual port, no path. A name with other letters must come in its ASCII form.
 */
export function isWebOrigin(text: string): boolean {
  const url = text.length > 255 ? null : webAddressOf(text)
  return url !== null && url.origin === text && isSafeOnItsWay(url)
}
