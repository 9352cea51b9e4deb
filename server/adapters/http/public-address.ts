import { createNetworks } from '../system/networks.ts'

/**
 * Networks that are not the public internet's (IANA's registries of special-purpose addresses, RFC 6890): this host,
 * private and shared ones, link-local, documentation, benchmarks, multicast, and what carries IPv4 inside IPv6.
 */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]
/** What is given out as global unicast (RFC 4291 §2.4); everything else is local or reserved. */
const global = ['2000::/3']
/** IPv4 behind a translator (RFC 6052): where it leads, its last 32 bits say. */
const translated = ['64:ff9b::/96']

const networks = createNetworks()

/** Whether a request may go to this address: it lies in the public internet, and in nobody's own network. */
export function isPublicAddress(address: string): boolean {
  if (networks.contain(special, address)) return false
  if (networks.contain(['0.0.0.0/0'], address)) return true
  if (networks.contain(translated, address)) return isPublicAddress(lastBits(address))
  return networks.contain(global, address)
}

/** The last 32 bits of an IPv6 address, as IPv4. */
function lastBits(address: string): string {
  // The URL parser writes every IPv6 address in one form, without dots.
  const [low = '0', high = '0'] = new URL(`http://[${address}]/`).hostname
    .slice(1, -1)
    .split(':')
    .toReversed()
  const bits = [high === '' ? 0 : Number.parseInt(high, 16), Number.parseInt(low === '' ? '0' : low, 16)]
  return bits.flatMap((each) => [each >> 8, each & 255]).join('.')
}
