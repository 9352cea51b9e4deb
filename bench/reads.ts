import { spawn } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'

export type Read = { perSecond: number; p99: number }
export type Reads = { limit: Read; document: Read; phone: Read }

type Wanted = {
  databaseUrl: string
  origin: string
  token: string
  documentId: string
  consentPath: string
  seconds: number
}

/** The product's pool, and what a proxy in front of it would keep open. */
const poolConnections = 20
const clientConnections = 32

/** Both reads beside the limit. The limit is measured before and after them, so that a drifting machine shows. */
export async function measureReads(wanted: Wanted): Promise<Reads> {
  const { databaseUrl, origin, token, documentId, consentPath, seconds } = wanted
  const child = spawn(process.execPath, ['bench/limit.ts', databaseUrl, String(poolConnections)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [address] = await once(child.stdout, 'data')
  const bare = `${String(address).trim()}/documents/${documentId}`
  const headers = { authorization: `Bearer ${token}` }
  try {
    const before = await hit(bare, seconds)
    const document = await hit(`${origin}/documents/${documentId}`, seconds, headers)
    const phone = await hit(origin + consentPath, seconds)
    const after = await hit(bare, seconds)
    const limit = {
      perSecond: (before.perSecond + after.perSecond) / 2,
      p99: Math.max(before.p99, after.p99),
    }
    return { limit, document, phone }
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

async function hit(url: string, seconds: number, headers: Record<string, string> = {}): Promise<Read> {
  await autocannon({ url, connections: clientConnections, duration: 1, headers })
  const result = await autocannon({ url, connections: clientConnections, duration: seconds, headers })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url} failed ${result.non2xx} times`)
  return { perSecond: result.requests.average, p99: result.latency.p99 }
}
