import { type FastifyInstance, fastify } from 'fastify'
import type { Logger } from 'pino'
import { loadAssets } from '#server/http/assets.ts'
import { answerBrokenRequest } from '#server/http/broken-request.ts'
import { compressText } from '#server/http/compress-text.ts'
import { consolePages } from '#server/http/console-pages/console-pages.ts'
import type { Outbox } from '#server/http/playground/needs.ts'
import { playground } from '#server/http/playground/playground.ts'
import { reference } from '#server/http/reference/reference.ts'
import { signingPages } from '#server/http/signing-pages/signing-pages.ts'
import { verifyPages } from '#server/http/verify-pages/verify-pages.ts'
import { answerUnknownRoute, webApi } from '#server/http/web-api/web-api.ts'
import type { SignIn } from '#server/usecases/console-ports.ts'
import type { Ports } from '#server/usecases/ports.ts'
import type { Config } from './config.ts'
import type { Evaluation } from './evaluation.ts'
import { serverOptions, uploadBytes } from './server-options.ts'

export type ServerNeeds = {
  config: Config
  ports: Ports
  log: Logger
  assetsDirectory: string
  signIn: SignIn
  outbox: Outbox
  /** Null in production, where there is no playground. */
  evaluation: Evaluation | null
  demoSite: string
}

/** Every door, on one server. */
export async function createServer(needs: ServerNeeds): Promise<FastifyInstance> {
  const { config, ports, log, evaluation } = needs
  const server = fastify({
    ...serverOptions(config, log),
    clientErrorHandler: answerBrokenRequest,
    // A path that is no path, such as /%zz, never reaches a door.
    frameworkErrors: (_error, request, reply) => {
      answerUnknownRoute(request, reply)
    },
  })
  compressText(server)
  const assets = await loadAssets(needs.assetsDirectory)
  const common = {
    ...ports,
    publicUrl: config.publicUrl,
    evaluation: evaluation !== null,
    assets: assets.url,
  }
  server.setNotFoundHandler(answerUnknownRoute)
  // Bodies are parsed even where there is nothing: one that cannot be read changes nothing.
  server.setErrorHandler((error, request, reply) =>
    request.is404 ? answerUnknownRoute(request, reply) : reply.send(error),
  )
  server.get('/', (_request, reply) => reply.redirect(evaluation === null ? '/console' : '/playground', 302))
  server.get('/healthz', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  await server.register(assets.plugin)
  await server.register(
    webApi(ports, {
      publicUrl: config.publicUrl,
      maxUploadBytes: uploadBytes,
      callsPerMinute: config.apiCallsPerMinute,
    }),
  )
  await server.register(reference(common))
  await server.register(signingPages({ ...common, termsUrl: config.terms.url }))
  await server.register(consolePages({ ...common, signIn: needs.signIn }), { prefix: '/console' })
  await server.register(verifyPages(common), { prefix: '/verify' })
  if (evaluation !== null) {
    await server.register(
      playground({
        webApi: config.publicUrl,
        signingPages: config.publicUrl,
        clientId: evaluation.clientId,
        site: needs.demoSite,
        clock: ports.clock,
        outbox: needs.outbox,
        assets: assets.url,
      }),
    )
  }
  return server
}
