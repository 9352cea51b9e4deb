import { join } from 'node:path'
import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import type { Logger } from 'pino'
import { readBounce } from '#server/adapters/mail/read-bounce.ts'
import { signJws } from '#server/adapters/signer/jws.ts'
import type { Config } from '#server/config/config.ts'
import { loadAssets } from '#server/http/assets.ts'
import { answerBrokenRequests } from '#server/http/broken-request.ts'
import { headersOfEveryAnswer } from '#server/http/common/every-answer.ts'
import { knowRoutes } from '#server/http/common/known-routes.ts'
import { leaveBodiesUnread } from '#server/http/common/read-form.ts'
import { evaluationHosts } from '#server/http/common/request-objection.ts'
import { compressText } from '#server/http/compress-text.ts'
import { consolePages } from '#server/http/console-pages/console-pages.ts'
import { copyPages } from '#server/http/copy-pages/copy-pages.ts'
import { loggedFailure } from '#server/http/failure.ts'
import { type HealthNeeds, healthRoutes } from '#server/http/health-routes.ts'
import { lookRoutes } from '#server/http/looks/look-routes.ts'
import { bounceRoutes } from '#server/http/mail-bounces/bounce-routes.ts'
import { mailOffPages } from '#server/http/mail-off-pages/mail-off-pages.ts'
import { type MetricsNeeds, measureAnswers, metricsRoute } from '#server/http/metrics-routes.ts'
import type { Outbox } from '#server/http/playground/common/needs.ts'
import { playground } from '#server/http/playground/playground.ts'
import { reference } from '#server/http/reference/reference.ts'
import { securityTxtRoute } from '#server/http/security-txt-route.ts'
import { signingPages } from '#server/http/signing-pages/signing-pages.ts'
import { callRoutes } from '#server/http/sms-receipts/call-routes.ts'
import { receiptRoutes } from '#server/http/sms-receipts/receipt-routes.ts'
import { answerStray } from '#server/http/stray/answer-stray.ts'
import { layFloor } from '#server/http/stray/floor.ts'
import { summaryRoute } from '#server/http/summary-route.ts'
import { type TraceNeeds, traceRequests } from '#server/http/trace-requests.ts'
import { unavailable, willPass } from '#server/http/unavailable.ts'
import { verifyPages } from '#server/http/verify-pages/verify-pages.ts'
import { webApi } from '#server/http/web-api/web-api.ts'
import type { Ports } from '#server/usecases/ports.ts'
import type { Signer } from '#server/usecases/sealing-ports.ts'
import type { SignInTools } from '#server/usecases/sign-in-ports.ts'
import { checkerOf } from './checker-of.ts'
import type { Evaluation } from './evaluation.ts'
import { tellReceipt } from './gateway-log.ts'
import { serverOptions, uploadBytes } from './server-options.ts'
import { smsEventsInto } from './sms-events.ts'
import { receiptReadersOf } from './sms-gateways.ts'
import { callScriptsOf } from './voice-gateways.ts'

export type ServerNeeds = {
  signer: Signer
  config: Config
  ports: Ports
  log: Logger
  assetsDirectory: string
  signIn: SignInTools
  outbox: Outbox
  /** Null in production, where there is no playground. */
  evaluation: Evaluation | null
  demoSite: string
  health: HealthNeeds
  /** Null where nobody is to read them. */
  metrics: MetricsNeeds | null
  /** Null where nobody collects them. */
  tracing: TraceNeeds | null
}

