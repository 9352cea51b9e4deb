import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { Refused } from '#server/usecases/refused.ts'
import { type MessageKind, MessagePage } from '#web/console/MessagePage.tsx'
import { memberWordsIn } from '#web/console/member-words.ts'
import { wordsIn } from '#web/console/words.ts'
import { loggedFailure } from '../failure.ts'
import { acceptForms } from '../form-body.ts'
import { setPageHeaders } from '../page-headers.ts'
import { cabinetRoutes } from './cabinet-routes.ts'
import { clientRoutes } from './client-routes.ts'
import { setCookie } from './cookies.ts'
import { departmentRoutes } from './department-routes.ts'
import { documentActRoutes } from './document-act-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { downloadRoutes } from './download-routes.ts'
import { filingRoutes } from './filing-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { languageCookie, languageCookieLife } from './language.ts'
import { memberRoutes } from './member-routes.ts'
import type { ConsoleNeeds } from './needs.ts'
import { pageOf } from './refusals.ts'
import { queried } from './rooms.ts'
import { saveTemplateRoutes } from './save-template-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { templateRoutes } from './template-routes.ts'
import { doorChrome, isHttps, sendPage, visitOf } from './visit.ts'

/** The console's first rooms. To be registered under the prefix `/console`. */
export function consolePages(needs: ConsoleNeeds): FastifyPluginAsync {
  return async (server) => {
    server.removeAllContentTypeParsers()
    acceptForms(server)
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
      return switchLanguage(request, reply)
    })
    server.setErrorHandler(async (error: FastifyError, request, reply) => {
      if (error instanceof Refused) {
        const { code } = error.refusal
        const { status, kind } = pageOf(code)
        request.log.info({ event: 'console.refused', code })
        return message(request, reply.code(status), kind, code)
      }
      const status = error.statusCode ?? 500
      if (status >= 500) {
        request.log.error(
          { failure: loggedFailure(error), route: request.routeOptions.url },
          'a console page failed',
        )
      }
      return message(request, reply.code(status), status >= 500 ? 'broken' : 'stale', null)
    })
    server.setNotFoundHandler(async (request, reply) => message(request, reply.code(404), 'not_found', null))

    signInRoutes(server, needs)
    documentRoutes(server, needs)
    documentActRoutes(server, needs)
    filingRoutes(server, needs)
    downloadRoutes(server, needs)
    saveTemplateRoutes(server, needs)
    templateRoutes(server, needs)
    settingsRoutes(server, needs)
    memberRoutes(server, needs)
    invitationRoutes(server, needs)
    departmentRoutes(server, needs)
    cabinetRoutes(server, needs)
    clientRoutes(server, needs)
  }

  /** `?lang=` on any page: remembered, and taken out of the address again. */
  async function switchLanguage(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    const wanted = queried(request, 'lang')
    if (request.method !== 'GET' || (wanted !== 'ja' && wanted !== 'en')) return undefined
    reply.header('set-cookie', setCookie(languageCookie, wanted, isHttps(needs), languageCookieLife))
    const url = new URL(request.url, 'http://x')
    url.searchParams.delete('lang')
    // Only the path and query: never another host, however the address was written.
    return reply.redirect(`/console${url.pathname.replace(/^\/+console/, '')}${url.search}`, 303)
  }

  async function message(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: MessageKind,
    code: string | null,
  ): Promise<FastifyReply> {
    // The database itself may be what is broken: then the page says so without asking it.
    const visit = kind === 'broken' ? null : await visitOf(needs, request).catch(() => null)
    const chrome = visit?.chrome ?? doorChrome(needs, request, null)
    const sentence =
      code === null
        ? null
        : (memberWordsIn(chrome.lang).refusals[code] ??
          (kind === 'refused' ? (wordsIn(chrome.lang).refusals[code] ?? null) : null))
    const id = /^\/console\/documents\/([0-9A-Za-z]{1,64})\//.exec(request.url)?.[1]
    const back =
      id === undefined || kind === 'not_found'
        ? null
        : { href: `/console/documents/${id}`, words: wordsIn(chrome.lang).message.backToDocument }
    return sendPage(reply, h(MessagePage, { chrome, kind, sentence, back }))
  }
}
