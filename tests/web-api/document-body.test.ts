import { Client, type DatabaseError } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { amendDocument, amendParticipant } from '#tests/support/amended-by-hand.ts'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator
let database: Client

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await server.close()
})

/** The answer of the process that wrote it and knows it; then, under another version and so unknown to it, from the body. */
async function expectSameAnswers(documentId: string) {
  // A seal that is being made would write between our statements.
  await waitForNoJobs(server)
  const get = async () => (await integrator.call('GET', `/documents/${documentId}`)).body
  const known = await get()
  await database.query("update documents set version = 'another' where id = $1", [documentId])
  expect(known).toEqual(await get())
  await expectWrittenFromBody(documentId)
  return known
}

/** Columns, and rows of parts, say what the body says. */
async function expectWrittenFromBody(documentId: string) {
  const { rows } = await database.query(
    `select to_jsonb(d) - 'snapshot' as columns, d.snapshot as body,
       (select json_agg(p order by p."order") from participants p where p.document_id = d.id) as participants,
       (select json_agg(a order by a.number) from acts a where a.document_id = d.id) as acts,
       (select json_agg(r order by r.act) from revisions r where r.document_id = d.id) as revisions
     from documents d where d.id = $1`,
    [documentId],
  )
  const { columns, body, ...parts } = rows[0]
  const { participants, acts, revisions, files: _, widgets: __, schema, ...document } = asRead(body)
  expect(schema).toBe(1)
  // A member has a column where SQL asks for it.
  const told = Object.entries(document).filter(([name]) => name in columns)
  expect(told.length).toBeGreaterThan(15)
  expect(asRead(columns)).toMatchObject(Object.fromEntries(told))
  expect(asRead(parts)).toMatchObject({
    participants: participants.map((each: object, index: number) =>
      withColumns(each, parts.participants[index], 15),
    ),
    acts:
      acts.length === 0
        ? null
        : acts.map((each: object, index: number) => withColumns(each, parts.acts[index], 3)),
    revisions: revisions.length === 0 ? null : revisions,
  })
}

/** What the body says of a part, as far as its row has columns for it. */
function withColumns(part: object, row: object, least: number): object {
  const told = Object.entries(part).filter(([name]) => name in row)
  expect(told.length).toBeGreaterThan(least)
  return Object.fromEntries(told)
}

/** Instants are spelt in two ways, and the code guard has its own say of who is locked. */
function asRead(value: object) {
  return JSON.parse(JSON.stringify(value), (name, each) => {
    if (name === 'locked_at') return undefined
    return typeof each === 'string' && /^\d{4}-\d\d-\d\dT/.test(each) ? Date.parse(each) : each
  })
}

test('nothing known is believed when the database holds another version', async () => {
  const { body: draft } = await integrator.call('POST', '/documents', { title: '知られている題名' })
  await database.query(
    `update documents set version = 'elsewhere', snapshot = jsonb_set(snapshot::jsonb, '{title}', '"別の題名"')
     where id = $1`,
    [draft.id],
  )
  expect((await integrator.call('GET', `/documents/${draft.id}`)).body.title).toBe('別の題名')
})

test('a document reads the same known and from its body, which its columns and rows follow, at every step', async () => {
  const recipients = [
    { name: '山田 花子', tel: freshTel() },
    { name: '佐藤 一郎', tel: freshTel() },
  ]
  const draft = await integrator.call('POST', '/documents', {
    title: '下書き',
    note: '控え',
    message: 'ご確認ください',
  })
  await expectSameAnswers(draft.body.id)

  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, widgets: true })
  for (const [index, { tel }] of recipients.entries()) {
    await expectSameAnswers(sent.documentId)
    await consent(await proveThePhone(await signingUrl(sent, index), tel, server.codeFor))
  }
  await waitForStatus(sent, 2)
  const concluded = await expectSameAnswers(sent.documentId)
  expect(concluded.participants.map((each: { tel: string }) => each.tel)).toEqual([
    '',
    ...recipients.map((each) => each.tel),
  ])

  const cancelled = await sendDocument(integrator, { pdf: await contractPdf() })
  await integrator.call('PUT', `/documents/${cancelled.documentId}/decline`, { comment: '取りやめます' })
  await expectSameAnswers(cancelled.documentId)
})

