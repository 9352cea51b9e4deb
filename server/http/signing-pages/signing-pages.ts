import cookie from '@fastify/cookie'
import type { FastifyError, FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '#server/usecases/refused.ts'
import { arriveAtSigningUrl } from '#server/usecases/signing/arrive-at-signing-url.ts'
import { loggedFailure } from '../failure.ts'
import { acceptForms } from '../form-body.ts'
import { setPageHeaders } from '../page-headers.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { codeRoutes } from './code-routes.ts'
import { rememberLanguage } from './cookies.ts'
import { copyRoutes } from './copy-routes.ts'
import { endingRoutes } from './ending-routes.ts'
import { sendMessage } from './message.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, isHttps } from './page.ts'
import { phoneRoutes } from './phone-routes.ts'
import { answers, fault, type MessageAnswer } from './refusals.ts'
import { reviewRoutes } from './review-routes.ts'
import { strayRoutes } from './stray-routes.ts'
import { termsRoutes } from './terms-routes.ts'
import { type SigningRequest, tokenOf } from './visitor.ts'

/** The recipient's pages, below `/s/<token>`. */
export function signingPages(needs: SigningNeeds): FastifyPluginAsync {
  return async (server: FastifyInstance) => {
    await server.register(cookie)
    server.removeAllContentTypeParsers()
    acceptForms(server)
    // Every answer carries the headers, files and errors too; a page of a team that allows frames sets its own.
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
      rememberLanguage(request, reply, isHttps(needs))
    })
    phoneRoutes(server, needs)
    codeRoutes(server, needs)
    reviewRoutes(server, needs)
    attachmentRoutes(server, needs)
    endingRoutes(server, needs)
    copyRoutes(server, needs)
    termsRoutes(server, needs)
    strayRoutes(server)
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
  const answer: MessageAnswer = refused === null ? answerToFailure(error, request) : answers[refused.code]
  if (request.headers.accept === 'application/json') {
    return reply.status(answer.status).header('cache-control', 'no-store').send({ state: answer.state })
  }
  const about = await whoAsks(needs, request)
  const minutes = Number(refused?.detail?.minutes ?? 0)
  const retryAt = minutes > 0 ? new Date(needs.clock.now().getTime() + minutes * 60_000) : null
  return sendMessage(needs, reply, answer, { ...about, retryAt })
}

/** A request that is no form of ours is the caller's mistake; the rest is logged, without what it was about. */
function answerToFailure(error: unknown, request: FastifyRequest): MessageAnswer {
  const { statusCode } = error as Partial<FastifyError>
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { ...answers.form_stale, status: statusCode }
  }
  request.log.error(
    { failure: loggedFailure(error), route: request.routeOptions.url },
    'a signing page failed',
  )
  return fault
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
