/** Data keys take turns: what is stored is encrypted anew while people work, and a key may go when nothing needs it any more. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, type QueryResultRow } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as places from '#server/adapters/postgres/connection/encrypted-text.ts'
import type { Connection } from '#server/adapters/postgres/connection/statements.ts'
import {
  countSealedTexts,
  otherKeyOf,
  sealedTables,
} from '#server/adapters/postgres/installation/sealed-texts.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import type { Place } from '#server/usecases/ports.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { musubi } from '#tests/support/command.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Integrator, sendDocument, signInIntegrator } from '#tests/support/integrator.ts'
import { productionUrl, startProduction } from '#tests/support/production.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

const tel = '09012345678'
const made: string[] = []
let server: TestServer
let production: Awaited<ReturnType<typeof startProduction>>
let integrator: Integrator
let keys: Record<'e1' | 'k2' | 'k3', string>
let hashKey: Uint8Array

beforeAll(async () => {
  server = await startTestServer()
  const sender = await signInIntegrator(server.url, server.clientId)
  const { documentId } = await sendDocument(sender, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  made.push(documentId)
  await waitForNoJobs(server)
  await server.process().stop()
  const known = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
  hashKey = Buffer.from(known.keys.hash, 'base64')
  const [k2 = '', k3 = ''] = await Promise.all(['k2', 'k3'].map(newKey))
  keys = { e1: `e1:${known.keys.data}`, k2, k3 }
  // Both are known everywhere before the new one encrypts.
  production = await startWith('e1', 'k2')
  integrator = await signInIntegrator(production.url, server.clientId)
})
afterAll(async () => {
  await production?.stop()
  await server?.close()
})

async function newKey(name: string): Promise<string> {
  const { code, out } = await musubi(['keys', 'new', '--data', '--json'], {})
  expect(code).toBe(0)
  return `${name}:${JSON.parse(out).DATA_KEY.split(':')[1]}`
}

type KeyName = keyof typeof keys
const given = (...names: KeyName[]) => names.map((name) => keys[name]).join(',')
const startWith = (...names: KeyName[]) =>
  startProduction(server, {
    ...{ DATA_KEY: given(...names), TSA_URL: 'http://127.0.0.1:9/' },
    ...{ SMS_GATEWAY: 'kannel', SMS_KANNEL_URL: 'http://127.0.0.1:9/' },
    ...{ SMS_KANNEL_USERNAME: 'u', SMS_KANNEL_PASSWORD: 'p' },
  })
const run = (names: KeyName[], ...words: string[]) =>
  musubi(words, { ...production.settings, DATA_KEY: given(...names) })

async function textsOf(id: string): Promise<number | undefined> {
  const { out, err } = await run(['k2', 'e1', 'k3'], 'keys', 'list', '--json')
  if (out === '') throw new Error(err)
  const { data_keys: all } = JSON.parse(out)
  return all.find((each: { id: string }) => each.id === id)?.texts
}

/** A draft with somebody to be asked, an alert and a number: written with the key that this server encrypts with. */
async function makeDraft(): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title: '下書き' })
  const path = `/documents/${body.id}`
  await integrator.call('POST', `${path}/participants`, {
    ...{ name: '佐藤 太郎', email: 'sato@example.jp', access_code: 'himitsu', language_code: 'ja' },
  })
  await integrator.call('POST', `${path}/reportees`, { name: '高橋', email: 'takahashi@example.jp' })
  made.push(body.id)
  return body.id
}

test('new keys are random, each its own, and what the server takes', async () => {
  const { code, out } = await musubi(['keys', 'new'], {})
  expect(code).toBe(0)
  const lines = Object.fromEntries(
    out
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  )
  expect(Object.keys(lines)).toEqual(['DATA_KEY', 'HASH_KEY', 'SESSION_SECRET'])
  expect(lines.DATA_KEY).toMatch(/^k\d{8}-[0-9a-f]{6}:/)
  const bytes = Object.values(lines).map((each) => String(each).split(':').at(-1) ?? '')
  expect(new Set(bytes).size).toBe(3)
  expect(bytes.map((each) => Buffer.from(each, 'base64').length)).toEqual([32, 32, 32])
  const explained = (await musubi(['keys', 'new', '--data'], {})).out
  expect(explained.split('\n').filter((line) => !line.startsWith('#') && line !== '')).toHaveLength(1)
})

test('a key that is still needed is missed at once, in one sentence', async () => {
  const { code, err } = await run(['k2'], 'keys', 'list')
  expect(code).toBe(1)
  expect(err).toMatch(
    /^DATA_KEY: the key called e1 is missing, and texts of this database are encrypted with it\..*\n$/,
  )
  expect(await textsOf('e1')).toBeGreaterThan(0)
  expect(await textsOf('k2')).toBe(0)
})

