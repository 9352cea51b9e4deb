import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '#server/usecases/refused.ts'
import { arriveAtSigningUrl } from '#server/usecases/signing/arrive-at-signing-url.ts'
import { acceptForms } from '../form-body.ts'
import { codeRoutes } from './code-routes.ts'
import { copyRoutes } from './copy-routes.ts'
import { endingRoutes } from './ending-routes.ts'
import { sendMessage } from './message.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf } from './page.ts'
import { phoneRoutes } from './phone-routes.ts'
import { answers, type MessageAnswer } from './refusals.ts'
import { reviewRoutes } from './review-routes.ts'
import { termsRoutes } from './terms-routes.ts'
import { type SigningRequest, tokenOf } from './visitor.ts'

/** The recipient's pages, below `/s/<token>`. */
export function signingPages(needs: SigningNeeds): FastifyPluginAsync {
  return async (server: FastifyInstance) => {
    await server.register(cookie)
    acceptForms(server)
    phoneRoutes(server, needs)
    codeRoutes(server, needs)
    reviewRoutes(server, needs)
    endingRoutes(server, needs)
    copyRoutes(server, needs)
    termsRoutes(server, needs)
    server.setErrorHandler((error, request, reply) =>
      answerError(needs, error, request as SigningRequest, reply),
    )
  }
}

/** Expected refusals get their page; anything else is our fault and says only that. */
async function answerError(
  needs: SigningNeeds,
  error: unknown,
  request: SigningRequest,
  reply: FastifyReply,
) {
  const refused = error instanceof Refused ? error.refusal : null
  if (refused === null)
    request.log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'a signing page failed')
  const answer: MessageAnswer = answers[refused?.code ?? 'operator_certificate_expired']
  if (request.headers.accept === 'application/json') {
    return reply.status(answer.status).header('cache-control', 'no-store').send({ state: answer.state })
  }
  const about = await whoAsks(needs, request)
  const minutes = Number(refused?.detail?.minutes ?? 0)
  const retryAt = minutes > 0 ? new Date(needs.clock.now().getTime() + minutes * 60_000) : null
  return sendMessage(needs, request, reply, answer, { ...about, retryAt })
}

/** As much of the page's frame as this URL may know. */
async function whoAsks(needs: SigningNeeds, request: FastifyRequest) {
  try {
    const token = tokenOf(request as SigningRequest)
    const { team, sender, url } = await arriveAtSigningUrl(needs, token)
    const base = `/s/${token}`
    const chrome = chromeOf(needs, request, { base, sender, team, authenticated: false })
    return { chrome, team, base, ids: { documentId: url.documentId, participantId: url.participantId } }
  } catch {
    const chrome = chromeOf(needs, request, {
      base: request.url,
      sender: null,
      team: null,
      authenticated: false,
    })
    return { chrome, team: null, base: null, ids: null }
  }
}
