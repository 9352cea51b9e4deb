import type { FastifyInstance } from 'fastify'
import type { VerifyNeeds } from './needs.ts'

/** The checker that strangers run without us, and the certificates for one that came from elsewhere. */
export function checkerRoutes(server: FastifyInstance, { checker }: Pick<VerifyNeeds, 'checker'>): void {
  server.get('/musubi-verify.mjs', async (_request, reply) => {
    const { bytes } = await checker.file()
    return reply
      .type('text/javascript; charset=utf-8')
      .header('content-disposition', 'attachment; filename="musubi-verify.mjs"')
      .header('cache-control', 'no-cache')
      .send(bytes)
  })
  server.get('/trust.json', async (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await checker.trust()),
  )
}
