import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type ServerProcess, startProcess } from './process.ts'
import { asServer, cloneTemplate, dropDatabase } from './template.ts'
import { until } from './until.ts'

export type TestServer = {
  url: string
  clientId: string
  email: string
  password: string
  dataDirectory: string
  /** As superuser; the server itself works as a role that owns nothing. */
  databaseUrl: string
  process(): ServerProcess
  /** What arrived at the virtual phone, newest first. */
  sms(): Promise<{ to: string; text: string; sent_at: string }[]>
  mails(): Promise<{ to: string; subject: string; text: string; sent_at: string }[]>
  /** The newest code sent to this number; waits for the SMS. `after`: how many had arrived before. */
  codeFor(tel: string, after?: number): Promise<string>
  /** `kill -9`. */
  kill(): Promise<void>
  /** Starts again on the same data, port and database. */
  restart(env?: Record<string, string>): Promise<void>
  close(): Promise<void>
}

export type TestServerOptions = {
  env?: Record<string, string>
  /** How the server reaches the cloned database. */
  databaseUrl?: (real: string) => string
  /** An empty database of the test's own, instead of a clone. */
  emptyDatabase?: string
}

/** A real server on a database of its own, cloned from the seeded template. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'musubi-data-'))
  const admin = inject('postgresUrl')
  const databaseUrl =
    options.emptyDatabase ?? (await cloneTemplate(admin, inject('templateDirectory'), dataDirectory))
  const given = options.emptyDatabase === undefined ? asServer(databaseUrl) : { databaseUrl, env: {} }
  const seen = options.databaseUrl?.(given.databaseUrl) ?? given.databaseUrl
  const settings = { ...given.env, ...options.env }
  let running = await startProcess({ dataDirectory, databaseUrl: seen, env: settings })
  const known = JSON.parse(await readFile(join(dataDirectory, 'evaluation.json'), 'utf8'))
  const json = async (path: string) =>
    (await fetch(`${running.url}${path}`, { headers: { accept: 'application/json' } })).json()

  const server: TestServer = {
    url: running.url,
    clientId: known.client_id,
    email: known.email,
    password: known.password,
    dataDirectory,
    databaseUrl,
    process: () => running,
    sms: () => json('/playground/phone'),
    mails: () => json('/playground/mail'),
    async codeFor(tel, after = 0) {
      let code: string | undefined
      await until('the code arrives', async () => {
        const texts = (await server.sms()).filter((sms) => sms.to === tel)
        code = texts.length > after ? /[0-9]{6}/.exec(texts[0]?.text ?? '')?.[0] : undefined
        return code !== undefined
      })
      return code ?? ''
    },
    kill: () => running.kill(),
    async restart(env) {
      const { port } = running
      running = await startProcess({
        dataDirectory,
        databaseUrl: seen,
        port,
        env: { ...settings, ...env },
      })
    },
    async close() {
      if (running.process.exitCode === null && running.process.signalCode === null) await running.stop()
      if (options.emptyDatabase === undefined) await dropDatabase(admin, databaseUrl)
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
  return server
}
