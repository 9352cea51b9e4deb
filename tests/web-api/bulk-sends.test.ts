import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentsOf } from '#tests/console/bulk-visitor.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { shiftJis } from '#tests/support/shift-jis.ts'
import { issueClientId } from '#tests/support/test-client.ts'
import { until } from '#tests/support/until.ts'
import { type Answer, aCaller, aFullDraft, type Caller } from './caller.ts'
import { aClientOf } from './other-clients.ts'

let server: TestServer
let caller: Caller
let tester: Caller
let stranger: Caller
let console_: Recipient
let template_id: string

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  console_ = await enterConsole(server)
  tester = await aCaller(server.url, await issueClientId(console_, '試験'))
  stranger = await aCaller(server.url, await aClientOf(server, { email: 'else@example.com', teamId: 'else' }))
  const draft = await aFullDraft(caller)
  template_id = await saveAsTemplate(console_, draft.id, { title: '雇用契約書', slots: [draft.recipient] })
})
afterAll(() => server.close())

const row = (n: number) => ({ recipient_1_name: `髙橋 ${n}`, recipient_1_tel: `090${10_000_000 + n}` })
const faultyRow = { recipient_1_name: '乙', recipient_1_tel: '03-1234-5678' }
const create = (json: object, headers: Record<string, string> = {}, by = caller) =>
  by.call('POST', '/bulk_sends', { json: { template_id, ...json }, headers })

async function ended({ body }: Answer, by = caller): Promise<Answer> {
  let answer = await by.call('GET', `/bulk_sends/${body.id}`)
  await until('the list has ended', async () => {
    answer = await by.call('GET', `/bulk_sends/${body.id}`)
    return answer.body.status === 'done'
  })
  return answer
}

test('lists are listed, newest first and by pages, to whoever made them and to nobody else', async () => {
  for (let at = 0; at < 52; at++) {
    const { body } = await create({ rows: [row(at)], act: 'draft', start: false })
    // A member may have twenty that have not ended.
    await caller.call('POST', `/bulk_sends/${body.id}/stop`)
  }
  const first = await caller.call('GET', '/bulk_sends')
  const second = await caller.call('GET', `/bulk_sends?after=${first.body.next}`)
  expect([first.body.bulk_sends.length, second.body.bulk_sends.length, second.body.next]).toEqual([50, 2, ''])
  const all = [...first.body.bulk_sends, ...second.body.bulk_sends].map((each: { id: string }) => each.id)
  expect(all).toEqual([...new Set(all)].sort().reverse())
  expect(first.body.bulk_sends[0]).toEqual((await caller.call('GET', `/bulk_sends/${all[0]}`)).body)
  for (const other of [tester, stranger]) {
    expect((await other.call('GET', '/bulk_sends')).body).toEqual({ bulk_sends: [], next: '' })
  }
  expect((await caller.call('GET', '/bulk_sends?after=%00')).status).toBe(400)
})

test('of a member are twenty that have not ended, however many are brought at the same time', async () => {
  const brought = Array.from({ length: 26 }, (_, at) =>
    create({ rows: [row(at)], act: 'draft', start: false }),
  )
  const answers = await Promise.all(brought)
  const made = answers.filter(({ status }) => status === 200)
  for (const { body } of made) await caller.call('POST', `/bulk_sends/${body.id}/stop`)
  expect(made.length).toBe(20)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
})

