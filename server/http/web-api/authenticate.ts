import type { FastifyRequest } from 'fastify'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import type { ApiCaller, Origin } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { originOf } from '../origin.ts'
import type { Api } from './call.ts'
import { CallRefused } from './refusals.ts'

export type Authenticated = { caller: ApiCaller; document: Document | null; origin: Origin; now: Date }

/** No id of ours looks otherwise; anything else need not reach the database. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/

/** The first checks of every call, in the contract's order: header, token, rate, member, Web API switched on, origin. */
export async function authenticate(
  { ports, allowance }: Pick<Api, 'ports' | 'allowance'>,
  request: FastifyRequest,
  documentId: string | undefined,
): Promise<Authenticated> {
  const now = ports.clock.now()
  const tokenHash = ports.secrets.keyedHash('access-token', bearerToken(request.headers.authorization))
  const knownId = documentId !== undefined && idPattern.test(documentId) ? documentId : null
  const found = await ports.database.read.apiCall(tokenHash, knownId, now)
  if (found === null) throw new CallRefused({ code: 'token_not_alive' })
  const { caller, document } = found
  await allowance?.(caller.clientId, now)
  if (caller.member.disabled) throw new Refused(refusal('member_disabled'))
  if (!caller.team.webApiEnabled) throw new CallRefused({ code: 'web_api_off' })
  // Browsers may call from origins that the team registered; no team can register one yet.
  if (request.headers.origin !== undefined) throw new CallRefused({ code: 'origin_not_registered' })
  const actor = { kind: 'member', memberId: caller.member.id, via: 'web_api' } as const
  return { caller, document, origin: originOf(request, actor), now }
}

function bearerToken(header: string | undefined): string {
  const token = /^bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1]
  if (token === undefined) throw new CallRefused({ code: 'authorization_missing' })
  return token
}
