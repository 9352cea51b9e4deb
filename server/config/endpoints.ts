import type { Reader } from './environment.ts'
import { isLoopback } from './network.ts'
import type { Variable } from './variables.ts'

/** Another address than the service's own: a proxy, a private endpoint, or a recording in tests. */
export function readEndpoint(read: Reader, name: Variable, production: boolean): string | null {
  const endpoint = read.text(name)
  if (endpoint === null) return null
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    read.problem(`${name} is no address such as https://proxy.example.jp.`)
  } else if (production) refusePlain(read, name, endpoint)
  return endpoint
}

/** Numbers, codes and passwords travel there: in production the line is encrypted, or leads to this machine. */
export function refusePlain(read: Reader, name: Variable, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !['http:', 'smpp:'].includes(url.protocol) || isLoopback(url.hostname)) return
  const scheme = url.protocol.slice(0, -1)
  read.problem(
    `${name} leads to ${url.hostname} without encryption; use ${scheme}s, or a TLS proxy on this machine (${scheme}://127.0.0.1:…).`,
  )
}
