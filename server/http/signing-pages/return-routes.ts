import type { FastifyInstance } from 'fastify'
import { resultClaims, signingNow } from '#domain/return-result.ts'
import { type ReturnError, type Team, wayBackFor } from '#domain/team.ts'
import type { UrlStatus } from '#domain/url-status.ts'
import { signedResult } from '../common/signed-result.ts'
import type { SigningNeeds } from './needs.ts'
import { seeOther } from './page.ts'
import { type MessageAnswer, statusAnswers } from './refusals.ts'
import { idsOf, readCaller, type SigningRequest } from './visitor.ts'

/**
 * Where 次へ leads. A result that is signed holds for minutes, so it is made when the button is pressed, at an address of ours
 * that leads on; without one the button is the return URL itself. Null: there is no way back.
 */
export function wayBack(
  team: Team,
  base: string | null,
  ids: { documentId: string; participantId: string; byLink: boolean; state: string },
  error?: ReturnError,
): string | null {
  const direct = wayBackFor(team, ids, error)
  return direct !== null && base !== null && team.returnResult ? `${base}/return` : direct
}

/** The way back with its result, by where the URL stands now and nothing that its bearer says. */
export function returnRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/return', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs, team, urlStatus, base } = caller
    const told = outcomeOf(urlStatus)
    if (told === null) return seeOther(reply, base)
    const now = needs.clock.now()
    const ids = idsOf(caller)
    const secrets = team.returnResult ? await needs.database.read.returnSecretsOf(team.id) : []
    const secret = signingNow(secrets, now)
    const { error } = told
    const said = {
      issuer: needs.publicUrl,
      teamId: team.id,
      ...ids,
      outcome: error ?? ('consented' as const),
      test: caller.document.test,
    }
    const result = secret === null ? null : signedResult(secret, resultClaims(said, needs.random.id(), now))
    return seeOther(reply, wayBackFor(team, ids, error, result) ?? base)
  })
}

/** Null: nothing has ended yet, or it is another person's by now. */
function outcomeOf(status: UrlStatus): { error: ReturnError | undefined } | null {
  if (status === 'open' || status === 'newer_mail' || status === 'transferred') return null
  const { returnError }: MessageAnswer = statusAnswers[status]
  return { error: returnError }
}
