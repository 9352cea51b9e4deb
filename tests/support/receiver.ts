import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageProblem } from './event-schema-check.ts'
import { until } from './until.ts'

/** What a receiver does with a request: answers with a status, closes without an answer, or says nothing. */
type Behaviour = { status: number; headers?: Record<string, string>; body?: string } | 'close' | 'hang'

type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

/** A real receiver of webhooks on loopback. Closing it throws where a message was not what `/openapi.json` describes. */
export type Receiver = {
  url: string
  received: Received[]
  /** From now on; several are taken one after the other, and the last one stays. */
  behave(...each: Behaviour[]): void
  /** Waits until so many requests came in all. */
  heard(count: number): Promise<Received[]>
  /** The first one, as soon as it is there. */
  first(): Promise<Received>
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const problems: string[] = []
  let planned: Behaviour[] = [{ status: 204 }]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const behaviour = planned.length > 1 ? planned.shift() : planned[0]
    const { method = '', url: path = '', headers } = request
    const body = Buffer.concat(chunks).toString()
    received.push({ method, path, headers, body })
    const problem = messageProblem(body)
    if (problem !== null) problems.push(problem)
    if (behaviour === 'hang' || behaviour === undefined) return
    if (behaviour === 'close') return request.socket.destroy()
    response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave(...each) {
      planned = each
    },
    async heard(count) {
      await until(`${count} requests at the receiver`, () => received.length >= count)
      return received
    },
    async first() {
      await until('a request at the receiver', () => received.length > 0)
      return received[0] as Received
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
  }
}

/** One that answers when the test says so, the oldest request first. */
export async function startSlowReceiver() {
  const open: { response: ServerResponse; since: number }[] = []
  let atOnce = false
  let answered = 0
  const answer = ({ response }: { response: ServerResponse }) => {
    answered += 1
    response.writeHead(204).end()
  }
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (atOnce) return answer({ response })
      const mine = { response, since: Date.now() }
      open.push(mine)
      response.on('close', () => {
        if (open.includes(mine)) open.splice(open.indexOf(mine), 1)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => open.length,
    answered: () => answered,
    /** For how many milliseconds the oldest request has been waiting. */
    longest: () => Date.now() - (open[0]?.since ?? Date.now()),
    answerOne() {
      const first = open.shift()
      if (first !== undefined) answer(first)
    },
    answerAtOnce() {
      atOnce = true
      for (const each of open.splice(0)) answer(each)
    },
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
