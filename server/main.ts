import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EmbeddedPostgresFailed } from '#server/adapters/postgres/embedded-failure.ts'
import { DatabaseUnreachable } from '#server/adapters/postgres/reach.ts'
import { KeyRefused } from '#server/adapters/signer/pem-signer.ts'
import { type App, createApp, demoSiteOf } from './app.ts'
import { type Config, ConfigRefused, readConfig } from './config.ts'

/** How long requests and jobs may take to end after SIGTERM, before the process leaves anyway. */
const drainMilliseconds = 20_000

const dist = dirname(fileURLToPath(import.meta.url))

async function main(): Promise<void> {
  const config = readConfig()
  await refuseTakenPort(config)
  const app = await createApp(config, {
    pressChild: join(dist, 'press-child.mjs'),
    assets: join(dist, 'assets'),
  })
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), drainMilliseconds).unref()
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.write(banner(config, app))
}

function banner(config: Config, { evaluation }: App): string {
  const { version } = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8')) as {
    version: string
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
async function refuseTakenPort({ host, port }: Config): Promise<void> {
  if (port === 0) return
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}

/** One clear sentence for what an operator can mend; a stack only for what is our fault. */
function sentence(error: unknown): string {
  if (error instanceof ConfigRefused) return error.problems.join('\n')
  if (
    error instanceof EmbeddedPostgresFailed ||
    error instanceof DatabaseUnreachable ||
    error instanceof KeyRefused
  ) {
    return error.message
  }
  const { code, path, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${address} is taken; stop what uses it or set PORT to another one.`
    case 'EADDRNOTAVAIL':
      return `HOST names ${address}, which is no address of this machine.`
    case 'EACCES':
    case 'EROFS':
    case 'EPERM':
    case 'ENOENT':
      return path === undefined
        ? `Port ${port ?? ''} may not be used by this user; set PORT to one above 1023.`
        : `${path} cannot be written; set MUSUBI_DATA to a directory that this user may write.`
    case 'ENOTDIR':
      return `${path} cannot be a directory; set MUSUBI_DATA to another place.`
    default:
      return `Musubi could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`)
  process.exit(1)
})
