import type { FastifyInstance } from 'fastify'
import { readPagesShown } from '#domain/pages-shown.ts'
import { reportPagesShown } from '#server/usecases/signing/report-pages-shown.ts'
import { field } from '../common/form-guard.ts'
import type { SigningNeeds } from './needs.ts'
import { readWriter } from './review-routes.ts'
import { participantOrigin, type SigningRequest, sessionOf } from './visitor.ts'

/** Where the review's island tells which pages were on the screen. Nobody sees the answer to a beacon. */
export function pagesShownRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.post('/s/:token/pages', async (request: SigningRequest, reply) => {
    const caller = await readWriter(general, request)
    const shown = readPagesShown(field(request, 'pages'))
    if (shown === null) return reply.status(400).header('cache-control', 'no-store').send()
    if (caller !== null) {
      await reportPagesShown(caller.needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        participantId: caller.participant.id,
        sessionId: sessionOf(caller, 'authenticated').id,
        shown,
      })
    }
    return reply.status(204).header('cache-control', 'no-store').send()
  })
}
