import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Client as Database } from 'pg'
import { listPlanning } from '#server/adapters/postgres/connection/index-reads.ts'
import { type ListStatement, pageOf, totalOf } from '#server/adapters/postgres/documents/document-lists.ts'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { askToken, expect, type Office, openAgreement } from './agreement.ts'
import { openClient } from './browserless-client.ts'
import { fillFinds, measureFinds } from './finds.ts'
import { fill } from './list-filling.ts'
import { startProduct } from './product.ts'
import { startSmsReceiver } from './sms-receiver.ts'

export type ListPlan = { few: number; many: number; calls: number }

/** Milliseconds. */
type Median = number

const deepPage = 5_000
/** Fewer rows are read whole in no time, and PostgreSQL knows that. */
const largeEnough = 100_000

/**
 * Lists of few and of very many documents: the first page and one large document cost the same, deep pages and filtered
 * totals what PostgreSQL takes to answer them. Prints a table; ends with an error when a plan reads whole tables.
 */
export async function benchLists({ few, many, calls }: ListPlan): Promise<void> {
  const place = resolve('data')
  await mkdir(place, { recursive: true })
  const dataDirectory = await mkdtemp(join(place, 'bench-lists-'))
  const sms = await startSmsReceiver()
  const product = await startProduct({ dataDirectory, env: sms.env })
  const postgres = await startEmbeddedPostgres(dataDirectory)
  const database = new Database({
    connectionString: postgres.administratorUrl,
    options: '-c plan_cache_mode=force_generic_plan',
  })
  try {
    await database.connect()
    const client = openClient(product.url)
    const token = await askToken(client, product.clientId)
    const headers = { authorization: `Bearer ${token}` }
    const get = async (path: string) => expect(await client.ask('GET', path, { headers }), 200, path).body
    const office: Office = { client, token, pdf: Buffer.from(await contractPdf()), sms }

    say('making one document, and one of 128 recipients and 100 files')
    const { documentId: sample } = await openAgreement(office)
    const large = await makeLargeDocument(office)
    const call = (path: string) => median(calls, () => get(path))
    const always = async () => ({
      first: await call('/documents'),
      large: await call(`/documents/${large}`),
      team: await call('/team_documents'),
    })

    say(`filling ${few} documents`)
    await fill(database, sample, { present: 0, wanted: few })
    const before = await always()
    say(`filling ${many} documents`)
    const began = performance.now()
    await fill(database, sample, { present: few, wanted: many })
    say(`filled in ${Math.round((performance.now() - began) / 1000)} s; measuring`)
    const after = await always()

    const scope = await scopeOf(database, sample)
    const everything = { status: null, from: null, to: null }
    const page = Math.min(deepPage, Math.floor(many / 200))
    const ranged = { ...everything, from: at(many * 0.4), to: at(many * 0.9) }
    const rangedState = { ...ranged, status: 'concluded' }
    // A page past the end asks for nothing but the total.
    const total = (query: string) => call(`/documents?page=999999&${query}`)
    const range = `from=${ranged.from.toISOString()}&to=${ranged.to.toISOString()}`
    const sent = 'from documents where sender_id = $1'
    const inRange = `${sent} and last_processed_at between $2 and $3`
    const bare = (text: string, ...values: unknown[]) => median(calls, () => database.query({ text, values }))
    const rows: [string, Median, Median, number][] = [
      ['GET /documents, page 1', after.first, before.first, 1.5],
      ['GET /documents/{id}, 128 recipients, 100 files', after.large, before.large, 1.5],
      ['GET /team_documents, page 1', after.team, before.team, 1.5],
      [
        `GET /documents?page=${page}`,
        await call(`/documents?page=${page}`),
        await bare(
          `select d.id, d.snapshot from (select id, created_at ${sent} order by created_at desc, id desc
             limit 100 offset $2) page join documents d using (id) order by d.created_at desc, d.id desc`,
          scope.memberId,
          (page - 1) * 100,
        ),
        2,
      ],
      [
        'total of a state',
        await total('status=2'),
        await bare(`select count(*) ${sent} and status = $2`, scope.memberId, 'concluded'),
        2,
      ],
      [
        'total of a range',
        await total(range),
        await bare(`select count(*) ${inRange}`, scope.memberId, ranged.from, ranged.to),
        2,
      ],
      [
        'total of a state in a range',
        await total(`${range}&status=2`),
        await bare(
          `select count(*) ${inRange} and status = $4`,
          scope.memberId,
          ranged.from,
          ranged.to,
          'concluded',
        ),
        2,
      ],
    ]
    client.close()
    report(rows, { few, many })

    const team = { whose: 'team', teamId: scope.teamId, withPrivate: true } as const
    const plans = [
      pageOf(scope, everything, page, many),
      pageOf(scope, { ...everything, status: 'concluded' }, page, many),
      pageOf(scope, ranged, 1, many),
      pageOf(scope, ranged, 1, 1),
      pageOf(team, everything, page, many),
      ...[everything, ranged, rangedState].map((filter) => totalOf(scope, filter)),
    ]
    // The bare SQL above was free to choose; ours is planned as the server plans it.
    await database.query(`begin; ${listPlanning}`)
    for (const statement of plans) await showPlan(database, statement, many >= largeEnough)
    await database.query('rollback')

    say('listing them for the console')
    await fillFinds(database)
    await measureFinds(database, { teamId: scope.teamId, calls: Math.min(calls, 9), most: 1_000 })
  } finally {
    await database.end()
    await product.stop()
    await postgres.stop().catch(() => undefined)
    sms.close()
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

/** Of document n, as `fill` lays them. */
function at(n: number): Date {
  return new Date(Date.parse('2024-01-01T00:00:00Z') + Math.round(n) * 1000)
}

async function scopeOf(database: Database, documentId: string) {
  const { rows } = await database.query(
    `select d.team_id, d.sender_id, p.email_hash from documents d
     join participants p on p.document_id = d.id and p."order" = 0 where d.id = $1`,
    [documentId],
  )
  const { team_id: teamId, sender_id: memberId, email_hash: emailHash } = rows[0]
  return { whose: 'member' as const, memberId, emailHash, teamId, sharedTemplatesOf: null }
}

async function makeLargeDocument({ client, token, pdf }: Office): Promise<string> {
  const headers = { authorization: `Bearer ${token}` }
  const created = await client.ask('POST', '/documents', { headers, form: { title: '大きな契約' } })
  const { id } = JSON.parse(expect(created, 200, 'create').body)
  for (let n = 1; n <= 128; n++) {
    const form = { name: `宛先 ${n}`, email: `${n}@bench.example`, organization: '株式会社つばめ' }
    expect(
      await client.ask('POST', `/documents/${id}/participants`, { headers, form }),
      200,
      'add participant',
    )
  }
  const boundary = 'musubi-bench-lists'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="uploadfile"; filename="a.pdf"\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const upload = { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` }
  for (let n = 1; n <= 100; n++) {
    expect(await client.ask('POST', `/documents/${id}/files`, { headers: upload, body }), 200, 'add file')
  }
  return id
}

async function median(calls: number, ask: () => Promise<unknown>): Promise<Median> {
  for (let n = 0; n < calls / 2; n++) await ask()
  const times: number[] = []
  for (let n = 0; n < calls; n++) {
    const began = performance.now()
    await ask()
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[Math.floor(calls / 2)] ?? 0
}

function report(rows: [string, Median, Median, number][], { few, many }: Pick<ListPlan, 'few' | 'many'>) {
  const figure = (milliseconds: number) => `${milliseconds.toFixed(2)} ms`.padStart(11)
  const lines = rows.map(([what, measured, other, most]) => {
    const beside = most === 1.5 ? `with ${few.toLocaleString('en')}` : 'bare SQL'
    const ratio = measured / other
    return `${what.padEnd(48)}${figure(measured)}${figure(other)} ${beside.padEnd(12)} ${ratio.toFixed(2)}× (≤ ${most}×)${ratio > most ? ' !' : ''}`
  })
  process.stdout.write(`${many.toLocaleString('en')} documents, medians\n${lines.join('\n')}\n`)
}

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Plans?: Plan[] }

/** Prints what a statement reads. `must`: it may read only indexes, and sort only the few that a search found. */
async function showPlan(database: Database, { name, text }: ListStatement, must: boolean): Promise<void> {
  const { rows } = await database.query(`explain (generic_plan, format json) ${text}`)
  const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)]
  const nodes = all(rows[0]['QUERY PLAN'][0].Plan)
  const scans = nodes.filter(
    (each) => each['Relation Name'] !== undefined && each['Relation Name'] !== 'document_counts',
  )
  const shown = scans.map((each) => each['Index Name'] ?? `${each['Node Type']} of ${each['Relation Name']}`)
  process.stdout.write(`  ${name.padEnd(40)} ${shown.join(', ') || 'kept counts'}\n`)
  const bad = scans.filter((each) => each['Node Type'] !== 'Index Only Scan')
  const sorts = nodes.some((each) => each['Node Type'].includes('Sort')) && !name.startsWith('page_search')
  if (must && (bad.length > 0 || sorts)) throw new Error(`the plan of ${name} does not read indexes alone`)
}

function say(what: string): void {
  process.stderr.write(`${what} …\n`)
}
