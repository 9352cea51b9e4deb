import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Framing, httpFraming, postgresFraming, type Stretch } from './message-framing.ts'

/**
 * Where to strike. `request`: the n-th request has arrived and goes no further. `answer`: the other side has done what
 * the n-th request asked for, and nobody hears of it. `strike` gets the connection that carries it, which forwards
 * nothing more.
 */
export type Blow = { at: number; stage: 'request' | 'answer'; strike: (cut: () => void) => void }

export type CuttingProxy = {
  /** Requests since `watch` was called. */
  readonly requests: number
  /** Whether the blow fell. */
  readonly struck: boolean
  /** Counts from zero, and strikes once if a blow is given. */
  watch(blow?: Blow): void
  close(): Promise<void>
}

type Target = { upstream: NetConnectOpts; framing: () => Framing }

/** A line that can be cut at any request. `listen`: a port of loopback (0: any) or the path of a unix socket. */
async function startProxy({ upstream, framing }: Target, listen: { port: number } | { path: string }) {
  const sockets = new Set<Socket>()
  let requests = 0
  let blow: Blow | null = null
  let struck = false

  const server = createServer((client) => {
    const other = connect(upstream)
    const frames = framing()
    // Requests go out several at a time; the answers come in their order.
    let asked = 0
    let answered = frames.greets ? -1 : 0
    let condemned: { by: Blow; request: number } | null = null
    let severed = false
    const cut = () => {
      client.destroy()
      other.destroy()
    }
    const strike = (by: Blow) => {
      severed = true
      struck = true
      by.strike(cut)
    }
    const forward = (to: Socket, stretches: Stretch[], onBoundary: () => void) => {
      for (const { bytes, boundary } of stretches) {
        if (boundary) onBoundary()
        if (!severed) to.write(bytes)
      }
    }
    client.on('data', (chunk) =>
      forward(other, frames.fromClient(chunk as Buffer), () => {
        requests += 1
        asked += 1
        if (severed || blow === null || requests !== blow.at) return
        const falling = blow
        blow = null
        if (falling.stage === 'request') strike(falling)
        else condemned = { by: falling, request: asked }
      }),
    )
    other.on('data', (chunk) =>
      forward(client, frames.fromServer(chunk as Buffer), () => {
        answered += 1
        if (condemned !== null && !severed && answered === condemned.request) strike(condemned.by)
      }),
    )
    for (const socket of [client, other]) {
      sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen('port' in listen ? { ...listen, host: '127.0.0.1' } : listen, resolve)
  })
  const proxy: CuttingProxy = {
    get requests() {
      return requests
    },
    get struck() {
      return struck
    },
    watch(next) {
      requests = 0
      struck = false
      blow = next ?? null
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return { proxy, server }
}

/** Between a server and its PostgreSQL behind a unix socket. `through` turns a connection string into one over the proxy. */
export async function startPostgresProxy(
  url: string,
): Promise<CuttingProxy & { through: (url: string) => string }> {
  const { searchParams } = new URL(url)
  const name = `.s.PGSQL.${searchParams.get('port') ?? '5432'}`
  const directory = await mkdtemp(join(tmpdir(), 'musubi-cut-'))
  const upstream = { path: join(searchParams.get('host') ?? '', name) }
  const { proxy } = await startProxy({ upstream, framing: postgresFraming }, { path: join(directory, name) })
  const { close: stopListening } = proxy
  const close = async () => {
    await stopListening()
    await rm(directory, { recursive: true, force: true })
  }
  const through = (real: string) => {
    const changed = new URL(real)
    changed.searchParams.set('host', directory)
    return changed.toString()
  }
  return Object.defineProperties(proxy, {
    close: { value: close },
    through: { value: through },
  }) as CuttingProxy & { through: (url: string) => string }
}

/** Between a server and a time-stamping authority or an SMS gateway on loopback; `url` is that of the real one. */
export async function startHttpProxy(url: string): Promise<CuttingProxy & { url: string }> {
  const real = new URL(url)
  const upstream = { host: '127.0.0.1', port: Number(real.port) }
  const { proxy, server } = await startProxy({ upstream, framing: httpFraming }, { port: 0 })
  real.port = String((server.address() as AddressInfo).port)
  return Object.defineProperties(proxy, { url: { value: real.toString() } }) as CuttingProxy & { url: string }
}
