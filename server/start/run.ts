import { createServer } from 'node:net'
import { type Config, ConfigRefused, type ProcessKind, readConfig } from '#server/config/config.ts'
import { builtIn } from './built-in.ts'
import { demoSiteOf } from './demo-site.ts'
import type { Evaluation } from './evaluation.ts'
import { type Built, openServices } from './open-services.ts'
import { serve, serveProbes } from './serve.ts'
import { stopInOrder } from './stop-in-order.ts'
import { versionIn } from './version.ts'
import { workWhenOn } from './work-when-on.ts'
import { holdYoungGeneration } from './young-generation.ts'

/** How long requests and jobs may take to end after SIGTERM and draining, before the process leaves anyway. */
const drainMilliseconds = 20_000

/** Older ones start, and fail later in the middle of something. */
const oldestNode = 24

/** Throws `ConfigRefused` when this node is too old. */
function refuseOldNode(): void {
  const { node } = process.versions
  if (Number(node.split('.')[0]) >= oldestNode) return
  throw new ConfigRefused([
    `Musubi needs Node ${oldestNode} or newer, and this is ${node}; "npm start" brings its own.`,
  ])
}

/** Starts what this process does and says where it is; ends it at SIGTERM and SIGINT. `dist`: what the build made. */
export async function run(dist: string, chosen: ProcessKind | null): Promise<void> {
  refuseOldNode()
  holdYoungGeneration()
  const read = readConfig()
  const config = { ...read, process: chosen ?? read.process }
  await refuseTakenPort(config.host, config.port)
  if (config.metrics.port !== null) await refuseTakenPort(config.host, config.metrics.port)
  const built = builtIn(dist)
  const running = await begin(config, built)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), config.drainSeconds * 1000 + drainMilliseconds).unref()
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.write(banner(config, running.evaluation, versionIn(dist)))
}

type Running = { evaluation: Evaluation | null; stop(): Promise<void> }

/** What this process does, on one set of services; nothing keeps running where a later step fails. */
async function begin(config: Config, built: Built): Promise<Running> {
  const services = await openServices(config, built)
  const stops = [services.close]
  const stop = () => stopInOrder(stops.splice(0).reverse())
  try {
    const worker = config.process === 'serve' ? null : await workWhenOn(services)
    if (worker !== null) stops.push(worker.stop)
    const serving =
      config.process === 'work' && worker !== null
        ? await serveProbes(services, worker)
        : await serve(services, { assets: built.assets, worker })
    // Requests end before jobs: until the last of them is answered, they add some.
    stops.push(serving.stop)
    return { evaluation: services.evaluation, stop }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}

function banner(config: Config, evaluation: Evaluation | null, version: string): string {
  if (config.process === 'work') {
    return `Musubi ${version}  working on jobs, probes at http://${config.host}:${config.port}/health/ready\n`
  }
  if (evaluation === null) return `Musubi ${version}  listening on ${config.publicUrl}\n`
  const at = config.publicUrl
  return `Musubi ${version}  evaluation mode, not for real contracts
  Web API      ${at}      Client ID  ${evaluation.clientId}
  Console      ${at}/console      ${evaluation.email} / ${evaluation.password}
  Demo site    ${demoSiteOf(config)}/playground
  Phone        ${at}/playground/phone
  Mail         ${at}/playground/mail
`
}

/** Asked before anything starts: a second server on the same data must not get as far as the database. */
async function refuseTakenPort(host: string, port: number): Promise<void> {
  if (port === 0) return
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}
