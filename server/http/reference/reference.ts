import type { FastifyPluginAsync } from 'fastify'
import { openApi } from '#contract/web-api/open-api.ts'

export type ReferenceNeeds = { publicUrl: string }

/** What developers who integrate read: the description for tools. Without a token. */
export function reference({ publicUrl }: ReferenceNeeds): FastifyPluginAsync {
  const description = JSON.stringify(openApi(publicUrl))
  return async (server) => {
    server.get('/openapi.json', (_request, reply) =>
      reply
        .headers({
          'content-type': 'application/json; charset=utf-8',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
          // It holds nothing of anybody's, and tools in browsers load it from elsewhere.
          'access-control-allow-origin': '*',
        })
        .send(description),
    )
  }
}
