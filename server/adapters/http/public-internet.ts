import { Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { AddressForbidden, NameNotResolved } from './http-exchange.ts'
import { isPublicAddress } from './public-address.ts'

/**
 * Keeps requests in the public internet. A name is resolved once, every address that it has must be a public one, and the
 * connection goes to these addresses only, so a name that changes its address in between (DNS rebinding) changes nothing.
 * Names are asked of the name servers directly: what the machine's own list of hosts says is private, and the system's
 * resolver would hold a thread for each name that does not answer. `nameServers`: others, in tests.
 */
export function publicInternet(nameServers?: string[]): {
  leadsInside: (url: URL) => boolean
  lookup: LookupFunction
} {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (nameServers !== undefined) resolver.setServers(nameServers)

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

  return {
    // An address in the place of a name is never looked up.
    leadsInside({ hostname }) {
      const literal = hostname.replace(/^\[|\]$/g, '')
      return isIP(literal) !== 0 && !isPublicAddress(literal)
    },
    lookup(hostname, { all }, callback) {
      publicAddresses(hostname).then(
        (found) => {
          const [first] = found
          if (all === true) callback(null, found)
          else callback(null, first?.address ?? '', first?.family)
        },
        (error: Error) => callback(error, ''),
      )
    },
  }
}
