/**
 * Imported first by the child: node's permission model knows no network (24.21), so its ways out are closed here for
 * what runs as JavaScript. Where the system allows it, the kernel closes them as well (`confinement.ts`).
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

function refuse(): never {
  throw Object.assign(new Error('this process has no network'), { code: 'ERR_ACCESS_DENIED' })
}

function close(target: object, names: string[]): void {
  for (const name of names) {
    if (name in target)
      Object.defineProperty(target, name, { value: refuse, writable: false, configurable: false })
  }
}

close(net.Socket.prototype, ['connect'])
close(net.Server.prototype, ['listen', '_listen2'])
close(dgram.Socket.prototype, ['bind', 'connect', 'send', 'sendto'])
close(dgram, ['createSocket'])
const lookups = Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name))
close(dns, lookups)
close(dns.promises, lookups)
close(dns.Resolver.prototype, lookups)
close(dns.promises.Resolver.prototype, lookups)
syncBuiltinESMExports()