describe('a list of rows', () => {
  test('that are right is sent at once: one document a row', async () => {
    const made = await create({ rows: [row(1), { ...row(2), title: '別の題' }, row(3)] })
    expect(made).toMatchObject({
      status: 200,
      body: { template_id, status: 'running', rows: 3, act: 'send', paused_by: '', link_sms: false },
    })
    const { body } = await ended(made)
    expect(body.counts).toEqual({
      ...{ ready: 0, faulty: 0, left_out: 0, made: 0, sent: 3, refused: 0, links_waiting: 0 },
    })
    const listed = await caller.call('GET', `/bulk_sends/${body.id}/rows`)
    expect(listed.body).toMatchObject({ next: 3, more: false })
    const titles: string[] = []
    for (const { document_id, status, faults } of listed.body.rows) {
      expect({ status, faults }).toEqual({ status: 'sent', faults: [] })
      const document = await caller.call('GET', `/documents/${document_id}`)
      expect(document.body.status).toBe(1)
      titles.push(document.body.title)
    }
    expect(titles).toEqual(['雇用契約書', '別の題', '雇用契約書'])
    const result = await caller.call('GET', `/bulk_sends/${body.id}/result`)
    expect(result.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [heading, ...lines] = String(result.body).trimEnd().split('\r\n')
    expect(heading).toBe('"row","document_id","state","reason"')
    expect(lines[1]).toBe(`"2","${listed.body.rows[1].document_id}","sent",""`)
  })

  test('as CSV, in text or in bytes of Shift_JIS', async () => {
    const csv = '宛先1 氏名,宛先1 携帯電話番号\r\n髙橋 ①子,9012345678\r\n'
    for (const given of [{ csv }, { csv_base64: shiftJis(csv).toString('base64') }]) {
      const { body } = await ended(await create({ ...given, act: 'draft' }))
      expect(body.counts.made).toBe(1)
      const [document] = await documentsOf(server, body.id)
      expect(document).toMatchObject({ name: '髙橋 ①子', status: 'draft' })
    }
  })

  test('of which some are faulty waits, says what is wrong, and starts once they are left out', async () => {
    const made = await create({ rows: [row(1), faultyRow, { ...row(2), shoesize: 27 }] })
    expect(made.body).toMatchObject({ status: 'checked', counts: { ready: 1, faulty: 2 } })
    const path = `/bulk_sends/${made.body.id}`
    const { body } = await caller.call('GET', `${path}/rows?status=faulty`)
    expect(body.rows).toEqual([
      {
        ...{ row: 2, status: 'faulty', document_id: '' },
        faults: [
          {
            column: 'recipient_1_tel',
            message: 'Enter a Japanese mobile number, for example 090-1234-5678.',
          },
        ],
      },
      {
        ...{ row: 3, status: 'faulty', document_id: '' },
        faults: [{ column: 'shoesize', message: expect.stringContaining('no heading') }],
      },
    ])
    const refused = await caller.call('POST', `${path}/start`)
    expect(refused).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('2 rows are faulty') },
    })
    const started = await caller.call('POST', `${path}/start`, { form: { leave_out_faulty: 'true' } })
    expect(started.body.status).toBe('running')
    expect((await ended(made)).body.counts).toMatchObject({ sent: 1, left_out: 2 })
    expect((await caller.call('POST', `${path}/start`)).status).toBe(403)
  })

  test('waits for its start where the caller says so, and is paused, resumed and stopped', async () => {
    const made = await create({ rows: Array.from({ length: 40 }, (_, n) => row(n)), start: false })
    expect(made.body.status).toBe('checked')
    const act = (name: string) => caller.call('POST', `/bulk_sends/${made.body.id}/${name}`)
    expect((await act('pause')).status).toBe(403)
    expect((await act('start')).body.status).toBe('running')
    expect(['paused', 'done']).toContain((await act('pause')).body.status ?? 'done')
    await act('resume')
    const stopped = await act('stop')
    expect(['stopped', undefined]).toContain(stopped.body.status)
    const { counts } = (await caller.call('GET', `/bulk_sends/${made.body.id}`)).body
    expect(await documentsOf(server, made.body.id)).toHaveLength(counts.sent)
  })
})

