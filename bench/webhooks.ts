import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Client as Database } from 'pg'
import { documentCatalogue, usualEvents } from '#domain/event-catalogue.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { measureAgreements } from './agreements.ts'
import { openSide, type Side } from './side.ts'

type Plan = { rounds: number; seconds: number; concurrency: number }

const all = Object.keys(documentCatalogue)
/** What the only URL chose in each turn; null: there is no URL. */
const turns = { none: null, usual: usualEvents, all } as const
type Turn = keyof typeof turns
const names = Object.keys(turns) as Turn[]

/** What a webhook costs an agreement: none, one URL with the usual events, and with all, in turns on one server. */
export async function benchWebhooks({ rounds, seconds, concurrency }: Plan): Promise<void> {
  let heard = 0
  const receiver = createServer((request, response) => {
    heard += 1
    request.resume().on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const side = await openSide('this', '.')
  const database = new Database({ connectionString: side.databaseUrl })
  await database.connect()
  const choose = (turn: Turn) =>
    database.query(
      'update webhook_endpoints set events = coalesce($1::text[], events), removed_at = case when $1::text[] is null then now() end',
      [turns[turn]],
    )
  const rates: Record<Turn, number[]> = { none: [], usual: [], all: [] }
  const postgres: Record<Turn, number[]> = { none: [], usual: [], all: [] }
  try {
    await addUrl(side, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`)
    await measureAgreements(side.office, { concurrency, seconds: 8 }, side.spent)
    for (let round = 0; round < rounds; round++) {
      for (const turn of round % 2 === 0 ? names : names.toReversed()) {
        await choose(turn)
        const before = heard
        const found = await measureAgreements(side.office, { concurrency, seconds }, side.spent)
        rates[turn].push(found.perMinute)
        postgres[turn].push(found.each.postgres)
        const messages = ((heard - before) / found.concluded).toFixed(1)
        say(`${turn}: ${Math.round(found.perMinute)} a minute, ${messages} messages each`)
      }
    }
    for (const turn of names) {
      const ratios = rates[turn].map((rate, round) => rate / (rates.none[round] ?? 0))
      say(
        `${turn}: ${Math.round(medianOf(rates[turn]))} agreements a minute, ${medianOf(ratios).toFixed(2)} × of none; ` +
          `PostgreSQL ${medianOf(postgres[turn]).toFixed(1)} ms each`,
      )
    }
  } finally {
    await database.end()
    await side.close()
    receiver.close()
  }
}

async function addUrl({ product, dataDirectory }: Side, url: string): Promise<void> {
  const { email, password } = JSON.parse(await readFile(join(dataDirectory, 'evaluation.json'), 'utf8'))
  const browser = openBrowser(product.url)
  await browser.get('/console/sign-in')
  await browser.post('/console/sign-in', { email, password })
  await browser.get('/console/webhooks/new')
  const added = await browser.post('/console/webhooks', {
    url,
    format: 'standard',
    'event-document.sent': '1',
  })
  if (added.status !== 200) throw new Error(`the URL was not added: ${added.status}`)
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function say(what: string): void {
  process.stdout.write(`${what}\n`)
}
