import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a line does to one request. `lost`: cut before it arrives; `swallowed`: it arrives, and the answer does not. */
export type LineFault = 'none' | 'busy' | 'lost' | 'swallowed' | 'broken' | 'late'

/** A line to an HTTP peer that fails as the plan says, request by request. */
export async function startFaultyLine(target: string, next: () => LineFault) {
  const counts: Record<LineFault, number> = { none: 0, busy: 0, lost: 0, swallowed: 0, broken: 0, late: 0 }
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const fault = next()
    counts[fault] += 1
    if (fault === 'lost') return request.socket.destroy()
    if (fault === 'busy') return response.writeHead(503).end('busy')
    if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, 1_500))
    const { pathname, search } = new URL(request.url ?? '', 'http://line')
    const onward = ask(new URL(`${pathname}${search}`, target), { method: request.method }, (answer) => {
      if (fault === 'swallowed') return request.socket.destroy()
      if (fault === 'broken') return response.writeHead(500).end('broken')
      response.writeHead(answer.statusCode ?? 502, { 'content-type': 'text/plain' })
      answer.pipe(response)
    })
    onward.on('error', () => request.socket.destroy())
    onward.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    /** With the path of the target. */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(target).pathname}`,
    counts,
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
