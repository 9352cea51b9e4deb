import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { MusubiRefused } from '#sdk/refused.ts'
import { OutcomePage } from '#web/playground/OutcomePage.tsx'
import { inLanguage } from './apply-routes.ts'
import { outcomeOf } from './outcome.ts'
import { sendPage } from './page.ts'
import type { DemoSite } from './site.ts'
import type { StartedContract } from './start-contract.ts'

/** The way back from the signing pages, and the customer's own copies. */
export function returnRoutes(server: FastifyInstance, site: DemoSite): void {
  /** The contract named in the request, if this browser started it; without a name, the newest. */
  const ownContract = (request: FastifyRequest, named: string | undefined): StartedContract | null => {
    const own = site.visitor.read(request.headers.cookie)
    return (named === undefined ? own[0] : own.find((each) => each.documentId === named)) ?? null
  }
  const stranger = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply.code(404), h(OutcomePage, { look: site.look(request), outcome: 'unknown' }))

  server.get<{ Querystring: Record<string, string | string[]> }>(
    '/playground/return',
    async (request, reply) => {
      const parameter = (name: string) => {
        const value = request.query[name]
        return Array.isArray(value) ? value[0] : value
      }
      const contract = ownContract(request, parameter(site.returnParameters.document))
      if (!contract) return stranger(request, reply)

      const document = await site.musubi.getDocument({ document_id: contract.documentId })
      const hint = parameter(site.returnParameters.error)
      const outcome = outcomeOf(document, contract.participantId, hint, site.clock.now())
      const { id, title, decline_comment: comment } = document
      // Usually the seal is made before the browser is back; when it is not, the page looks again by itself.
      if (outcome === 'sealing') reply.header('refresh', '2')
      return sendPage(
        reply,
        h(OutcomePage, { look: site.look(request), outcome, document: { id, title, comment } }),
      )
    },
  )

  /** On with a contract that was left half way: a new consent URL, which also starts an ended clock again. */
  server.post<{ Body: Map<string, string> | undefined }>('/playground/continue', async (request, reply) => {
    const contract = ownContract(request, request.body?.get('document_id'))
    if (!contract) return stranger(request, reply)
    try {
      const { url } = await site.musubi.issueSigningUrl({
        document_id: contract.documentId,
        participant_id: contract.participantId,
      })
      return reply.redirect(inLanguage(url, site.look(request).words.lang), 303)
    } catch (error) {
      if (!(error instanceof MusubiRefused) || error.status !== 400) throw error
      const hint = error.message.includes('unlock') ? 'locked' : 'not_available'
      const back = new URLSearchParams([
        [site.returnParameters.document, contract.documentId],
        [site.returnParameters.error, hint],
      ])
      return reply.redirect(`/playground/return?${back}`, 303)
    }
  })

  server.get<{ Params: { document: string } }>(
    '/playground/contracts/:document/contract.pdf',
    async (request, reply) => {
      const contract = ownContract(request, request.params.document)
      if (!contract) return stranger(request, reply)
      const document_id = contract.documentId
      const [file] = (await site.musubi.getDocument({ document_id })).files
      if (!file) return stranger(request, reply)
      return download(
        reply,
        '建物賃貸借契約書.pdf',
        await site.musubi.getFile({ document_id, file_id: file.id }),
      )
    },
  )

  server.get<{ Params: { document: string } }>(
    '/playground/contracts/:document/certificate.pdf',
    async (request, reply) => {
      const contract = ownContract(request, request.params.document)
      if (!contract) return stranger(request, reply)
      const certificate = await site.musubi.getCertificate({ document_id: contract.documentId })
      return download(reply, '合意締結証明書.pdf', certificate)
    },
  )
}

async function download(reply: FastifyReply, name: string, pdf: Response) {
  return reply
    .type('application/pdf')
    .header(
      'content-disposition',
      `attachment; filename="contract.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .send(Buffer.from(await pdf.arrayBuffer()))
}
