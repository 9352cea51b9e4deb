import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPdf } from '#server/pdf/format/pdf-file.ts'
import { signedFieldsOf } from '#server/verification/signature-fields.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { commonFiles } from '#tests/fixtures/pdf/common-files.ts'
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

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server.close())

const stranger = (name: string) => readFileSync(`tests/fixtures/strangers/${name}.pdf`)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Sent to one person, consented to, concluded. */
async function concluded(pdf: Buffer) {
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf,
    recipients: [{ name: '山田 花子', tel }],
    widgets: true,
  })
  const browser = await proveThePhone(await signingUrl(sent), tel, server.codeFor)
  await consent(browser)
  await waitForStatus(sent, 2)
  return sent
}

test.for([
  'office-libreoffice',
  '04-refused-xref-n-offset0',
  'hand-dup-key-font',
  'qpdf-lin',
])('a file of strangers is concluded as it came: %s', async (name) => {
  const upload = stranger(name)
  const { documentId, fileId } = await concluded(upload)
  const sealed = await integrator.download(`/documents/${documentId}/files/${fileId}`)
  expect(Buffer.from(sealed.bytes).subarray(0, upload.length).equals(upload)).toBe(true)
})

test.for(commonFiles)('a file that common programs write is concluded: $name', async ({
  bytes,
  repaired,
}) => {
  expect(await noticeOf(bytes)).toBe(repaired ? 'repaired' : null)
  const { documentId, fileId } = await concluded(bytes)
  const sealed = Buffer.from((await integrator.download(`/documents/${documentId}/files/${fileId}`)).bytes)
  expect(sealed.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  if (!repaired) expect(sealed.subarray(0, bytes.length).equals(bytes)).toBe(true)
})

test('fields of an earlier contract whose signatures were lost are dropped, and the sender is told', async () => {
  const pdf = stranger('dead-signature-fields')
  const { documentId, fileId } = await concluded(pdf)
  const { bytes } = await integrator.download(`/documents/${documentId}/files/${fileId}`)
  // Those of two acts, and the archive timestamp; none of before.
  expect(signedFieldsOf(openPdf(Buffer.from(bytes)))).toHaveLength(3)
  expect(await noticeOf(pdf)).toBe('signatures_dropped')
  const console = await enterConsole(server)
  const page = await console.get(`/console/documents/${documentId}`)
  expect(page.html).toContain('無効になっていた電子署名 2件')
})

test('a damaged file is repaired: the rebuilt bytes are signed, both hashes are told, the upload is kept', async () => {
  const good = stranger('office-pdftex')
  const pdf = Buffer.concat([Buffer.from('\r\n'), good, Buffer.from('\n<!-- proxy -->\n')])
  expect(await noticeOf(pdf)).toBe('repaired')
  const { documentId, fileId } = await concluded(pdf)

  const folder = join(server.dataDirectory, 'files', 'documents', documentId, fileId)
  expect(readFileSync(join(folder, 'original.pdf.as-uploaded')).equals(pdf)).toBe(true)
  const rebuilt = readFileSync(join(folder, 'original.pdf'))
  expect(textOf(join(folder, 'original.pdf'))).toBe(textOf('tests/fixtures/strangers/office-pdftex.pdf'))
  const sealed = await integrator.download(`/documents/${documentId}/files/${fileId}`)
  expect(Buffer.from(sealed.bytes).subarray(0, rebuilt.length).equals(rebuilt)).toBe(true)

  const certificate = join(server.dataDirectory, 'certificate-of-the-repaired.pdf')
  writeFileSync(certificate, (await integrator.download(`/documents/${documentId}/certificate`)).bytes)
  const printed = textOf(certificate).replaceAll(/\s/g, '')
  for (const hash of [sha256(pdf), sha256(rebuilt)]) expect(printed).toContain(hash)

  const console = await enterConsole(server)
  const page = await console.get(`/console/documents/${documentId}`)
  expect(page.html).toContain('修復して受け付けました')
  expect(page.html).toContain(sha256(pdf))
})

test('a damaged file that carries a signature is refused with its own reason', async () => {
  const sealed = await (async () => {
    const { documentId, fileId } = await concluded(stranger('cairo'))
    return Buffer.from((await integrator.download(`/documents/${documentId}/files/${fileId}`)).bytes)
  })()
  const { body } = await integrator.call('POST', '/documents', { title: '壊れたもの' })
  const answer = await integrator.upload(body.id, Buffer.concat([Buffer.from('x\n'), sealed]), 'a.pdf')
  expect(answer.status).toBe(400)
  expect(answer.body.message).toContain('carries signatures that a repair would break')
})

async function noticeOf(pdf: Buffer): Promise<string | null> {
  const { body } = await integrator.call('POST', '/documents', { title: '知らせ' })
  const form = new FormData()
  form.set('uploadfile', new Blob([new Uint8Array(pdf)], { type: 'application/pdf' }), 'a.pdf')
  const headers = { authorization: `Bearer ${integrator.token}` }
  const answer = await fetch(`${server.url}/documents/${body.id}/files`, {
    method: 'POST',
    headers,
    body: form,
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return answer.headers.get('x-musubi-notice')
}

function textOf(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-']).toString()
}
