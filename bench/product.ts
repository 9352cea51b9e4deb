import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '#tests/support/process.ts'

export type Product = {
  url: string
  clientId: string
  /** Of the process that serves. */
  pid: number
  /** Milliseconds from the command to the line that says where it listens. */
  readyAfter: number
  /** SIGTERM, and the wait for the end. */
  stop(): Promise<void>
  kill(): Promise<void>
}

export type ProductOptions = {
  dataDirectory: string
  env?: Record<string, string>
  command?: 'node' | 'npm'
  /** Another checkout, built; this one where none is named. */
  checkout?: string
}

/** The built server with its embedded PostgreSQL, as `npm start` runs it, on a data directory that may be warm. */
export async function startProduct({
  dataDirectory,
  env = {},
  command = 'node',
  checkout = '.',
}: ProductOptions): Promise<Product> {
  const port = await freePort()
  const began = performance.now()
  const child = spawnServer(command, checkout, {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    MUSUBI_DATA: dataDirectory,
    API_CALLS_PER_MINUTE: '0',
    // Recipients come from addresses of their own (`agreement.ts`), as through a proxy.
    TRUSTED_PROXIES: '127.0.0.1',
    ...env,
  })
  const ended = once(child, 'exit')
  await ready(child)
  const readyAfter = performance.now() - began
  const known = JSON.parse(await readFile(join(dataDirectory, 'evaluation.json'), 'utf8'))
  return {
    url: `http://127.0.0.1:${port}`,
    clientId: known.client_id,
    pid: child.pid ?? 0,
    readyAfter,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function spawnServer(command: 'node' | 'npm', cwd: string, env: Record<string, string>): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  if (command === 'npm') return spawn('npm', ['start', '--silent'], { stdio, env, cwd })
  return spawn(process.execPath, ['dist/server.mjs'], { stdio, env, cwd })
}

async function ready(child: ChildProcess): Promise<void> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (/^Musubi \S+ {2}evaluation/m.test(output)) resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
}