test('a change writes one version of the document’s row, its place in the audit trail with it', async () => {
  const { body: draft } = await integrator.call('POST', '/documents', { title: '一度だけ' })
  await database.query(`
    create table written_rows (audit_sequence integer);
    create function note_written_row() returns trigger language plpgsql security definer as $$
    begin insert into written_rows values (new.audit_sequence); return null; end $$;
    create trigger notes_written_rows after update on documents for each row execute function note_written_row()`)
  try {
    await integrator.call('PUT', `/documents/${draft.id}`, { title: '一度だけ変えた' })
    const { rows } = await database.query('select audit_sequence from written_rows')
    expect(rows).toEqual([{ audit_sequence: 2 }])
  } finally {
    await database.query('drop trigger notes_written_rows on documents; drop table written_rows')
  }
})

describe('a repair by hand', () => {
  const bodyOf = async (documentId: string) =>
    (await database.query('select snapshot from documents where id = $1', [documentId])).rows[0].snapshot

  test('of the body is seen by a running server, kept by its next save, and columns and rows follow', async () => {
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients: [{ name: '山田 花子', tel: freshTel() }],
    })
    const path = `/documents/${sent.documentId}`
    await expectSameAnswers(sent.documentId)
    await database.query(amendDocument, [sent.documentId, { title: '直した題名' }])
    await database.query(amendParticipant, [sent.participants[0], { name: '直した 名前', language: 'en' }])
    const seen = (await integrator.call('GET', path)).body
    expect([seen.title, seen.participants[1].name]).toEqual(['直した題名', '直した 名前'])
    const declined = await integrator.call('PUT', `${path}/decline`, { comment: '取りやめます' })
    expect(declined.body).toMatchObject({ title: '直した題名', status: 3 })
    expect(await bodyOf(sent.documentId)).toMatchObject({
      title: '直した題名',
      participants: [{}, { name: '直した 名前', language: 'en' }],
    })
    await expectSameAnswers(sent.documentId)
  })

  test('raises the integer version by one, and so does each save', async () => {
    const { body: draft } = await integrator.call('POST', '/documents', { title: '版' })
    const version = async () =>
      Number(
        (await database.query('select body_version from documents where id = $1', [draft.id])).rows[0]
          .body_version,
      )
    expect(await version()).toBe(1)
    await database.query(amendDocument, [draft.id, { note: '手で' }])
    expect(await version()).toBe(2)
    await integrator.call('PUT', `/documents/${draft.id}`, { title: '新しい版' })
    expect(await version()).toBe(3)
  })

  describe('without the body is refused by the database, which tells the cure', () => {
    let sent: Sent
    beforeAll(async () => {
      sent = await sendDocument(integrator, { pdf: await contractPdf(), widgets: true })
      await waitForNoJobs(server)
      // As the release before wrote them, behind the body.
      await database.query(
        `insert into files select f.* from documents d,
           jsonb_populate_recordset(null::files, d.snapshot::jsonb->'files') f where d.id = $1`,
        [sent.documentId],
      )
    })

    test.each([
      ['a column', `update documents set title = 'x' where id = $1`],
      ['a state', `update documents set status = 'concluded' where id = $1`],
      ['when it reminds', 'update documents set remind_at = now() where id = $1'],
      ['no body', 'update documents set snapshot = null, version = null where id = $1'],
      ['a participant', `update participants set name = 'x' where document_id = $1`],
      ['a gone participant', 'delete from participants where document_id = $1'],
      ['a new act', `insert into acts values ($1, 9, 'x', now(), null)`],
      ['an act', 'update acts set signed_at = null where document_id = $1'],
      ['a revision', `update revisions set sha256 = 'x' where document_id = $1`],
      ['a gone revision', 'delete from revisions where document_id = $1'],
      ['a file, which nothing reads there', `update files set name = 'x' where document_id = $1`],
      ['a gone file', 'delete from files where document_id = $1'],
    ])('%s', async (_what, text) => {
      const before = await bodyOf(sent.documentId)
      const refusal = await database.query(text, [sent.documentId]).then(
        () => null,
        (error: DatabaseError) => error,
      )
      expect(refusal?.message).toMatch(/body/)
      expect(refusal?.hint).toMatch(/update documents set snapshot = jsonb_set\(/)
      expect(await bodyOf(sent.documentId)).toEqual(before)
    })

    test("but for what is the code guard's: who is locked", async () => {
      await database.query('update participants set locked_at = now() where id = $1', [sent.participants[0]])
      const held = 'select locked_at is not null as locked from participants where id = $1'
      expect((await database.query(held, [sent.participants[0]])).rows).toEqual([{ locked: true }])
    })

    test("nor is another document's body taken", async () => {
      const { body: draft } = await integrator.call('POST', '/documents', { title: '別の書類' })
      const lift =
        'update documents set snapshot = (select snapshot from documents where id = $2) where id = $1'
      await expect(database.query(lift, [draft.id, sent.documentId])).rejects.toThrow('is that of another')
    })
  })
})
