import { setTimeout as sleep } from 'node:timers/promises'
import { conclude, type Office, openAgreement, readContract } from './agreement.ts'
import { measureAgreements } from './agreements.ts'
import { benchBeside } from './beside.ts'
import { openClient } from './browserless-client.ts'
import { benchCounts } from './counts.ts'
import { benchEditor } from './editor.ts'
import { benchLevels } from './levels.ts'
import { benchLists } from './lists.ts'
import { measurePage } from './page-bytes.ts'
import { type Product, startProduct } from './product.ts'
import { benchReading } from './reading.ts'
import { measureReads, startLimit } from './reads.ts'
import { measureRecovery } from './recovery.ts'
import { report } from './report.ts'
import { openSide, pagesOf } from './side.ts'
import { measureStart } from './start.ts'
import { benchWebhooks } from './webhooks.ts'

const quick = process.argv.includes('--quick')

// Lists of a million documents take minutes to fill, and are a bench of their own.
if (process.argv.includes('--lists')) {
  const plan = quick ? { few: 200, many: 5_000, calls: 5 } : { few: 1_000, many: 1_000_000, calls: 40 }
  await benchLists(plan)
  process.exit()
}

// What a recipient on a slow line waits for takes a browser.
if (process.argv.includes('--reading')) {
  await benchReading(quick ? 1 : 5)
  process.exit()
}

// How fluid the editor of fields is over many pages.
if (process.argv.includes('--editor')) {
  await benchEditor(quick ? 1 : 3)
  process.exit()
}

// What one webhook costs an agreement.
if (process.argv.includes('--webhooks')) {
  await benchWebhooks({ ...(quick ? { rounds: 1, seconds: 2 } : { rounds: 8, seconds: 5 }), concurrency: 8 })
  process.exit()
}

// What an agreement asks of PostgreSQL, counted, here or in another checkout: `--counts [FOLDER]`.
const counts = process.argv.indexOf('--counts')
if (counts > 0) {
  await benchCounts(process.argv[counts + 1] ?? '.', { seconds: quick ? 2 : 15, concurrency: 8 })
  process.exit()
}

// What B-LTA costs beside B-T, in turns.
if (process.argv.includes('--levels')) {
  await benchLevels({ ...(quick ? { rounds: 2, seconds: 2 } : { rounds: 10, seconds: 5 }), concurrency: 8 })
  process.exit()
}

// Another checkout, in turns: `--beside FOLDER`.
const beside = process.argv.indexOf('--beside')
if (beside > 0) {
  const plan = quick
    ? { rounds: 2, seconds: 2, readRounds: 1, idleSeconds: 1 }
    : { rounds: 10, seconds: 5, readRounds: 4, idleSeconds: 10 }
  await benchBeside(process.argv[beside + 1] ?? '', { ...plan, concurrency: 8 })
  process.exit()
}

const plan = quick
  ? { warm: 1, agreements: 3, reads: 1, readRounds: 1, starts: 1, kills: 1, idle: 0.5, afterwards: 1 }
  : { warm: 15, agreements: 30, reads: 2, readRounds: 4, starts: 5, kills: 5, idle: 5, afterwards: 10 }

const say = (what: string) => process.stderr.write(`${what} …\n`)

say('starting')
const side = await openSide('this', '.')
let running = side.product
try {
  await sleep(plan.idle * 1000)
  const idle = await side.memory()
  const { office } = side

  say('warming up')
  await measureAgreements(office, { concurrency: 8, seconds: plan.warm }, side.spent)
  say('agreements, one at a time')
  const one = await measureAgreements(office, { concurrency: 1, seconds: plan.agreements }, side.spent)
  say('agreements, eight at a time')
  const eight = await measureAgreements(office, { concurrency: 8, seconds: plan.agreements }, side.spent)
  const afterAgreements = await side.memory()

  say('pages')
  const opened = await openAgreement(office)
  const visit = await readContract(office, await openAgreement(office))
  const pages = {
    phone: await measurePage(office.client, opened.base),
    code: await measureCodePage(office),
    review: await measurePage(office.client, `${visit.base}/review`, visit.headers),
  }
  say('reads')
  const limit = await startLimit(side.databaseUrl)
  const read = await pagesOf(side, limit.url)
  const turns = { rounds: plan.readRounds, seconds: plan.reads }
  const sixteen = await measureReads(read, { ...turns, connections: 16 })
  const single = await measureReads(read, { ...turns, connections: 1 })
  await limit.stop()
  const afterReads = await side.memory()
  await sleep(plan.afterwards * 1000)
  const afterwards = await side.memory()
  await conclude(office)
  office.client.close()

  say('starts')
  await running.stop()
  const start = await measureStart(side.dataDirectory, plan.starts)
  say('kills')
  const options = { dataDirectory: side.dataDirectory, env: side.env }
  running = await startProduct(options)
  const officeAt = (product: Product): Office => ({ ...office, client: openClient(product.url) })
  const killed = await measureRecovery(running, options, officeAt, plan.kills)
  running = killed.running
  report({
    quick,
    one,
    eight,
    sixteen,
    single,
    pages,
    start,
    recovery: killed.recovery,
    memory: { idle, afterAgreements, afterReads, afterwards },
  })
} finally {
  await running.stop()
  await side.close()
}

/** The code page stands behind the phone number. */
async function measureCodePage(office: Office) {
  const { base, tel } = await openAgreement(office)
  const first = await office.client.ask('GET', base)
  const form = { form_token: /name="form_token" value="([^"]*)"/.exec(first.body)?.[1] ?? '', tel }
  const { cookie } = await office.client.ask('POST', `${base}/phone`, { form })
  return measurePage(office.client, `${base}/code`, { cookie: cookie ?? '' })
}
