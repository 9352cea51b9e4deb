import type { Client } from 'pg'

/** As much of pg's own connection as is touched here. */
type Wire = { connection?: { stream?: { cork?(): void; uncork?(): void } } }

/**
 * Statements that are asked for in one go leave in one write: a system call less for each, and PostgreSQL wakes up
 * once. `nextTick` runs when the present chain of promises has come to rest.
 */
export function gatherWrites(client: Client): void {
  const stream = (client as unknown as Wire).connection?.stream
  if (stream?.cork === undefined || stream.uncork === undefined) return
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown
  let gathering = false
  client.query = ((...given: unknown[]) => {
    if (!gathering) {
      gathering = true
      stream.cork?.()
      process.nextTick(() => {
        gathering = false
        stream.uncork?.()
      })
    }
    return ask(...given)
  }) as typeof client.query
}
