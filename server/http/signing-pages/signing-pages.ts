import type { FastifyError, FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { portsOf } from '#server/usecases/document-ports.ts'
import { DatabaseSlow, Refused } from '#server/usecases/refused.ts'
import { arriveAtSigningUrl } from '#server/usecases/signing/arrive-at-signing-url.ts'
import { rememberLanguage } from '../common/language.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { leaveBodiesUnread } from '../common/read-form.ts'
import { loggedFailure } from '../failure.ts'
import { unavailable, willPass } from '../unavailable.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { codeRoutes } from './code-routes.ts'
import { lostCookies } from './cookie-probe.ts'
import { cookiesComeBack } from './cookies.ts'
import { copyRoutes } from './copy-routes.ts'
import { endingRoutes } from './ending-routes.ts'
import { sendMessage } from './message.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, isHttps, seeOther } from './page.ts'
import { pagesShownRoutes } from './pages-shown-routes.ts'
import { phoneRoutes } from './phone-routes.ts'
import { readingRoutes } from './reading-routes.ts'
import { answers, answerTo, fault, type MessageAnswer, waiting } from './refusals.ts'
import { returnRoutes } from './return-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import { strayRoutes } from './stray-routes.ts'
import { telRequestRoutes } from './tel-request-routes.ts'
import { termsRoutes } from './terms-routes.ts'
import { transferRoutes } from './transfer-routes.ts'
import { type SigningRequest, tokenOf } from './visitor.ts'

/** The recipient's pages, below `/s/<token>`. */
export function signingPages(needs: SigningNeeds): FastifyPluginAsync {
  return async (server: FastifyInstance) => {
    leaveBodiesUnread(server)
    // Every answer carries the headers, files and errors too; a page of a team that allows frames sets its own.
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
      rememberLanguage(request, reply, isHttps(needs))
    })
    phoneRoutes(server, needs)
    codeRoutes(server, needs)
    telRequestRoutes(server, needs)
    reviewRoutes(server, needs)
    readingRoutes(server, needs)
    attachmentRoutes(server, needs)
    pagesShownRoutes(server, needs)
    endingRoutes(server, needs)
    returnRoutes(server, needs)
    transferRoutes(server, needs)
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
  if (willPass(error)) return askToWait(needs, error, request, reply)
  const refused = error instanceof Refused ? error.refusal : null
  const strayed = refused?.code === 'session_missing' && cookiesAreNotToBlame(needs, request)
  if (strayed && request.method === 'GET' && request.headers.accept !== 'application/json') {
    return seeOther(reply, `/s/${request.params.token}`)
  }
  const answer: MessageAnswer =
    refused === null ? answerToFailure(error, request) : answerTo(strayed ? 'form_stale' : refused.code)
  if (request.headers.accept === 'application/json') {
    return reply.status(answer.status).header('cache-control', 'no-store').send({ state: answer.state })
  }
  const about = await whoAsks(needs, request)
  if (answer.state === 'cookie_lost' && about.base !== null) {
    const { state, href } = lostCookies(request, about.base, about.chrome)
    return sendMessage(needs, reply, { ...answer, state }, { ...about, href })
  }
  const minutes = Number(refused?.detail?.minutes ?? 0)
  const retryAt = minutes > 0 ? new Date(needs.clock.now().getTime() + minutes * 60_000) : null
  return sendMessage(needs, reply, answer, { ...about, retryAt })
}

/** Without asking the database for anything. Trying again leads to the screen that was asked for or posted from. */
function askToWait(needs: SigningNeeds, error: unknown, request: SigningRequest, reply: FastifyReply) {
  if (error instanceof DatabaseSlow) logFailure(error, request)
  unavailable(reply)
  if (request.headers.accept === 'application/json') return reply.send({ state: waiting.state })
  const base = request.url.split('?', 1)[0] ?? request.url
  const chrome = chromeOf(needs, request, { base, sender: null, team: null, session: null })
  return sendMessage(needs, reply, waiting, { chrome, team: null, base, ids: null })
}

function logFailure(error: unknown, request: FastifyRequest): void {
  const failure = loggedFailure(error)
  request.log.error({ failure, route: request.routeOptions.url }, 'a signing page failed')
}

/**
 * No session, though cookies come back or nothing of ours was shown yet (an address copied to another browser): the
 * first screen is the way on. A page that says that cookies are lost would claim what did not happen.
 */
function cookiesAreNotToBlame(needs: SigningNeeds, request: FastifyRequest): boolean {
  return cookiesComeBack(request, isHttps(needs)) || request.headers['sec-fetch-site'] === 'none'
}

/** A request that is no form of ours is the caller's mistake; the rest is logged, without what it was about. */
function answerToFailure(error: unknown, request: FastifyRequest): MessageAnswer {
  const { statusCode } = error as Partial<FastifyError>
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { ...answers.form_stale, status: statusCode }
  }
  logFailure(error, request)
  return fault
}

/** As much of the page's frame as this URL may know. */
async function whoAsks(needs: SigningNeeds, request: FastifyRequest) {
  try {
    const token = tokenOf(request as SigningRequest)
    const { team, sender, url, document } = await arriveAtSigningUrl(needs, token)
    const base = `/s/${token}`
    const chrome = chromeOf(portsOf(needs, document), request, { base, sender, team, session: null })
    const { documentId, participantId, byLink, state } = url
    const ids = { documentId, participantId, byLink, state }
    return { chrome, team, base, ids, bySms: url.method === 'sms' }
  } catch {
    const chrome = chromeOf(needs, request, {
      base: request.url,
      sender: null,
      team: null,
      session: null,
    })
    return { chrome, team: null, base: null, ids: null }
  }
}
