import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Client as Database } from 'pg'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { conclude, type Office, openAgreement, readContract } from './agreement.ts'
import { measureAgreements } from './agreements.ts'
import { openClient } from './browserless-client.ts'
import { benchLists } from './lists.ts'
import { measurePage } from './page-bytes.ts'
import { processorTime, residentMemory } from './processes.ts'
import { type Product, startProduct } from './product.ts'
import { measureReads } from './reads.ts'
import { measureRecovery } from './recovery.ts'
import { report } from './report.ts'
import { startSmsReceiver } from './sms-receiver.ts'
import { measureStart } from './start.ts'

const quick = process.argv.includes('--quick')

// Lists of a million documents take minutes to fill, and are a bench of their own.
if (process.argv.includes('--lists')) {
  const plan = quick ? { few: 200, many: 5_000, calls: 5 } : { few: 1_000, many: 1_000_000, calls: 40 }
  await benchLists(plan)
  process.exit()
}

const plan = quick
  ? { warm: 1, agreements: 3, reads: 1, starts: 1, kills: 1, idle: 0.5 }
  : { warm: 15, agreements: 30, reads: 10, starts: 5, kills: 5, idle: 5 }

/** Within the checkout, so that it lies on the disk that is meant and not on a memory file system. */
const place = resolve('data')
await mkdir(place, { recursive: true })
const dataDirectory = await mkdtemp(join(place, 'bench-'))
const sms = await startSmsReceiver()
const pdf = Buffer.from(await contractPdf())
const options = { dataDirectory, env: sms.env }
const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const say = (what: string) => process.stderr.write(`${what} …\n`)

say('starting')
await (await startProduct({ dataDirectory })).stop()
const start = await measureStart(dataDirectory, plan.starts)

let running: Product = await startProduct(options)
try {
  await sleep(plan.idle)
  const idle = await residentMemory(running.pid, dataDirectory)
  // The running one is adopted; the server keeps it while we are connected.
  const postgres = await startEmbeddedPostgres(dataDirectory)
  const database = new Database({ connectionString: postgres.url })
  await database.connect()
  // One team may send 2,000 SMS a day; the bench sends more.
  await database.query('update teams set sms_per_day = 1000000')

  const officeAt = (product: Product): Office => ({ client: openClient(product.url), token, pdf, sms })
  const door = openClient(running.url)
  const asked = await door.ask('POST', '/token', { form: { client_id: running.clientId } })
  const token: string = JSON.parse(asked.body).access_token
  door.close()
  const office = officeAt(running)
  const spent = () => processorTime(running.pid, dataDirectory)

  say('warming up')
  await measureAgreements(office, { concurrency: 8, seconds: plan.warm }, spent)
  say('agreements, one at a time')
  const one = await measureAgreements(office, { concurrency: 1, seconds: plan.agreements }, spent)
  say('agreements, eight at a time')
  const eight = await measureAgreements(office, { concurrency: 8, seconds: plan.agreements }, spent)
  const afterAgreements = await residentMemory(running.pid, dataDirectory)

  say('pages')
  const opened = await openAgreement(office)
  const visit = await readContract(office, await openAgreement(office))
  const pages = {
    phone: await measurePage(office.client, opened.base),
    code: await measureCodePage(office),
    review: await measurePage(office.client, `${visit.base}/review`, visit.headers),
  }
  say('reads')
  const reads = await measureReads({
    databaseUrl: postgres.url,
    origin: running.url,
    token,
    documentId: opened.documentId,
    consentPath: opened.base,
    seconds: plan.reads,
  })
  const afterReads = await residentMemory(running.pid, dataDirectory)
  await conclude(office)
  office.client.close()

  say('kills')
  const killed = await measureRecovery(running, options, officeAt, plan.kills)
  running = killed.running
  await database.end()
  report({
    quick,
    one,
    eight,
    reads,
    pages,
    start,
    recovery: killed.recovery,
    idle,
    afterAgreements,
    afterReads,
  })
} finally {
  await running.stop()
  sms.close()
  await rm(dataDirectory, { recursive: true, force: true })
}

/** The code page stands behind the phone number. */
async function measureCodePage(office: Office) {
  const { base, tel } = await openAgreement(office)
  const first = await office.client.ask('GET', base)
  const form = { form_token: /name="form_token" value="([^"]*)"/.exec(first.body)?.[1] ?? '', tel }
  const { cookie } = await office.client.ask('POST', `${base}/phone`, { form })
  return measurePage(office.client, `${base}/code`, { cookie: cookie ?? '' })
}
