import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

export type ServerProcess = {
  url: string
  port: number
  process: ChildProcess
  /** Everything it wrote. */
  output(): string
  /** SIGTERM, and the wait for its end. */
  stop(): Promise<void>
  /** SIGKILL, at once. */
  kill(): Promise<void>
}

export type ProcessOptions = {
  dataDirectory: string
  databaseUrl?: string
  port?: number
  env?: Record<string, string>
  /** A built checkout of another release; ours unless said. */
  checkout?: string
  /** What node runs, with its arguments; the server without it. */
  command?: string[]
}

/** The real server, as an operator runs it, on a free port; ready when it has printed where it listens. */
export async function startProcess(options: ProcessOptions): Promise<ServerProcess> {
  const port = options.port ?? (await freePort())
  const child = spawn(process.execPath, options.command ?? ['dist/server.mjs'], {
    cwd: options.checkout ?? process.cwd(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: String(port),
      MUSUBI_DATA: options.dataDirectory,
      API_CALLS_PER_MINUTE: '0',
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
      ...options.env,
    },
  })
  let output = ''
  const ended = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (/^Musubi \S+ {2}(evaluation|listening|working)/m.test(output)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
  return {
    url: options.env?.PUBLIC_URL ?? `http://127.0.0.1:${port}`,
    port,
    process: child,
    output: () => output,
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

/**
 * Below what the system lends to outgoing connections (32768 on Linux, 49152 on macOS): one of those may be somebody's by the
 * time that a killed server wants its port again.
 */
const [firstPort, ports] = [10_000, 20_000]
let given = process.pid * 97

/** A port that nobody uses at this moment, and that nobody else of a run is given: each test file has a process of its own. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = firstPort + (given++ % ports)
    const probe = createServer().listen(port, '127.0.0.1')
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    await new Promise((resolve) => probe.close(resolve))
    return port
  }
}