test('killed in the middle and begun again, beside somebody who works, everything is encrypted anew', async () => {
  const drafts = await Promise.all(Array.from({ length: 8 }, makeDraft))
  const client = new Client({ connectionString: server.databaseUrl })
  client.on('error', () => undefined)
  await client.connect()
  // Somebody is at one document for as long as this lasts.
  await client.query('begin')
  await client.query('select id from documents where id = $1 for update', [drafts[3]])
  const before = (await textsOf('e1')) ?? 0
  const rotating = spawn(process.execPath, ['dist/musubi.mjs', 'keys', 'rotate'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, ...production.settings, DATA_KEY: given('k2', 'e1') },
  })
  const ended = once(rotating, 'exit')
  await until('most of it is encrypted anew', async () => ((await textsOf('e1')) ?? before) < before / 3)
  // A server that still encrypts with the former key writes behind it.
  await makeDraft()
  rotating.kill('SIGKILL')
  await ended
  expect(await textsOf('e1')).toBeGreaterThan(0)
  await client.query('rollback')
  await client.end()
  const both = await Promise.all([1, 2].map(() => run(['k2', 'e1'], 'keys', 'rotate')))
  expect(both.map(({ code, err }) => ({ code, err }))).toEqual([
    { code: 0, err: '' },
    { code: 0, err: '' },
  ])
  await makeDraft()
  expect((await run(['k2', 'e1'], 'keys', 'rotate')).out).toMatch(
    /^\d+ encrypted anew with k2; 0 are left\.\n$/,
  )
  expect(await textsOf('e1')).toBe(0)
})

