import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { DatabaseSlow, Refused } from '#server/usecases/refused.ts'
import { telRequestWords } from '#web/console/documents/tel-request-words.ts'
import { type MessageKind, MessagePage } from '#web/console/frame/MessagePage.tsx'
import { memberWordsIn } from '#web/console/team/member-words.ts'
import { wordsIn } from '#web/console/words/words.ts'
import { askedLanguage, rememberLanguage } from '../common/language.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { leaveBodiesUnread } from '../common/read-form.ts'
import { sendPage } from '../common/send-page.ts'
import { loggedFailure } from '../failure.ts'
import { unavailable, willPass } from '../unavailable.ts'
import type { ConsoleNeeds } from './needs.ts'
import { pageOf } from './refusals.ts'
import { bindRoutes } from './route.ts'
import { consoleRoutes } from './routes.ts'
import { isHttps, strangerChrome, visitOf } from './visit.ts'

/** The sections of the console. To be registered under the prefix `/console`. */
export function consolePages(needs: ConsoleNeeds): FastifyPluginAsync {
  return async (server) => {
    leaveBodiesUnread(server)
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
      return switchLanguage(request, reply)
    })
    server.setErrorHandler(async (error: FastifyError, request, reply) => {
      if (error instanceof Refused) {
        const { code } = error.refusal
        const { status, kind } = pageOf(code)
        request.log.info({ event: 'console.refused', code })
        return message(request, reply.code(status), kind, error.refusal)
      }
      if (willPass(error)) {
        if (error instanceof DatabaseSlow) logFailure(request, error)
        return message(request, unavailable(reply), 'please_wait', null)
      }
      const status = error.statusCode ?? 500
      if (status >= 500) logFailure(request, error)
      return message(request, reply.code(status), status >= 500 ? 'broken' : 'stale', null)
    })
    server.setNotFoundHandler(async (request, reply) => {
      const allowed = server.methodsAt(request.url.split('?', 1)[0] ?? '')
      if (allowed.length > 0) reply.header('allow', allowed.join(', '))
      return message(request, reply.code(allowed.length > 0 ? 405 : 404), 'not_found', null)
    })

    bindRoutes(server, needs, consoleRoutes)
  }

  /** `?lang=` on any page: remembered, and taken out of the address again. */
  async function switchLanguage(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    if (request.method !== 'GET' || askedLanguage(request) === null) return undefined
    // The switch of a page that is only looked at is the recipient's.
    if (isPreview(request)) return undefined
    rememberLanguage(request, reply, isHttps(needs))
    const url = new URL(request.url, 'http://x')
    url.searchParams.delete('lang')
    // Only the path and query: never another host, however the address was written.
    return reply.redirect(`/console${url.pathname.replace(/^\/+console/, '')}${url.search}`, 303)
  }

  async function message(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: MessageKind,
    refusal: Refusal | null,
  ): Promise<FastifyReply> {
    // The database itself may be what is broken: then the page says so without asking it. Outside the team's networks
    // nobody is looked for again, as each time is recorded.
    const unseen = kind === 'broken' || kind === 'please_wait' || refusal?.code === 'console_network_refused'
    const visit = unseen ? null : await visitOf(needs, request).catch(() => null)
    const chrome = visit?.chrome ?? strangerChrome(needs, request, null)
    const sentence = refusal === null ? null : sentenceOf(refusal, kind, chrome.lang)
    if (kind === 'please_wait') {
      const href = request.method === 'GET' ? request.url : chrome.path
      const back = { href, words: wordsIn(chrome.lang).message.again }
      return sendPage(reply, h(MessagePage, { chrome, kind, sentence, back }))
    }
    const id = /^\/console\/documents\/([0-9A-Za-z]{1,64})\//.exec(request.url)?.[1]
    const back =
      id === undefined || kind === 'not_found'
        ? null
        : { href: `/console/documents/${id}`, words: wordsIn(chrome.lang).message.backToDocument }
    return sendPage(reply, h(MessagePage, { chrome, kind, sentence, back }))
  }
}

function sentenceOf({ code, detail }: Refusal, kind: MessageKind, lang: Language): string | null {
  const said = memberWordsIn(lang).refusals[code]
  if (said !== undefined || kind !== 'refused') return said ?? null
  const { over, refusals } = telRequestWords[lang]
  if (code === 'tel_request_over') return new Map(Object.entries(over)).get(String(detail?.why)) ?? over.past
  return wordsIn(lang).refusals[code] ?? refusals[code] ?? null
}

function isPreview({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.endsWith('/preview/:participant') === true
}

function logFailure(request: FastifyRequest, error: Error): void {
  const failure = loggedFailure(error)
  request.log.error({ failure, route: request.routeOptions.url }, 'a console page failed')
}
