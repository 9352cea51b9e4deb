import { execFileSync, spawn } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Need } from './needs.ts'
import { freePort } from './process.ts'
import { until } from './until.ts'

/** Of Shopify's toxiproxy (MIT). Its later versions cannot be installed by name, for their go.mod replaces modules. */
const source = 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0'

/** The program: `TOXIPROXY`, `toxiproxy-server` of the machine, or built once a machine by Go. Null where there is none of these. */
function findProgram(): string | null {
  const given = process.env.TOXIPROXY
  if (given !== undefined && given !== '') return given
  const cache = join(tmpdir(), `musubi-toxiproxy-${process.getuid?.() ?? 0}`)
  const built = join(cache, 'server')
  try {
    return execFileSync('sh', ['-c', 'command -v toxiproxy-server'], { encoding: 'utf8' }).trim()
  } catch {
    if (existsSync(built)) return built
  }
  // One after the other, for another process of the same run may be at it: the second finds everything compiled.
  const inTurn =
    'if command -v flock >/dev/null; then flock "$1.lock" go install "$2"; else go install "$2"; fi'
  const aside = `${cache}-${process.pid}`
  try {
    const env = { ...process.env, GOBIN: aside }
    execFileSync('sh', ['-c', inTurn, 'sh', cache, source], { env, stdio: 'ignore', timeout: 600_000 })
    renameSync(aside, cache)
  } catch {
    rmSync(aside, { recursive: true, force: true })
  }
  return existsSync(built) ? built : null
}

const program = findProgram()

/** No package of Debian, and Go is not on every machine of CI: where neither is, its tests are counted as skipped. */
export const toxiproxyProgram: Need = {
  what: 'toxiproxy (or Go to build it)',
  isHere: program !== null,
  inCi: false,
}

/**
 * What a line does. `away`: nobody listens; `reset`: each connection is reset; `silent`: no byte of an answer for a minute; `slow`: each
 * answer comes a second and a half late; `cut`: the line is closed after so many bytes of the answer.
 */
export type LineState = 'good' | 'away' | 'reset' | 'silent' | 'slow' | { cut: number }

export type ToxicLine = { port: number; be(state: LineState): Promise<void> }

export type Toxiproxy = { lineTo(port: number): Promise<ToxicLine>; close(): Promise<void> }

export async function startToxiproxy(): Promise<Toxiproxy> {
  if (program === null) throw new Error('no toxiproxy')
  const port = await freePort()
  const child = spawn(program, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' })
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`toxiproxy ${method} ${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? null : await response.json()
  }
  await until('toxiproxy answers', () => ask('GET', '/proxies').then(Boolean, () => false))
  let count = 0
  return {
    async lineTo(upstream) {
      const name = `line${count++}`
      const listen = `127.0.0.1:${await freePort()}`
      await ask('POST', '/proxies', { name, listen, upstream: `127.0.0.1:${upstream}` })
      const toxic = (type: string, attributes: object) =>
        ask('POST', `/proxies/${name}/toxics`, { name: 'fault', type, stream: 'downstream', attributes })
      return {
        port: Number(listen.split(':')[1]),
        async be(state) {
          const { toxics } = await ask('GET', `/proxies/${name}`)
          if (toxics.length > 0) await ask('DELETE', `/proxies/${name}/toxics/fault`)
          await ask('POST', `/proxies/${name}`, { enabled: state !== 'away' })
          if (state === 'reset') await toxic('reset_peer', { timeout: 0 })
          // The toxic `timeout` passes on that the peer closes, which would be an answer of its own.
          if (state === 'silent') await toxic('latency', { latency: 60_000 })
          if (state === 'slow') await toxic('latency', { latency: 1_500 })
          if (typeof state === 'object') await toxic('limit_data', { bytes: state.cut })
        },
      }
    },
    async close() {
      child.kill('SIGKILL')
      await new Promise((done) => child.once('exit', done))
    },
  }
}