/** Every door, on one server. */
export async function createServer(needs: ServerNeeds): Promise<FastifyInstance> {
  const { config, ports, log, evaluation } = needs
  const { random, networks } = ports
  const https = config.publicUrl.startsWith('https:')
  const assets = await loadAssets(needs.assetsDirectory)
  const stray = answerStray({
    assets: assets.url,
    evaluation: evaluation !== null,
    publicUrl: config.publicUrl,
  })
  const server = fastify({
    ...serverOptions({ config, log, random, networks }),
    clientErrorHandler: answerBrokenRequests({ https, id: () => random.id() }),
    // A path that is no path, such as /%zz, or an endless one, never reaches a door.
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...headersOfEveryAnswer(https), 'x-request-id': request.id })
      stray(request, reply, error.code === 'FST_ERR_BAD_URL' ? 'request_broken' : 'not_found')
    },
  })
  if (needs.tracing !== null) traceRequests(server, needs.tracing)
  if (needs.metrics !== null) measureAnswers(server, needs.metrics)
  knowRoutes(server)
  compressText(server)
  leaveBodiesUnread(server)
  layFloor(server, {
    https,
    isOwnHost: evaluation === null ? null : evaluationHosts(hostsOf(needs)),
    stray,
    isFromProxy: (request) => networks.contain(config.trustedProxies, request.socket.remoteAddress ?? null),
  })
  const common = {
    ...ports,
    publicUrl: config.publicUrl,
    evaluation: evaluation !== null,
    assets: assets.url,
  }
  server.setNotFoundHandler((request, reply) => {
    const allowed = server.methodsAt(request.url.split('?', 1)[0] ?? '')
    if (allowed.length === 0) return stray(request, reply, 'not_found')
    return stray(request, reply.header('allow', allowed.join(', ')), 'method_not_allowed')
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (willPass(error)) return stray(request, unavailable(reply), 'unavailable')
    const status = error.statusCode ?? 500
    if (status >= 500) {
      const failure = loggedFailure(error)
      request.log.error({ failure, route: request.routeOptions.url }, 'a request failed')
    }
    const kind = status >= 500 ? 'failed' : status === 413 ? 'too_large' : 'request_broken'
    return stray(request, reply, kind)
  })
  server.get('/', (_request, reply) => reply.redirect(evaluation === null ? '/console' : '/playground', 302))
  healthRoutes(server, needs.health)
  if (needs.metrics !== null && config.metrics.token !== null)
    metricsRoute(server, needs.metrics, config.metrics.token)
  securityTxtRoute(server, {
    contact: config.securityContact,
    publicUrl: config.publicUrl,
    clock: ports.clock,
  })
  summaryRoute(server)
  receiptRoutes(server, {
    ...ports,
    publicUrl: config.publicUrl,
    readers: receiptReadersOf(config),
    told: (place, receipt) =>
      tellReceipt((level, message, fields) => log[level](fields, message), place, receipt),
    stray,
  })
  smsEventsInto(server, { config, ports, log, stray })
  bouncesInto(server, needs)
  callRoutes(server, { ...ports, publicUrl: config.publicUrl, scripts: callScriptsOf(config), stray })
  await server.register(assets.plugin)
  lookRoutes(server, { ...common, stray })
  await server.register(
    webApi(ports, {
      publicUrl: config.publicUrl,
      maxUploadBytes: uploadBytes,
      callsPerMinute: config.apiCallsPerMinute,
    }),
  )
  await server.register(reference(common))
  await server.register(signingPages({ ...common, termsUrl: config.terms.url }))
  await server.register(copyPages({ ...common, termsUrl: config.terms.url, stray }))
  await server.register(mailOffPages({ ...common, termsUrl: config.terms.url, stray }))
  await server.register(
    consolePages({
      ...common,
      signIn: needs.signIn,
      maxUploadBytes: uploadBytes,
      termsUrl: config.terms.url,
    }),
    { prefix: '/console' },
  )
  await server.register(
    verifyPages({
      ...common,
      checker: checkerOf(join(needs.assetsDirectory, '../musubi-verify.mjs'), ports.trust),
      signStatement: (payload) => signJws(needs.signer, payload),
    }),
    { prefix: '/verify' },
  )
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

/** What came back to a return address, where the operator has one and lets it be handed over here. */
function bouncesInto(server: FastifyInstance, { config, ports, log }: ServerNeeds): void {
  const bounces = config.mail.transport === 'smtp' ? config.mail.bounces : null
  if (bounces === null || bounces.secret === null) return
  bounceRoutes(server, {
    ...ports,
    returnPattern: bounces.pattern,
    secret: bounces.secret,
    readBounce,
    told: (result) => log.info({ event: 'mail.bounce', result }, 'a mail came back'),
  })
}

/** By what names this evaluation server is asked, besides those of the machine itself. */
function hostsOf({ config, demoSite }: Pick<ServerNeeds, 'config' | 'demoSite'>): string[] {
  const { hostname } = new URL(config.publicUrl)
  return [hostname, new URL(demoSite).hostname, config.host, ...config.allowedHosts]
}
