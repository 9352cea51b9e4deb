import type { Client } from 'pg'

/** As much of the socket of pg's connection as is touched here. */
type Wire = { cork?(): void; uncork?(): void } | undefined

/**
 * Statements that are asked for in one go leave in one write: a system call less for each, and PostgreSQL wakes up
 * once. `nextTick` runs when the present chain of promises has come to rest.
 */
export function gatherWrites(client: Client): void {
  const stream: Wire = Reflect.get(client, 'connection')?.stream
  if (stream?.cork === undefined || stream.uncork === undefined) return
  // Its overloads are passed on as they come.
  const ask: (...given: unknown[]) => unknown = Reflect.get(client, 'query').bind(client)
  let gathering = false
  Reflect.set(client, 'query', (...given: unknown[]) => {
    if (!gathering) {
      gathering = true
      stream.cork?.()
      process.nextTick(() => {
        gathering = false
        stream.uncork?.()
      })
    }
    return ask(...given)
  })
}
