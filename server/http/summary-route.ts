import type { FastifyInstance } from 'fastify'

/**
 * The address of a document that webhooks of the compatible format name (`domain/webhook-message.ts`). It tells nothing:
 * whoever opens it meets the sign-in, then the document if it is theirs.
 */
export function summaryRoute(server: FastifyInstance): void {
  server.get<{ Params: { id: string } }>('/document/:id/summary', (request, reply) =>
    reply.redirect(`/console/documents/${encodeURIComponent(request.params.id)}`, 302),
  )
}
