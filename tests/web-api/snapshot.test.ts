import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
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

/** The answer from the document's own row, and the answer from the rows of its parts. */
async function bothAnswers(documentId: string) {
  const { body: fromSnapshot } = await integrator.call('GET', `/documents/${documentId}`)
  const { rows } = await database.query('select snapshot from documents where id = $1', [documentId])
  expect(rows[0].snapshot).not.toBeNull()
  await database.query('update documents set snapshot = null where id = $1', [documentId])
  const { body: fromRows } = await integrator.call('GET', `/documents/${documentId}`)
  await database.query('update documents set snapshot = $2 where id = $1', [
    documentId,
    JSON.stringify(rows[0].snapshot),
  ])
  return { fromSnapshot, fromRows }
}

test('a document reads the same from its snapshot as from its parts, at every step of its life', async () => {
  const recipients = [
    { name: '山田 花子', tel: freshTel() },
    { name: '佐藤 一郎', tel: freshTel() },
  ]
  const draft = await integrator.call('POST', '/documents', {
    title: '下書き',
    note: '控え',
    message: 'ご確認ください',
  })
  const atDraft = await bothAnswers(draft.body.id)
  expect(atDraft.fromSnapshot).toEqual(atDraft.fromRows)

  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, widgets: true })
  for (const [index, { tel }] of recipients.entries()) {
    const waiting = await bothAnswers(sent.documentId)
    expect(waiting.fromSnapshot).toEqual(waiting.fromRows)
    await consent(await proveThePhone(await signingUrl(sent, index), tel, server.codeFor))
  }
  await waitForStatus(sent, 2)
  const concluded = await bothAnswers(sent.documentId)
  expect(concluded.fromSnapshot).toEqual(concluded.fromRows)
  expect(concluded.fromSnapshot.participants.map((each: { tel: string }) => each.tel)).toEqual([
    '',
    ...recipients.map((each) => each.tel),
  ])

  const cancelled = await sendDocument(integrator, { pdf: await contractPdf() })
  await integrator.call('PUT', `/documents/${cancelled.documentId}/decline`, { comment: '取りやめます' })
  const atEnd = await bothAnswers(cancelled.documentId)
  expect(atEnd.fromSnapshot).toEqual(atEnd.fromRows)
})
