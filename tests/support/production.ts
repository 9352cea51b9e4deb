import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startProcess } from './process.ts'
import type { TestServer } from './server.ts'

/** Where people reach the production server; forms say that they come from there. */
export const productionUrl = 'https://sign.example.jp'

/** A peer that nobody should speak to: it notes who came, and hangs up. */
export async function startShunnedPeer(): Promise<{ port: number; came(): number; close(): void }> {
  let came = 0
  const server = createServer((socket) => {
    came += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, came: () => came, close: () => void server.close() }
}

/** The same database and files as a production server, with the operator's own keys; `env`: its gateway, mail server and TSA. */
export async function startProduction(server: TestServer, env: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-production-'))
  const [keyFile, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const subject = ['-days', '365', '-subj', '/CN=Operator', '-keyout', keyFile, '-out', certificate]
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject], { stdio: 'ignore' })
  await chmod(keyFile, 0o600)
  // The database belongs to these keys, and to files that hold its id.
  await cp(join(server.dataDirectory, 'files'), join(directory, 'data', 'files'), { recursive: true })
  const { keys } = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
  const settings: Record<string, string> = {
    MUSUBI_MODE: 'production',
    PUBLIC_URL: productionUrl,
    // By the name that evaluation gives its key: what it encrypted is read.
    DATA_KEY: `e1:${keys.data}`,
    HASH_KEY: keys.hash,
    SESSION_SECRET: keys.session,
    TERMS_URL: 'https://example.jp/terms',
    SIGNING_KEY_FILE: keyFile,
    SIGNING_CERTIFICATE_FILE: certificate,
    OPERATOR_NAME: '株式会社運営',
    TSA_CERTIFICATE_FILE: certificate,
    ...env,
  }
  const [dataDirectory, { databaseUrl }] = [join(directory, 'data'), server]
  const running = await startProcess({ dataDirectory, databaseUrl, port: await freePort(), env: settings })
  return {
    /** For a command beside it. */
    settings: { ...settings, DATABASE_URL: databaseUrl, MUSUBI_DATA: dataDirectory },
    url: `http://127.0.0.1:${running.port}`,
    certificate,
    /** Ends the process; its keys and files stay for a command. */
    halt: () => running.stop(),
    async stop() {
      await running.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
