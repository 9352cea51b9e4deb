import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { portsOf } from '#server/usecases/document-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { fetchCertificate, fetchSealedFile } from '#server/usecases/signing/fetch-copy.ts'
import { type CopyVisit, renewCopyLink, visitCopyLink } from '#server/usecases/signing/visit-copy-link.ts'
import { CopyLinkPage } from '#web/signing/CopyLinkPage.tsx'
import { formLimits, formToken, guardForm } from '../common/form-guard.ts'
import { languageOf, rememberLanguage } from '../common/language.ts'
import { originOf } from '../common/origin.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { leaveBodiesUnread } from '../common/read-form.ts'
import { queryPairs } from '../common/request-query.ts'
import { sendFile } from '../send-file.ts'
import { downloadsOf } from '../signing-pages/copy-routes.ts'
import type { SigningNeeds } from '../signing-pages/needs.ts'
import { chromeOf, isHttps, seeOther, sendPage } from '../signing-pages/page.ts'

type CopyNeeds = SigningNeeds & {
  stray(request: FastifyRequest, reply: FastifyReply, kind: 'not_found'): unknown
}
type CopyRequest = FastifyRequest<{ Params: { token: string } }>
type FileRequest = FastifyRequest<{ Params: { token: string; file: string } }>

/**
 * Where a mail of a concluded document leads that carries a link instead of the files (ADR 40). Whoever has the link has the
 * files, as whoever has the mail would; it ends soon, and a new one goes to the same mailbox only.
 */
export function copyPages(needs: CopyNeeds): FastifyPluginAsync {
  return async (server) => {
    leaveBodiesUnread(server)
    server.addHook('onRequest', async (request, reply) => {
      setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
      reply.header('x-robots-tag', 'noindex, nofollow')
      rememberLanguage(request, reply, isHttps(needs))
    })

    // A file that is none is nowhere; a form of another page gets the page anew.
    server.setErrorHandler<FastifyError, { Params: { token: string } }>(async (error, request, reply) => {
      if (!(error instanceof Refused)) throw error
      const visit = await visitCopyLink(needs, request.params.token)
      if (visit === null || error.refusal.code !== 'form_stale')
        return needs.stray(request, reply, 'not_found')
      return show(request, reply.status(403), visit)
    })

    server.get('/c/:token', async (request: CopyRequest, reply) => {
      const visit = await visitCopyLink(needs, request.params.token)
      return visit === null ? needs.stray(request, reply, 'not_found') : show(request, reply, visit)
    })

    server.post('/c/:token', async (request: CopyRequest, reply) => {
      const { token } = request.params
      const visit = await visitCopyLink(needs, token)
      if (visit === null) return needs.stray(request, reply, 'not_found')
      const tokens = [formToken(needs.secrets, token)]
      await guardForm(request, needs, { tokens, limit: formLimits.stranger })
      if (visit.state === 'ended') {
        await renewCopyLink(needs, originOf(request, { kind: 'stranger' }), visit)
      }
      return seeOther(reply, `/c/${token}?sent=1`)
    })

    server.get('/c/:token/sealed/:file', async (request: FileRequest, reply) => {
      const visit = await visitCopyLink(needs, request.params.token)
      if (visit?.state !== 'open') return seeOther(reply, `/c/${request.params.token}`)
      const file = await fetchSealedFile(needs, visit.document, request.params.file)
      return sendFile(reply, file, { kind: 'attachment', https: isHttps(needs) })
    })

    server.get('/c/:token/certificate', async (request: CopyRequest, reply) => {
      const visit = await visitCopyLink(needs, request.params.token)
      if (visit?.state !== 'open') return seeOther(reply, `/c/${request.params.token}`)
      const file = await fetchCertificate(needs, visit.document)
      return sendFile(reply, file, { kind: 'attachment', https: isHttps(needs) })
    })
  }

  function show(request: CopyRequest, reply: FastifyReply, { state, document, team, until }: CopyVisit) {
    const base = `/c/${request.params.token}`
    // An ended link says nothing of the document any more.
    const known = state === 'open' ? { sender: senderIn(document), team } : { sender: null, team: null }
    const chrome = {
      ...chromeOf(portsOf(needs, document), request, { base, session: null, ...known }),
      lang: languageOf(request),
    }
    const { title, concludedAt, updatedAt } = document
    const isSent = queryPairs(request).get('sent') === '1'
    const page = h(CopyLinkPage, {
      chrome,
      state: state === 'ended' && isSent ? 'sent' : state,
      action: base,
      formToken: formToken(needs.secrets, request.params.token),
      copies:
        state === 'open'
          ? {
              title,
              concludedAt: concludedAt ?? updatedAt,
              until,
              downloads: downloadsOf({ base, document }),
            }
          : null,
    })
    const usual = state === 'open' ? 200 : 410
    return sendPage(needs, reply, page, { status: reply.statusCode === 403 ? 403 : usual })
  }
}

function senderIn({ participants }: CopyVisit['document']): { name: string; organization: string } | null {
  return participants.find(({ order }) => order === 0) ?? null
}
