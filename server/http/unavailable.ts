import type { FastifyReply } from 'fastify'
import { DatabaseAway, DatabaseSlow, MachineBusy } from '#server/usecases/refused.ts'

/** How long a client that was told to wait should wait, in seconds: as long as a fail-over of a second or two and its echo. */
const retryAfterSeconds = 5

/**
 * The database is away or slow, or the machine had no time for a file: nobody's mistake, and the same request may succeed
 * later, so it is 503 with `Retry-After` at every door and never 500. That the database is away is told in the log once,
 * by its own watch.
 */
export function willPass(error: unknown): boolean {
  return [DatabaseAway, DatabaseSlow, MachineBusy].some((passing) => error instanceof passing)
}

/** Sets status and header; the door adds its own words. */
export function unavailable(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', String(retryAfterSeconds)).header('cache-control', 'no-store')
}
