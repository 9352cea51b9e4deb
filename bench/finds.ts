import type { Client as Database } from 'pg'
import { readSearch } from '#domain/document-search.ts'
import { findPlanning } from '#server/adapters/postgres/connection/index-reads.ts'
import { countOf, mostCounted, pageFound } from '#server/adapters/postgres/documents/document-finds.ts'
import type { DocumentFilter, FindScope } from '#server/usecases/find-ports.ts'

const step = 50_000

/** Gives the documents that `fill` laid what the console finds them by: a record for every second, and a listing for all. */
export async function fillFinds(database: Database): Promise<void> {
  await database.query(`set session_replication_role = replica`)
  await database.query(
    `insert into document_attributes select d.id, '', '取引先' || n % 5000 || '商事', date '2020-01-01' + (n % 2500)::int,
       null, null, null, 'unset', '', n * 100, '[]', now(), now()
     from (select id, row_number() over (order by id) as n from documents) d where n % 2 = 0 on conflict do nothing`,
  )
  await database.query(`set session_replication_role = origin`)
  for (let after = ''; ; ) {
    const { rows } = await database.query<{ last: string | null }>(
      `with page as materialized (select id from documents where id > $1 order by id limit ${step}),
         listed as materialized (select list_document(id) from page)
       select (select count(*) from listed) as done, max(id) as last from page`,
      [after],
    )
    const last = rows[0]?.last ?? null
    if (last === null) break
    after = last
  }
  await database.query('vacuum analyze document_listings')
}

const nothing: DocumentFilter = {
  search: null,
  statuses: null,
  test: null,
  created: { from: null, before: null },
  senderId: null,
  cabinetId: null,
  counterparty: null,
  amount: { from: null, to: null },
  contract: { from: null, to: null },
  incomplete: false,
}

const asked: Record<string, Partial<DocumentFilter>> = {
  'words that all have': { search: readSearch('契約') },
  'words that one has': { search: readSearch('契約 123456') },
  'one letter that all have': { search: readSearch('約') },
  'a counterparty': { counterparty: '取引先77商' },
  'a week of contract days': { contract: { from: '2023-01-01', to: '2023-01-07' } },
  'a range of amounts': { amount: { from: 10_000_000n, to: 10_100_000n } },
  'days and amounts': {
    contract: { from: '2023-01-01', to: '2023-03-31' },
    amount: { from: 10_000_000n, to: 20_000_000n },
  },
  'days and a counterparty': { contract: { from: '2023-01-01', to: '2023-12-31' }, counterparty: '商事' },
  'amounts and a counterparty': { amount: { from: 1n, to: 5_000_000n }, counterparty: '取引先77' },
  'words and a state that few have': { search: readSearch('契約'), statuses: ['cancelled'] },
  'what is not filled in': { statuses: ['concluded', 'imported'], incomplete: true },
}

/** Prints how long the console takes to count and to find a page, for each thing that may be asked. */
export async function measureFinds(
  database: Database,
  { teamId, calls }: { teamId: string; calls: number },
): Promise<void> {
  const office = { teamId, ordinary: true, private: true, oversight: 'team' } as const
  const scope: FindScope = { whose: 'team', teamId, office }
  const secrets = { keyedHash: () => '' }
  const select = 'select d.id, d.version, d.snapshot from page join documents d on d.id = page.id'
  await database.query(`begin; ${findPlanning}`)
  process.stdout.write('counting, and a page of the console, of the team, medians\n')
  for (const [name, filter] of Object.entries(asked)) {
    const given = { scope, filter: { ...nothing, ...filter }, secrets }
    const { rows } = await database.query<{ total: number }>(countOf(given))
    const total = rows[0]?.total ?? 0
    const many = total > mostCounted
    const page = () => database.query(pageFound(given, { after: null, limit: 30, many }, select))
    const [counting, finding] = [
      await median(calls, () => database.query(countOf(given))),
      await median(calls, page),
    ]
    const found = many ? `more than ${mostCounted.toLocaleString('en')}` : total.toLocaleString('en')
    process.stdout.write(
      `${name.padEnd(34)}${found.padStart(18)}${`${counting.toFixed(1)} ms`.padStart(12)}${`${finding.toFixed(1)} ms`.padStart(12)}\n`,
    )
  }
  await database.query('rollback')
}

async function median(calls: number, ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < calls; n++) {
    const began = performance.now()
    await ask()
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[Math.floor(calls / 2)] ?? 0
}