test('doctor and the list say that the former key may go', async () => {
  const { out } = await run(['k2', 'e1'], 'keys', 'list')
  expect(out).toMatch(/^data key k2 {2}encrypts {2}\d+ texts \(.*documents \d+/m)
  expect(out).toMatch(/^data key e1 {2}may go {2}0 texts$/m)
  expect(out).toMatch(/^signing certificate .* \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/m)
  expect((await run(['k2', 'e1'], 'doctor')).out).toContain(
    'Nothing is encrypted with e1 any more; it may be taken out of DATA_KEY.',
  )
})

test('without the former key the server starts, reads everything, and turns to the next key by itself', async () => {
  await production.stop()
  production = await startWith('k2')
  await production.stop()
  production = await startWith('k3', 'k2')
  integrator = await signInIntegrator(production.url, server.clientId)
  await until('the server has encrypted all of it anew', async () => {
    const { out } = await run(['k3', 'k2'], 'keys', 'list', '--json')
    const { data_keys: all } = JSON.parse(out)
    return all.find((each: { id: string }) => each.id === 'k2')?.may_go
  })
  const [first = '', second = ''] = made
  const { body } = await integrator.call('GET', `/documents/${first}`)
  expect(body.participants[1].tel).toBe(tel)
  const draft = (await integrator.call('GET', `/documents/${second}`)).body
  expect(draft.participants[1].email).toBe('sato@example.jp')
  expect(draft.reportees[0].email).toBe('takahashi@example.jp')
  expect(productionUrl).toContain('https')
})

describe('no table is forgotten', () => {
  test('every column with encrypted texts is one that keys take turns in', async () => {
    const found = await rowsOf<{ name: string }>(
      server,
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name like '%\\_sealed' order by 1`,
    )
    const known = sealedTables.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
    // Written from the bodies of documents.
    const ofBodies = ['access_code_sealed', 'email_sealed', 'tel_sealed'].map(
      (each) => `participants.${each}`,
    )
    expect(found.map(({ name }) => name)).toEqual([...known, ...ofBodies].sort())
  })

  /** Where a text of a row lies whose columns are all `x` and 1. */
  const boundTo: Record<string, (column: never) => Place> = {
    sms_messages: (column) => places.placeOfSms('x', column),
    signing_urls: (column: string) =>
      column === 'state_sealed' ? places.placeOfState('x') : places.placeOfStatement('x'),
    return_secrets: () => places.placeOfReturnSecret('x', 'x'),
    clients: () => places.placeOfToken('x'),
    call_keys: () => places.placeOfCallAnswer('x', 'x'),
    webhook_endpoints: (column) => places.placeOfWebhook('x', 'x', column),
    delivery_attempts: () => places.placeOfAnswer('1', 1),
    contacts: () => places.placeOfContact('x', 'x'),
    sign_in_factors: () => places.placeOfApp('x'),
    password_reset_requests: () => places.placeOfResetRequest('x'),
    bulk_sends: () => places.placeOfBulkSend('x', 'x'),
    bulk_rows: () => places.placeOfBulkRow('x', 1, 'x'),
    test_messages: () => places.placeOfTestMessage('x', 'x'),
    test_authorities: () => places.placeOfTestAuthority('x'),
  }
  /** Columns that take only some words. */
  const words: Record<string, string> = {
    kind: 'sms',
    method: 'sms',
    format: 'standard',
    act: 'draft',
    via: 'web_api',
  }
  const stateOf: Record<string, string> = { bulk_sends: 'running', bulk_rows: 'ready', sms_messages: 'sent' }
  const ofType = (table: string, type: string, name: string): unknown => {
    if (type === 'text') return (name === 'state' ? stateOf[table] : words[name]) ?? 'x'
    if (type === 'boolean') return false
    if (type.startsWith('timestamp')) return new Date()
    if (type === 'jsonb') return '{}'
    if (type === 'ARRAY') return []
    return 1
  }

  test('of every table a row is encrypted anew, for the very place where it is read', async () => {
    const by = (name: 'k2' | 'k3') => {
      const key = Buffer.from(keys[name].split(':')[1] ?? '', 'base64')
      return createSecrets({ data: [{ id: name, key }], hash: hashKey })
    }
    await production.halt()
    const client = new Client({ connectionString: server.databaseUrl })
    await client.connect()
    client.on('error', () => undefined)
    await client.query('set session_replication_role = replica')
    for (const { table, columns } of sealedTables) {
      const { rows } = await client.query(
        `select column_name as name, data_type as type from information_schema.columns
         where table_name = $1 and table_schema = 'public' and is_nullable = 'NO' and column_default is null`,
        [table],
      )
      const values = new Map(rows.map(({ name, type }) => [name, ofType(table, type, name)]))
      for (const column of columns) {
        const place = boundTo[table]?.(column as never) ?? { table: '', column: '', row: '' }
        values.set(column, by('k2').encrypt(`${table} ${column}`, place))
      }
      const list = [...values.keys()]
      await client.query(
        `insert into ${table} (${list.join(', ')}) values (${list.map((_, at) => `$${at + 1}`).join(', ')})`,
        [...values.values()],
      )
    }
    // A walk that another process had almost ended, and which is behind them.
    await client.query(
      `update data_key_turn set key_id = 'k3', place = $1, block = 64, changed = 0, done_at = null`,
      [sealedTables.at(-1)?.table],
    )
    const { out, err } = await run(['k3', 'k2'], 'keys', 'rotate')
    expect({ out, err }).toMatchObject({
      // One row a table.
      out: expect.stringMatching(new RegExp(`^${sealedTables.length} encrypted anew with k3; 0 are left`)),
    })
    for (const { table, columns } of sealedTables) {
      for (const column of columns) {
        const place = boundTo[table]?.(column as never) ?? { table: '', column: '', row: '' }
        const { rows } = await client.query(`select ${column} as text from ${table}`)
        const read = rows.flatMap(({ text }) => {
          try {
            return [by('k3').decrypt(text ?? '', place)]
          } catch {
            return []
          }
        })
        expect(read).toEqual([`${table} ${column}`])
      }
    }
    await client.end()
  })
})

test('however many documents there are, no statement reads more than a page of them', async () => {
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    // As in a large table, whose index is cheaper than all of it.
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off')
    const read: number[] = []
    const watched: Connection = {
      async query<Row extends QueryResultRow>({ text, values = [] }: { text: string; values?: unknown[] }) {
        const { rows } = await client.query(`explain (analyze, format json) ${text}`, values)
        read.push(documentsIn(rows[0]?.['QUERY PLAN']))
        return client.query<Row>({ text, values })
      },
    }
    const whole = await countSealedTexts(client)
    const ofBodies = whole.filter(({ place }) => place === 'documents')
    expect(ofBodies.map(({ id }) => id)).toEqual(['k3'])
    expect(await countSealedTexts(watched, { bodiesAtOnce: 3 })).toEqual(whole)
    expect(await otherKeyOf(watched, ['k2', 'k3'], { bodiesAtOnce: 3 })).toBeNull()
    expect(read.length).toBeGreaterThan(8)
    expect(Math.max(...read)).toBe(3)
    // The last document alone has a text of another key.
    await client.query('begin; set local session_replication_role = replica')
    await client.query(
      `update documents set snapshot = replace(snapshot::text, '"2:k3.', '"2:k9.')::jsonb
       where id = (select max(id) from documents where snapshot::text like '%"2:k3.%')`,
    )
    expect(await otherKeyOf(client, ['k2', 'k3'], { bodiesAtOnce: 3 })).toBe('k9')
    await client.query('rollback')
  } finally {
    await client.end()
  }
})

/** How many documents the busiest node of a plan read. */
function documentsIn(plan: unknown): number {
  if (typeof plan !== 'object' || plan === null) return 0
  const own = 'Relation Name' in plan && plan['Relation Name'] === 'documents' && 'Actual Rows' in plan
  return Math.max(own ? Number(plan['Actual Rows']) : 0, ...Object.values(plan).map(documentsIn))
}
