import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands for the address of a service: whoever connects is led to the port that it leads to at that moment. */
export type Forwarder = {
  port: number
  /** From now on to this port of loopback; null: connections are refused. What is connected is cut. */
  leadTo(port: number | null): void
  close(): Promise<void>
}

export async function startForwarder(first: number): Promise<Forwarder> {
  const sockets = new Set<Socket>()
  let target: number | null = first
  const server = createServer((client) => {
    if (target === null) return client.destroy()
    const other = connect({ port: target, host: '127.0.0.1' })
    for (const [from, to] of [
      [client, other],
      [other, client],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(port) {
      target = port
      cut()
    },
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
