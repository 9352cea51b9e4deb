import type { FastifyInstance } from 'fastify'
import type { Clock } from '#server/usecases/ports.ts'

/** Who finds a weakness, and where the answer lies. */
export type SecurityTxtNeeds = {
  /** `mailto:` or `https:`; null where the operator names nobody. */
  contact: string | null
  /** Origin under which people reach the server. */
  publicUrl: string
  clock: Clock
}

const day = 24 * 60 * 60 * 1000
/** RFC 9116 §2.5.5 recommends less than a year; every answer counts from its own time. */
const validDays = 364

/**
 * `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness of this installation. Without a contact there is no
 * such route, so that it is 404 like any other unknown address.
 */
export function securityTxtRoute(server: FastifyInstance, { contact, publicUrl, clock }: SecurityTxtNeeds) {
  if (contact === null) return
  const path = '/.well-known/security.txt'
  server.get(path, (_request, reply) => {
    const expires = new Date(clock.now().getTime() + validDays * day)
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${expires.toISOString().replace(/\.\d+Z$/, 'Z')}`,
      'Preferred-Languages: ja, en',
      // §2.5.2: only an https address may stand here; evaluation on http has none.
      ...(publicUrl.startsWith('https:') ? [`Canonical: ${publicUrl}${path}`] : []),
    ]
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`)
  })
}
