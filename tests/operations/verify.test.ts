/** `musubi verify` reads again everything that was recorded; what was lost, changed or put in another's place is named. */
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { musubi, type Ran, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { aSubject, type Subject, states } from '../web-api/tables/subjects.ts'

let server: TestServer
let caller: Caller
const subjects = new Map<string, Subject>()
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  for (const state of states) subjects.set(state, await aSubject(server, caller, state))
})
afterAll(() => server?.close())

const verify = (...words: string[]) => musubi(['verify', ...words], settingsOf(server))
const idOf = (state: string) => subjects.get(state)?.ids.document_id ?? ''
const pathOf = (key: string) => join(server.dataDirectory, 'files', key)

type Said = { problem: string; storage_key: string | null; detail: string; document: string | null }

/** What is wrong with the document, and what the command ended with. */
async function wrongWith(state: string): Promise<{ code: number; faults: Said[] }> {
  const { code, out } = await verify(idOf(state), '--json')
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return { code, faults: lines.slice(0, -1) }
}

/** Keys of the stored files of a concluded document: what each act left, and the certificate. */
async function keysOf(
  state: string,
): Promise<{ acts: string[]; newest: string; certificate: string; attached: string }> {
  const [row] = await rowsOf<{ snapshot: unknown }>(
    server,
    'select snapshot from documents where id = $1',
    idOf(state),
  )
  const keys = [...JSON.stringify(row?.snapshot).matchAll(/"storage_key":"([^"]+)"/g)].map(
    ([, key = '']) => key,
  )
  const one = (part: RegExp) => keys.find((key) => part.test(key)) ?? ''
  return {
    acts: keys.filter((key) => /\/\d+-[0-9a-f]{64}\.pdf$/.test(key)),
    newest: one(/\/archive-0/),
    certificate: one(/\/certificate-/),
    attached: one(/attach/),
  }
}

test('documents of every state are whole, and the counts say how much was read', async () => {
  const { code, out, err }: Ran = await verify('--all')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(
    /^7 documents: \d+ files read, \d+ signatures and timestamps hold; \d+ trails of documents and \d+ of teams recomputed; nothing is wrong\.\n$/,
  )
  const one = await verify(idOf('concluded'), '--json')
  expect(one.code).toBe(0)
  // The upload, two acts, the archive, the certificate, what the recipient sent in; two acts, their archive's timestamp, the certificate's two.
  expect(JSON.parse(one.out)).toEqual({
    documents: 1,
    files: 6,
    signatures: 5,
    chains: { documents: 1, teams: 0 },
    faults: 0,
  })
})

describe('it names', () => {
  test('a file that is gone', async () => {
    const { attached } = await keysOf('concluded')
    await rename(pathOf(attached), `${pathOf(attached)}.away`)
    const { code, faults } = await wrongWith('concluded')
    await rename(`${pathOf(attached)}.away`, pathOf(attached))
    expect(code).toBe(1)
    expect(faults).toEqual([
      { document: idOf('concluded'), problem: 'missing', storage_key: attached, detail: expect.any(String) },
    ])
  })

  test('a single changed byte, of an act that nobody reads any more, too', async () => {
    const { acts } = await keysOf('concluded')
    const key = acts[0] ?? ''
    const bytes = await readFile(pathOf(key))
    const changed = Buffer.from(bytes)
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(pathOf(key), changed)
    const { code, faults } = await wrongWith('concluded')
    await writeFile(pathOf(key), bytes)
    expect(code).toBe(1)
    expect(faults).toMatchObject([{ problem: 'damaged', storage_key: key }])
  })

  test('a file that is recorded but is not what was agreed, as whoever owns disk and database could put it there', async () => {
    const { newest } = await keysOf('concluded')
    const before = await readFile(pathOf(newest))
    const { acts } = await keysOf('concluded')
    // The state before the consent, with its own hash in the record.
    const [first = ''] = acts
    const [row] = await rowsOf<{ snapshot: string }>(
      server,
      'select snapshot::text as snapshot from documents where id = $1',
      idOf('concluded'),
    )
    const hashIn = (key: string) => /([0-9a-f]{64})\.pdf$/.exec(key)?.[1] ?? ''
    const forged = (row?.snapshot ?? '').replaceAll(`"${hashIn(newest)}"`, `"${hashIn(first)}"`)
    await copyFile(pathOf(first), pathOf(newest))
    await rowsOf(server, 'update documents set snapshot = $2 where id = $1', idOf('concluded'), forged)
    const { code, faults } = await wrongWith('concluded')
    await rowsOf(server, 'update documents set snapshot = $2 where id = $1', idOf('concluded'), row?.snapshot)
    await writeFile(pathOf(newest), before)
    expect(code).toBe(1)
    expect(faults).toMatchObject([
      { problem: 'refused', storage_key: newest, detail: expect.stringContaining('act_missing') },
    ])
  })

  test('a row of the trail that was changed, and nothing of the other documents', async () => {
    await rowsOf(
      server,
      `do $do$ begin alter table audit disable trigger user;
         update audit set row = row || ' ' where document_id = '${idOf('declined')}' and sequence = 2;
         alter table audit enable trigger user; end $do$`,
    )
    const { code, out } = await verify('--all')
    expect(code).toBe(1)
    const [fault, ...counts] = out.trim().split('\n')
    expect(fault).toMatch(new RegExp(`^${idOf('declined')}  trail  -  .* from row 2$`))
    expect(counts).toEqual([expect.stringMatching(/ 1 faults\.$/)])
  })

  test('a document that does not exist, and a call that says nothing', async () => {
    expect(await verify('nobody')).toMatchObject({ code: 1, err: 'There is no document nobody.\n' })
    expect(await verify()).toMatchObject({ code: 2 })
    expect(await verify('--after', 'x', idOf('draft'))).toMatchObject({ code: 2 })
  })
})

test('it goes on behind a document, and a file that is gone from a draft is named too', async () => {
  const ids = [...subjects.values()].map(({ ids }) => ids.document_id ?? '').toSorted()
  const { out } = await verify('--all', '--after', ids[5] ?? '')
  expect(out).toMatch(/^1 documents: /m)
  await rm(pathOf(`documents/${idOf('draft')}`), { recursive: true })
  expect((await wrongWith('draft')).faults).toMatchObject([{ problem: 'missing' }])
})
