import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Team } from '#domain/team.ts'
import type { Api } from './call.ts'
import { CallRefused } from './call-refused.ts'

type Needs = Pick<Api, 'ports' | 'options'>

/** What a page may read of an answer besides its body. */
const exposed = 'Allow, Retry-After, Content-Disposition, X-Request-Id, X-Musubi-Notice'

/**
 * What a page may ask for, on every path: a method that the path does not know is told by the call itself, in words.
 * `Idempotency-Key` is ours. The answer may be kept for two hours (no browser keeps it longer): it grants nothing, every
 * call is judged again.
 */
const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '7200',
}

/** Lets pages of the calling team's registered origins, and of our own, read the answer, errors included. */
export function admitOrigin(needs: Needs, team: Team, request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin !== undefined && isOfTeam(needs, team, origin)) share(reply, origin)
}

/** Refuses calls from pages of any other origin. */
export function refuseOtherOrigins(needs: Needs, team: Team, request: FastifyRequest): void {
  const { origin } = request.headers
  if (origin !== undefined && !isOfTeam(needs, team, origin)) {
    throw new CallRefused({ code: 'origin_not_registered' })
  }
}

/** While the caller is unknown, an origin that any team registered may read why: a page must know that its token ended. */
export async function admitKnownOrigin(
  needs: Needs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { origin } = request.headers
  if (origin !== undefined && (await isKnown(needs, origin))) share(reply, origin)
}

/**
 * Answers a browser that asks before it calls; null when the request is no such question. It carries no token, so any
 * team's origin will do; the call decides.
 */
export async function preflightAnswer(
  needs: Needs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | null> {
  const { origin } = request.headers
  if (request.method !== 'OPTIONS' || origin === undefined) return null
  if (!(await isKnown(needs, origin))) throw new CallRefused({ code: 'origin_not_registered' })
  share(reply, origin)
  return reply.code(204).headers(preflightHeaders).send()
}

function isOfTeam({ options }: Needs, team: Team, origin: string): boolean {
  return origin === options.publicUrl || team.corsOrigins.includes(origin)
}

async function isKnown({ ports, options }: Needs, origin: string): Promise<boolean> {
  return origin === options.publicUrl || ports.database.read.originIsRegistered(origin)
}

/** Never `*` and never with credentials: the token in the header is what authorizes, no cookie of ours is read here. */
function share(reply: FastifyReply, origin: string): void {
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed })
}
