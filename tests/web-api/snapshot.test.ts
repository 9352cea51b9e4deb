import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
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

/**
 * The answer of the process that wrote it and knows it; then, under another version and so unknown to it, the answer
 * from the document's own row; and the answer from the rows of its parts.
 */
async function everyAnswer(documentId: string) {
  const get = async () => (await integrator.call('GET', `/documents/${documentId}`)).body
  const known = await get()
  const { rows } = await database.query('select snapshot, version from documents where id = $1', [documentId])
  expect(rows[0].snapshot).not.toBeNull()
  await database.query("update documents set version = 'another' where id = $1", [documentId])
  const fromSnapshot = await get()
  await database.query('update documents set snapshot = null, version = null where id = $1', [documentId])
  const fromRows = await get()
  await database.query('update documents set snapshot = $2, version = $3 where id = $1', [
    documentId,
    JSON.stringify(rows[0].snapshot),
    rows[0].version,
  ])
  return { known, fromSnapshot, fromRows }
}

async function expectSameAnswers(documentId: string) {
  // A seal that is being made would write between our statements.
  await waitForNoJobs(server)
  const { known, fromSnapshot, fromRows } = await everyAnswer(documentId)
  expect(fromSnapshot).toEqual(fromRows)
  expect(known).toEqual(fromRows)
  return known
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

test('a document reads the same known, from its snapshot and from its parts, at every step of its life', async () => {
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
