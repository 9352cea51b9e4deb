import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import {
  type Answer,
  aCaller,
  aDraft,
  aFullDraft,
  aSentDocument,
  type Caller,
  recipientForm,
  type Sending,
  upload,
} from './caller.ts'
import { aClientOf } from './other-clients.ts'

let server: TestServer
let caller: Caller
let database: Client
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await server.close()
})

let keys = 0
let key = ''
beforeEach(() => {
  keys += 1
  key = `key-${keys}`
})

const under = (name: string, sending: Sending = {}): Sending => ({
  ...sending,
  headers: { ...sending.headers, 'idempotency-key': name },
})
const isReplay = (answer: Answer) => answer.headers.get('idempotency-replayed') === 'true'
const drafts = async (title: string) =>
  (await database.query('select id from documents where title = $1', [title])).rows.length
/** As if the holder had said nothing for two minutes. */
const silence = () => database.query("update call_keys set alive_at = alive_at - interval '2 minutes'")

const pdf = await contractPdf()

describe('a creating call under the same key is carried out once and answered alike', () => {
  type Prepared = { path: string; sending: () => Sending; count: (document: Answer['body']) => number }
  const draft = async (rest: (of: Awaited<ReturnType<typeof aFullDraft>>) => Prepared) =>
    rest(await aFullDraft(caller))
  const cases: Record<string, () => Promise<Prepared>> = {
    'a file': () =>
      draft((of) => ({
        path: `${of.path}/files`,
        // Another boundary each time, as clients do.
        sending: () => ({ raw: upload(pdf, '二つ目.pdf') }),
        count: ({ files }) => files.length,
      })),
    'a recipient': () =>
      draft((of) => ({
        path: `${of.path}/participants`,
        sending: () => ({ form: { ...recipientForm, name: '二人目' } }),
        count: ({ participants }) => participants.length - 1,
      })),
    'a widget': () =>
      draft((of) => ({
        path: `${of.path}/files/${of.file}/widgets`,
        sending: () => ({ json: { participant_id: of.recipient, type: '0', page: 0, x: 9, y: 9 } }),
        count: ({ files }) => files[0].widgets.length + 1,
      })),
    'a reportee': () =>
      draft((of) => ({
        path: `${of.path}/reportees`,
        sending: () => ({ form: { name: '報告先', email: 'reportee@example.com' } }),
        count: ({ reportees }) => reportees.length + 1,
      })),
    'a request for a file': () =>
      draft((of) => ({
        path: `${of.path}/attachments`,
        sending: () => ({ form: { participant_id: of.recipient } }),
        count: ({ attachment }) => (attachment === null ? 1 : 2),
      })),
  }

  test.each(Object.entries(cases))('%s', async (_what, prepare) => {
    const { path, sending, count } = await prepare()
    const first = await caller.call('POST', path, under(key, sending()))
    const again = await caller.call('POST', path, under(key, sending()))
    expect([first.status, isReplay(first)]).toEqual([200, false])
    expect([again.status, isReplay(again)]).toEqual([200, true])
    expect(again.body).toEqual(first.body)
    const { body } = await caller.call('GET', `/documents/${first.body.id}`)
    expect(count(body)).toBe(2)
  })

  test('a document, whatever became of it since', async () => {
    const first = await caller.call('POST', '/documents', under(key, { form: { title: '一度だけ' } }))
    await caller.call('PUT', `/documents/${first.body.id}`, { form: { title: '改めて' } })
    const again = await caller.call('POST', '/documents', under(key, { form: { title: '一度だけ' } }))
    expect(again.body).toEqual(first.body)
  })

  test('an imported document, also when its answer was lost', async () => {
    const bring = () =>
      caller.call('POST', '/imported_documents', under(key, { raw: upload(pdf, '一度の輸入.pdf') }))
    const [first, again] = [await bring(), await bring()]
    await database.query('update call_keys set status = null, body_sealed = null')
    const lost = await bring()
    expect([first.status, isReplay(again), isReplay(lost)]).toEqual([200, true, true])
    expect(again.body).toEqual(first.body)
    expect(lost.body).toEqual(first.body)
    expect(await drafts(first.body.title)).toBe(1)
  })

  test('a signing URL', async () => {
    const { path, recipient } = await aSentDocument(caller)
    const ask = () => caller.call('POST', `${path}/participants/${recipient}/signing_url`, under(key))
    const [first, again] = [await ask(), await ask()]
    expect(first.body.url).toMatch(/\/s\//)
    expect(again.body).toEqual(first.body)
  })

  test('without the header every call is a new one', async () => {
    await aDraft(caller, { title: '鍵なし' })
    await aDraft(caller, { title: '鍵なし' })
    expect(await drafts('鍵なし')).toBe(2)
  })
})

describe('a key belongs to one request of one client', () => {
  test.each<[string, string, Sending]>([
    ['another body', '/documents', { form: { title: '別の内容' } }],
    ['another query', '/documents?note=1', { form: { title: '元の内容' } }],
    ['no body', '/documents', {}],
  ])('%s is 422', async (_what, path, sending) => {
    await caller.call('POST', '/documents', under(key, { form: { title: '元の内容' } }))
    const { status, body } = await caller.call('POST', path, under(key, sending))
    expect([status, body.error]).toEqual([422, 'unprocessable_entity'])
    expect(body.message).toContain('`Idempotency-Key`')
  })

  test('another file under the same name is 422, and so is another name', async () => {
    const path = `/documents/${await aDraft(caller)}/files`
    await caller.call('POST', path, under(key, { raw: upload(pdf, 'a.pdf') }))
    for (const other of [upload(`${Buffer.from(pdf).toString('latin1')}\n`, 'a.pdf'), upload(pdf, 'b.pdf')]) {
      expect((await caller.call('POST', path, under(key, { raw: other }))).status).toBe(422)
    }
  })

  test('another client may use the same key', async () => {
    const other = await aCaller(server.url, await aClientOf(server, { email: 'other@example.com' }))
    const mine = await caller.call('POST', '/documents', under(key, { form: { title: '同じ鍵' } }))
    const theirs = await other.call('POST', '/documents', under(key, { form: { title: '同じ鍵' } }))
    expect(theirs.status).toBe(200)
    expect(theirs.body.id).not.toBe(mine.body.id)
  })

  test('after a refusal the key is free for the corrected call', async () => {
    const title = 'あ'.repeat(501)
    expect((await caller.call('POST', '/documents', under(key, { form: { title } }))).status).toBe(400)
    const corrected = await caller.call('POST', '/documents', under(key, { form: { title: '直した' } }))
    expect([corrected.status, isReplay(corrected)]).toEqual([200, false])
  })

  test.each([
    ['an empty one', ''],
    ['one that is too long', 'k'.repeat(256)],
  ])('%s is 400', async (_what, name) => {
    const { status, body } = await caller.call('POST', '/documents', under(name))
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`Idempotency-Key`')
  })

  test('other calls pass it over', async () => {
    const id = await aDraft(caller)
    for (const title of ['一', '二']) {
      const { body } = await caller.call('PUT', `/documents/${id}`, under(key, { form: { title } }))
      expect(body.title).toBe(title)
    }
  })
})

test('of twenty that ask at once one is carried out; the others wait (409) or hear the same', async () => {
  const title = '競争'
  const all = await Promise.all(
    Array.from({ length: 20 }, () => caller.call('POST', '/documents', under(key, { form: { title } }))),
  )
  const [running, answered] = [
    all.filter(({ status }) => status === 409),
    all.filter(({ status }) => status === 200),
  ]
  expect(running.length + answered.length).toBe(20)
  expect(new Set(running.map(({ body }) => body.error))).toEqual(
    new Set(running.length > 0 ? ['conflict'] : []),
  )
  expect(new Set(answered.map(({ body }) => body.id)).size).toBe(1)
  expect(await drafts(title)).toBe(1)
})

test('what is kept is encrypted, and neither key nor title can be read in the database', async () => {
  await caller.call('POST', '/documents', under('legible-key', { form: { title: '読めない題名' } }))
  const { rows } = await database.query('select k::text as row from call_keys k')
  const all = rows.map(({ row }) => row).join('\n')
  expect(all).not.toContain('legible-key')
  expect(all).not.toContain('読めない題名')
})

test('after a day the key is forgotten', async () => {
  const create = () => caller.call('POST', '/documents', under(key, { form: { title: '一日' } }))
  await create()
  await database.query("update call_keys set created_at = created_at - interval '25 hours'")
  expect(isReplay(await create())).toBe(false)
  await database.query("update call_keys set created_at = created_at - interval '25 hours'")
  await server.kill()
  await server.restart()
  await expect
    .poll(async () => (await database.query('select 1 from call_keys')).rows.length, { timeout: 30_000 })
    .toBe(0)
})

describe('a server that dies in the middle', () => {
  test('before the commit: the key is free again once the dead are silent for a minute', async () => {
    const path = `/documents/${await aDraft(caller)}/files`
    const whole = new Response(upload(pdf, 'a.pdf'))
    const headers = { 'content-type': whole.headers.get('content-type') ?? '' }
    const bytes = new Uint8Array(await whole.arrayBuffer())
    const half = new ReadableStream({ start: (stream) => stream.enqueue(bytes.slice(0, 700)) })
    const sending = { ...under(key, { raw: half, headers }), duplex: 'half' }
    const broken = fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...sending.headers, authorization: `Bearer ${caller.token}` },
      body: half,
      duplex: 'half',
    } as RequestInit).catch(() => 'broken')
    await expect
      .poll(
        async () => (await database.query('select 1 from call_keys where fingerprint is null')).rows.length,
        { timeout: 30_000 },
      )
      .toBe(1)
    await server.kill()
    expect(await broken).toBe('broken')
    await server.restart()

    const again = () => caller.call('POST', path, under(key, { raw: bytes, headers }))
    expect((await again()).status).toBe(409)
    await silence()
    const { status, body } = await again()
    expect([status, body.files.length]).toEqual([200, 1])
  })

  test('after the commit, before the answer was kept: the document as it is now, and no second one', async () => {
    const create = () => caller.call('POST', '/documents', under(key, { form: { title: '消えた答え' } }))
    const first = await create()
    await database.query('update call_keys set status = null, body_sealed = null')
    const again = await create()
    expect(isReplay(again)).toBe(true)
    expect(again.body).toEqual(first.body)
    expect(await drafts('消えた答え')).toBe(1)
  })

  test('a dead holder that wakes up cannot commit any more', async () => {
    // Taken over between the claim and the commit: the rival's try is in the row when the first one commits.
    const title = '遅れて来た'
    await database.query('begin')
    await database.query('lock table documents in share mode')
    const late = caller.call('POST', '/documents', under(key, { form: { title } }))
    const ours = () => database.query("select 1 from call_keys where run <> '' and fingerprint is null")
    await expect.poll(async () => (await ours()).rows.length, { timeout: 30_000 }).toBe(1)
    const rival = new Client({ connectionString: server.databaseUrl })
    await rival.connect()
    await rival.query("update call_keys set run = 'rival' where fingerprint is null")
    await rival.end()
    await database.query('commit')
    expect((await late).status).toBe(500)
    expect(await drafts(title)).toBe(0)
  })

  test('at any instant: each call has happened exactly once in the end', async () => {
    for (let round = 0; round < 6; round++) {
      const title = `殺される${round}`
      const name = `${key}-${round}`
      const create = () => caller.call('POST', '/documents', under(name, { form: { title } }))
      const killed = Promise.all(Array.from({ length: 4 }, () => create().catch(() => null)))
      await new Promise((resolve) => setTimeout(resolve, round * 4))
      await server.kill()
      await killed
      await server.restart()
      await silence()
      expect((await create()).status).toBe(200)
      expect(await drafts(title)).toBe(1)
    }
  })
})
