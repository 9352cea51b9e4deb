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
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server.close())

test('a contract is concluded by SMS code, from the Web API to the sealed PDF and the certificate', async () => {
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  const url = await signingUrl(sent)
  const browser = await proveThePhone(url, tel, server.codeFor)
  const done = await consent(browser)
  expect(done.url).toMatch(/\/done$/)
  expect(done.html).toContain('書類の確認が完了しました')
  const document = await waitForStatus(sent, 2)
  expect(document.participants.map((each: { status: number }) => each.status)).toEqual([6, 7])
  const sealed = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  expect(sealed.type).toBe('application/pdf')
  expect(Buffer.from(sealed.bytes).toString('latin1')).toContain('ETSI.CAdES.detached')
  const certificate = await integrator.download(`/documents/${sent.documentId}/certificate`)
  expect(certificate.status).toBe(200)
})

test('two recipients act in turn, each with their own fields, and both marks are in the sealed file', async () => {
  const recipients = [
    { name: '山田 花子', tel: freshTel() },
    { name: '佐藤 一郎', tel: freshTel() },
  ]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, widgets: true })
  const early = await integrator.call(
    'POST',
    `/documents/${sent.documentId}/participants/${sent.participants[1]}/signing_url`,
  )
  expect(early.status).toBe(400)
  for (const [index, { tel }] of recipients.entries()) {
    const browser = await proveThePhone(await signingUrl(sent, index), tel, server.codeFor)
    const done = await consent(browser)
    expect(done.url).toMatch(/\/done$/)
  }
  const document = await waitForStatus(sent, 2)
  expect(document.participants.map((each: { status: number }) => each.status)).toEqual([6, 8, 8])
})

test('a consent URL alone shows the sender and nothing of the document', async () => {
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), title: '秘密の合意' })
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  const page = await browser.get(url)
  expect(page.html).toContain('つばめ不動産')
  expect(page.html).not.toContain('秘密の合意')
  for (const path of ['review', 'confirm', 'done', 'decline', `files/${sent.fileId}`, 'certificate']) {
    const tried = await openBrowser(server.url).get(`${url}/${path}`)
    expect(tried.html).not.toContain('秘密の合意')
    expect(tried.headers.get('content-type')).toMatch(/^text\/html/)
  }
})
