import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { MailOffLink } from '#domain/mail-off-link.ts'
import { switchMailOff, visitMailOffLink } from '#server/usecases/team/switch-mail-off.ts'
import { MailOffPage } from '#web/console/settings/MailOffPage.tsx'
import { languageOf, rememberLanguage } from '../common/language.ts'
import { originOf } from '../common/origin.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { leaveBodiesUnread } from '../common/read-form.ts'
import type { SigningNeeds } from '../signing-pages/needs.ts'
import { chromeOf, isHttps, sendPage } from '../signing-pages/page.ts'

type MailOffNeeds = SigningNeeds & {
  stray(request: FastifyRequest, reply: FastifyReply, kind: 'not_found'): unknown
}
type MailOffRequest = FastifyRequest<{ Params: { token: string } }>

/**
 * Where `List-Unsubscribe` leads. Mail programs post there by themselves, from anywhere and without a cookie (RFC 8058 §3.1),
 * so the address alone says who it is for; whatever the body is, it is not looked at. A GET, as filters make, changes nothing.
 */
export function mailOffPages(needs: MailOffNeeds): FastifyPluginAsync {
  return async (server) => {
    leaveBodiesUnread(server)
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
      rememberLanguage(request, reply, isHttps(needs))
    })

    server.get('/u/:token', async (request: MailOffRequest, reply) => {
      const visit = await visitMailOffLink(needs, request.params.token)
      if (visit === null) return needs.stray(request, reply, 'not_found')
      return show(request, reply, visit.link, visit.isOff)
    })

    server.post('/u/:token', async (request: MailOffRequest, reply) => {
      request.raw.resume()
      const visit = await visitMailOffLink(needs, request.params.token)
      if (visit === null) return needs.stray(request, reply, 'not_found')
      await switchMailOff(needs, originOf(request, { kind: 'stranger' }), visit.link)
      return show(request, reply, visit.link, true)
    })
  }

  function show(request: MailOffRequest, reply: FastifyReply, { kind }: MailOffLink, isOff: boolean) {
    const action = `/u/${request.params.token}`
    const frame = chromeOf(needs, request, { base: action, sender: null, team: null, session: null })
    const chrome = { ...frame, lang: languageOf(request) }
    return sendPage(needs, reply, h(MailOffPage, { chrome, kind, isOff, action }))
  }
}
