import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { pairsOf } from '../common/form-pairs.ts'
import { rememberLanguage } from '../common/language.ts'
import { readBody } from '../common/request-body.ts'
import type { PlaygroundNeeds } from './common/needs.ts'
import { demoSite } from './demo-site/demo-site.ts'
import { mailHtmlRoute, mailRoutes } from './mail-routes.ts'
import { phoneRoutes } from './phone-routes.ts'

const formBytes = 64 * 1024

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

/** The demo rental company's site, the virtual phone and the virtual mailbox. Evaluation mode only. */
export function playground(needs: PlaygroundNeeds): FastifyPluginAsync {
  return async (server) => {
    // Forms here are plain HTML forms and nothing else; a parser that the server already has gives another shape.
    server.removeAllContentTypeParsers()
    server.addContentTypeParser('application/x-www-form-urlencoded', async (request: FastifyRequest) =>
      pairsOf(await readBody(request, formBytes)),
    )
    server.addHook('onSend', async (_request, reply) => {
      reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
    })

    await server.register(async (scope) => demoSite(scope, needs))
    await server.register(async (scope) => {
      scope.addHook('onSend', async (_request, reply) => {
        reply.header('content-security-policy', policy)
        reply.header('cache-control', 'no-store')
      })
      scope.addHook('onRequest', async (request, reply) =>
        rememberLanguage(request, reply, needs.webApi.startsWith('https:')),
      )
      phoneRoutes(scope, needs)
      mailRoutes(scope, needs)
    })
    await server.register(async (scope) => mailHtmlRoute(scope, needs))
  }
}
