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

/** What the lists are asked for. */
const asked: Record<string, Partial<DocumentFilter>> = {
  'words that all have': { search: readSearch('契約') },
  'words that one has': { search: readSearch('契約 123456') },
  'one letter that all have': { search: readSearch('約') },
  'words and a state that few have': { search: readSearch('契約'), statuses: ['cancelled'] },
}

/** What the bookkeeping law asks the register for, each alone; of one kind two are asked, which few and which many have. */
const criteria: Record<string, Record<string, Partial<DocumentFilter>>> = {
  day: {
    'one day': { contract: { from: '2023-01-05', to: '2023-01-05' } },
    'a year': { contract: { from: '2023-01-01', to: '2023-12-31' } },
  },
  amount: {
    'a narrow range': { amount: { from: 10_000_000n, to: 10_100_000n } },
    'a wide range': { amount: { from: 1n, to: 50_000_000n } },
  },
  counterparty: {
    'one company': { counterparty: '取引先77商' },
    'a part of all names': { counterparty: '商事' },
  },
}

/** Each criterion, and any two of different kinds. */
function registerAsked(): [string, Partial<DocumentFilter>][] {
  const kinds = Object.entries(criteria).map(([kind, ways]) =>
    Object.entries(ways).map(([name, filter]) => ({ name: `${kind}: ${name}`, filter })),
  )
  const alone = kinds.flat().map(({ name, filter }): [string, Partial<DocumentFilter>] => [name, filter])
  const pairs = kinds.flatMap((ones, at) =>
    kinds
      .slice(at + 1)
      .flatMap((others) =>
        ones.flatMap((one) =>
          others.map((other): [string, Partial<DocumentFilter>] => [
            `${one.name} + ${other.name}`,
            { ...one.filter, ...other.filter },
          ]),
        ),
      ),
  )
  return [['everything', {}], ...alone, ...pairs, ['what is not filled in', { incomplete: true }]]
}

/** A page of the register, as the console reads it. */
const registerSelect = `select d.id, d.title, d.status, d.concluded_at, a.contract_at, a.amount, a.counterparty
  from page join documents d on d.id = page.id left join document_attributes a on a.document_id = d.id`
const listSelect = 'select d.id, d.version, d.snapshot from page join documents d on d.id = page.id'

type Measured = { calls: number; teamId: string; most: number }

/**
 * Prints how long the console takes to count and to find a page, for each thing that may be asked of the lists and of the register;
 * `!` where both together take longer than `most` milliseconds.
 */
export async function measureFinds(database: Database, { teamId, calls, most }: Measured): Promise<void> {
  const office = { teamId, ordinary: true, private: true, oversight: 'team' } as const
  const scope: FindScope = { whose: 'team', teamId, office }
  await database.query(`begin; ${findPlanning}`)
  const measured = { scope, calls, most }
  heading('the lists of the team, medians')
  for (const [name, filter] of Object.entries(asked))
    await measureOne(
      database,
      name,
      { ...nothing, ...filter },
      { ...measured, select: listSelect, limit: 30 },
    )
  heading('the register of the bookkeeping law: each criterion and any two, medians')
  const listed: DocumentFilter = { ...nothing, statuses: ['concluded', 'imported'], test: false }
  for (const [name, filter] of registerAsked())
    await measureOne(
      database,
      name,
      { ...listed, ...filter },
      { ...measured, select: registerSelect, limit: 50 },
    )
  await database.query('rollback')
}

type How = Omit<Measured, 'teamId'> & { scope: FindScope; select: string; limit: number }

async function measureOne(database: Database, name: string, filter: DocumentFilter, how: How): Promise<void> {
  const given = { scope: how.scope, filter, secrets: { keyedHash: () => '' } }
  const count = countOf(given)
  const { rows } = await database.query<{ total: number }>(count)
  const total = rows[0]?.total ?? 0
  const many = total > mostCounted
  const page = pageFound(given, { after: null, limit: how.limit, many }, how.select)
  const counting = await median(how.calls, () => database.query(count))
  const finding = await median(how.calls, () => database.query(page))
  const found = many ? `more than ${mostCounted.toLocaleString('en')}` : total.toLocaleString('en')
  const figure = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`.padStart(12)
  const slow = counting + finding > how.most ? ' !' : ''
  process.stdout.write(
    `${name.padEnd(58)}${found.padStart(17)}${figure(counting)}${figure(finding)}${slow}\n`,
  )
}

function heading(what: string): void {
  process.stdout.write(
    `\n${what}\n${''.padEnd(58)}${'found'.padStart(17)}${'count'.padStart(12)}${'page'.padStart(12)}\n`,
  )
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
