import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { webApiObjection } from '#domain/team.ts'
import { callRefusalOf } from '#domain/team-event.ts'
import { tokenHash } from '#server/usecases/access/credential-hash.ts'
import { noteRefusedCall } from '#server/usecases/access/note-refused-call.ts'
import type { ApiCaller } from '#server/usecases/access-ports.ts'
import type { Origin } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { originOf, whereFrom } from '../common/origin.ts'
import type { Api } from './call.ts'
import { CallRefused } from './call-refused.ts'
import { admitKnownOrigin, admitOrigin, refuseOtherOrigins } from './cross-origin.ts'
import { noteClient } from './log-calls.ts'

export type Authenticated = { caller: ApiCaller; document: Document | null; origin: Origin; now: Date }

/** No id of ours looks otherwise; anything else need not reach the database. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/

/**
 * The first checks of every call, in the contract's order: header, token, member, Web API switched on, address, origin;
 * then the rate, so that whoever is turned away by these spends none of the token's calls.
 */
export async function authenticate(
  api: Pick<Api, 'ports' | 'options' | 'allowance'>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  documentId: string | undefined,
): Promise<Authenticated> {
  const now = api.ports.clock.now()
  const { caller, document } = await callerOf(api, request, documentId, now).catch(async (error) => {
    await admitKnownOrigin(api, request, reply)
    if (error instanceof CallRefused) await note(api, request, error.refusal.code, null)
    throw error
  })
  noteClient(request, { teamId: caller.team.id, clientId: caller.clientId })
  admitOrigin(api, caller.team, request, reply)
  const { networks } = api.ports
  const objection = caller.member.disabled
    ? refusal('member_disabled')
    : webApiObjection(caller.team, (allowed) => networks.contain(allowed, request.ip))
  if (objection !== null) {
    await note(api, request, objection.code, caller)
    throw new Refused(objection)
  }
  refuseOtherOrigins(api, caller.team, request)
  await api.allowance?.(caller, now)
  const actor = { kind: 'member', memberId: caller.member.id, via: 'web_api' } as const
  return { caller, document, origin: originOf(request, actor), now }
}

/** Who was turned away is recorded; a call without any token is nobody's try. */
async function note(
  { ports }: Pick<Api, 'ports'>,
  request: FastifyRequest,
  code: string,
  caller: ApiCaller | null,
): Promise<void> {
  const reason = callRefusalOf(code)
  if (reason === null) return
  const client = caller === null ? null : { clientId: caller.clientId, teamId: caller.team.id }
  await noteRefusedCall(ports, whereFrom(request), { reason, client })
}

async function callerOf(
  { ports }: Pick<Api, 'ports'>,
  request: FastifyRequest,
  documentId: string | undefined,
  now: Date,
): Promise<{ caller: ApiCaller; document: Document | null }> {
  const hash = tokenHash(ports.secrets, bearerToken(request.headers.authorization))
  const knownId = documentId !== undefined && idPattern.test(documentId) ? documentId : null
  const found = await ports.database.read.apiCall(hash, knownId, now)
  if (found === null) throw new CallRefused({ code: 'token_not_alive' })
  return found
}

export function bearerToken(header: string | undefined): string {
  const token = /^bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1]
  if (token === undefined) throw new CallRefused({ code: 'authorization_missing' })
  return token
}
