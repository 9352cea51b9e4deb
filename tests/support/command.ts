import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestServer } from './server.ts'
import { asServer } from './template.ts'

export type Ran = { code: number; out: string; err: string }

/** `musubi` as an operator runs it, until it ends. */
export async function musubi(words: string[], env: Record<string, string>): Promise<Ran> {
  const child = spawn(process.execPath, ['dist/musubi.mjs', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
  })
  const ran = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (ran.out += chunk))
  child.stderr.on('data', (chunk) => (ran.err += chunk))
  const [code] = await once(child, 'close')
  return { code, ...ran }
}

/** The variables of a test's server, for a command beside it. */
export function settingsOf(server: TestServer): Record<string, string> {
  const { databaseUrl, env } = asServer(server.databaseUrl)
  return {
    ...env,
    DATABASE_URL: databaseUrl,
    MUSUBI_DATA: server.dataDirectory,
    PORT: String(server.process().port),
  }
}
