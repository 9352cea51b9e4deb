import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anAuthority } from './certificate-maker.ts'
import { startTimestampServer } from './timestamp-server.ts'
import { until } from './until.ts'

export type HeldTimestamps = {
  url: string
  /** From now on requests wait until `release`; a job that signs is held in the middle. */
  hold(): void
  /** Answers when as many requests wait. */
  waiting(count: number): Promise<void>
  /** Answers those that wait, and all that come. */
  release(): void
  close(): Promise<void>
}

/** A real time-stamping authority that answers when the test says so. */
export async function startHeldTimestamps(): Promise<HeldTimestamps> {
  const real = await startTimestampServer({ authority: anAuthority() })
  let holding = false
  const held: (() => void)[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const answer = () => passOn(real.url, Buffer.concat(chunks), response)
    if (holding) held.push(answer)
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/tsa`,
    hold() {
      holding = true
    },
    async waiting(count) {
      await until(`${count} timestamps are asked for`, () => held.length >= count)
    },
    release() {
      holding = false
      for (const answer of held.splice(0)) answer()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await real.close()
    },
  }
}

function passOn(url: string, body: Buffer<ArrayBuffer>, response: ServerResponse): void {
  const headers = { 'content-type': 'application/timestamp-query' }
  fetch(url, { method: 'POST', headers, body })
    .then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': 'application/timestamp-reply' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
    .catch(() => response.destroy())
}
