import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Ports } from '#server/usecases/ports.ts'

type Noted = { client: { teamId: string; clientId: string } | null; error: string | null }

const noted = new WeakMap<FastifyRequest, Noted>()

/** Whose call it is, once that is known; of calls without a known client nothing is kept here. */
export function noteClient(request: FastifyRequest, client: { teamId: string; clientId: string }): void {
  const before = noted.get(request)
  if (before === undefined) noted.set(request, { client, error: null })
  else before.client = client
}

/** Why it was refused. */
export function noteError(request: FastifyRequest, error: string): void {
  const before = noted.get(request)
  if (before === undefined) noted.set(request, { client: null, error })
  else before.error = error
}

/** Every answered call of a known client is noted, under its path as it is bound. */
export function logCalls(
  server: FastifyInstance,
  { callLog, clock }: Pick<Ports, 'callLog' | 'clock'>,
): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { client, error = null } = noted.get(request) ?? {}
    if (client !== undefined && client !== null) {
      const milliseconds = reply.elapsedTime
      callLog.note({
        teamId: client.teamId,
        clientId: client.clientId,
        at: new Date(clock.now().getTime() - milliseconds),
        method: request.method,
        path: request.routeOptions.url ?? '',
        status: reply.statusCode,
        error,
        milliseconds,
        requestId: request.id,
      })
    }
    done()
  })
}