describe('Idempotency-Key', () => {
  test('the same call is carried out once, also at the same moment, and answers the same', async () => {
    const headers = { 'idempotency-key': 'bulk-1' }
    const json = { rows: [row(11), row(12)] }
    const answers = await Promise.all([1, 2, 3].map(() => create(json, headers)))
    const good = answers.filter(({ status }) => status === 200)
    expect(good.length).toBeGreaterThan(0)
    for (const { status } of answers) expect([200, 409]).toContain(status)
    const again = await create(json, headers)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(new Set([...good, again].map(({ body }) => body.id)).size).toBe(1)
    await ended(again)
    expect(await documentsOf(server, again.body.id)).toHaveLength(2)
    expect((await create({ rows: [row(13)] }, headers)).status).toBe(422)
  })

  test('a call whose process died before its answer was kept is told by the list that it made', async () => {
    const headers = { 'idempotency-key': 'bulk-2' }
    const made = await create({ rows: [row(21)] }, headers)
    await rowsOf(
      server,
      'update call_keys set status = null, body_sealed = null where document_id = $1',
      made.body.id,
    )
    const again = await create({ rows: [row(21)] }, headers)
    expect(again).toMatchObject({ status: 200, body: { id: made.body.id } })
  })
})

test('a test client sends tests, which reach nobody; neither sees what the other made', async () => {
  const made = await create({ rows: [row(31)] }, {}, tester)
  expect(made.status).toBe(200)
  const { body } = await ended(made, tester)
  const [document] = await documentsOf(server, body.id)
  const [row_] = await rowsOf<{ test: boolean }>(
    server,
    'select test from documents where id = $1',
    document?.id,
  )
  expect(row_?.test).toBe(true)
  expect((await caller.call('GET', `/bulk_sends/${body.id}`)).status).toBe(404)
  const real = await create({ rows: [row(32)], start: false })
  expect((await tester.call('GET', `/bulk_sends/${real.body.id}`)).status).toBe(404)
})

test('what is another team’s is not there', async () => {
  expect((await create({ rows: [row(1)] }, {}, stranger)).status).toBe(403)
  const made = await create({ rows: [row(1)], start: false })
  const path = `/bulk_sends/${made.body.id}`
  for (const [method, at] of [
    ['GET', path],
    ['GET', `${path}/rows`],
    ['GET', `${path}/result`],
    ['POST', `${path}/start`],
    ['POST', `${path}/stop`],
  ] as const) {
    expect((await stranger.call(method, at)).status).toBe(404)
  }
})

test.each<[string, object, number, string]>([
  ['no template', { template_id: '', rows: [] }, 400, 'template_id'],
  ['a template that is none', { template_id: '0'.repeat(32), rows: [{}] }, 403, 'template_id'],
  ['no rows', {}, 400, 'rows'],
  ['rows that are none', { rows: 'all' }, 400, 'rows'],
  ['a row that is none', { rows: [['a']] }, 400, 'rows[0]'],
  ['a cell that is none', { rows: [{ title: { a: 1 } }] }, 400, 'rows[0].title'],
  ['an empty list', { rows: [] }, 400, 'row'],
  ['too many rows', { rows: Array.from({ length: 10_001 }, () => ({ title: 'a' })) }, 400, '10000'],
  ['an unknown act', { rows: [{}], act: 'burn' }, 400, 'act'],
  ['a CSV of other headings', { csv: '名前\r\n甲\r\n' }, 400, '名前'],
  ['bytes that are no CSV', { csv_base64: Buffer.alloc(64).toString('base64') }, 400, 'csv_base64'],
  ['a list in two ways', { rows: [{ title: 'a' }], csv: '宛先1 氏名\r\n甲\r\n' }, 400, '`csv`'],
  ['links by SMS where the team has none', { rows: [{ title: 'a' }], link_sms: true }, 400, 'link_sms'],
])('%s: refused, and said why', async (_name, json, status, names) => {
  const answer = await create(json)
  expect(answer.status).toBe(status)
  expect(answer.body.message).toContain(names)
})
