import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net'
import type { Networks } from '#server/usecases/access-ports.ts'

type Family = 'ipv4' | 'ipv6'
type Address = { address: string; family: Family }
type Lists = Record<Family, BlockList>

/** Lists that are kept built; a server has few teams, and a team's list changes seldom. */
const mostBuilt = 500

/** Networks as node's `BlockList` knows them. IPv4 written inside IPv6 (`::ffff:203.0.113.7`) is IPv4. */
export function createNetworks(): Networks {
  const built = new Map<string, Lists>()

  function listsOf(networks: string[]): Lists {
    const key = networks.join(' ')
    const known = built.get(key)
    if (known !== undefined) return known
    if (built.size >= mostBuilt) built.clear()
    const lists = buildLists(networks)
    built.set(key, lists)
    return lists
  }

  return {
    asKept(text) {
      const network = networkIn(text)
      if (network === null) return null
      const whole = network.prefix === (network.family === 'ipv4' ? 32 : 128)
      return whole ? network.address : `${network.address}/${network.prefix}`
    },
    contain(networks, text) {
      const found = text === null ? null : addressIn(text)
      return found !== null && listsOf(networks)[found.family].check(found.address, found.family)
    },
  }
}

/** One list for each family: in a common one `::/0` would hold every IPv4 address too. */
function buildLists(networks: string[]): Lists {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const text of networks) {
    const network = networkIn(text)
    if (network !== null) lists[network.family].addSubnet(network.address, network.prefix, network.family)
  }
  return lists
}

/** An address with a prefix length, or an address alone, which is a network of one. */
function networkIn(text: string): (Address & { prefix: number }) | null {
  const [, written = '', length] = /^([^/]+)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text) ?? []
  const found = addressIn(written)
  if (found === null) return null
  const bits = isIPv4(written) ? 32 : 128
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return null
  if (bits === 32 || found.family === 'ipv6') return { ...found, prefix }
  // A network around all of IPv4-in-IPv6 and more is no network of IPv4.
  return prefix < 96
    ? { address: written.toLowerCase(), family: 'ipv6', prefix }
    : { ...found, prefix: prefix - 96 }
}

function addressIn(text: string): Address | null {
  if (isIPv4(text)) return { address: text, family: 'ipv4' }
  // A zone (`fe80::1%eth0`) names an interface of one machine, no network.
  if (!isIPv6(text) || text.includes('%')) return null
  const { address } = new SocketAddress({ address: text, family: 'ipv6' })
  const inside = /^::ffff:([0-9.]+)$/.exec(address)?.[1]
  return inside === undefined ? { address, family: 'ipv6' } : { address: inside, family: 'ipv4' }
}
