import { spawn } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'

/** `perSecond`: the mean of the turns. `p99`: of the slowest turn, in milliseconds. */
export type Read = { perSecond: number; p99: number }

/** An address under a name, and what is sent with it. */
export type Page = { name: string; url: string; headers?: Record<string, string> }

/** The product's pool. */
const poolConnections = 20

/** A bare route in a process of its own, the limit of what a read can reach. `url`: of the same document there. */
export async function startLimit(databaseUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['bench/limit.ts', databaseUrl, String(poolConnections)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [address] = await once(child.stdout, 'data')
  return {
    url: String(address).trim(),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Reads each page in turns of `seconds`, over so many connections, so that a drifting machine shows in all of them. */
export async function measureReads(
  pages: Page[],
  { connections, rounds, seconds }: { connections: number; rounds: number; seconds: number },
): Promise<Record<string, Read>> {
  const turns = new Map<string, Read[]>(pages.map(({ name }) => [name, []]))
  for (const page of pages) await hit(page, connections, Math.min(seconds, 1))
  for (let round = 0; round < rounds; round++) {
    const inTurn = round % 2 === 0 ? pages : pages.toReversed()
    for (const page of inTurn) turns.get(page.name)?.push(await hit(page, connections, seconds))
  }
  return Object.fromEntries(
    [...turns].map(([name, reads]) => [
      name,
      {
        perSecond: reads.reduce((sum, { perSecond }) => sum + perSecond, 0) / reads.length,
        p99: Math.max(...reads.map(({ p99 }) => p99)),
      },
    ]),
  )
}

async function hit({ url, headers = {} }: Page, connections: number, duration: number): Promise<Read> {
  const result = await autocannon({ url, connections, duration, headers })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url} failed ${result.non2xx} times`)
  return { perSecond: result.requests.total / result.duration, p99: result.latency.p99 }
}
