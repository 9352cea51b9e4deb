import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
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
let sent: Sent
let sealed: Uint8Array
let certificate: Uint8Array

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title: '秘密の題名',
    recipients: [{ name: '山田 花子', tel }],
  })
  await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
  await waitForStatus(sent, 2)
  sealed = (await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)).bytes
  certificate = (await integrator.download(`/documents/${sent.documentId}/certificate`)).bytes
})
afterAll(() => server.close())

async function verify(bytes: Uint8Array, headers: Record<string, string> = {}) {
  const body = new FormData()
  body.set('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), 'x.pdf')
  const answer = await fetch(`${server.url}/verify`, { method: 'POST', body, headers })
  return { status: answer.status, html: await answer.text(), headers: answer.headers }
}

const verdictIn = (html: string) => /class="verdict (\w+)"/.exec(html)?.[1]
const words = {
  concluded: '書類は締結されています',
  certificate: '発行した合意締結証明書です',
  altered: '発行したファイルと一致しません',
  notOurs: 'このサーバーが発行したファイルではありません',
}

describe('the verification page', () => {
  test('knows its own sealed file, and lists every signature as valid', async () => {
    const { html, status, headers } = await verify(sealed)
    expect(status).toBe(200)
    expect(verdictIn(html)).toBe('good')
    expect(html).toContain(words.concluded)
    expect(html).toContain('評価用')
    expect(html).toContain(sent.documentId)
    expect(html.match(/class="status success"/g)).toHaveLength(2)
    expect(html).toContain('山田 花子')
    expect(html).not.toContain('秘密の題名')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('knows its own certificate of agreement', async () => {
    const { html } = await verify(certificate)
    expect(html).toContain(words.certificate)
  })

  test('says of a file with one altered byte that it is not what was issued, and that no signature holds', async () => {
    const altered = Uint8Array.from(sealed)
    const at = altered.length >> 2
    altered[at] = (altered[at] ?? 0) ^ 1
    const { html } = await verify(altered)
    expect(verdictIn(html)).toBe('bad')
    expect(html).toContain(words.altered)
    expect(html).not.toContain('class="status success"')
  })

  test('says of a file without signatures that it is not ours', async () => {
    const { html, status } = await verify(await contractPdf())
    expect(status).toBe(200)
    expect(verdictIn(html)).toBe('plain')
    expect(html).toContain(words.notOurs)
  })

  test('refuses what is no PDF, what is empty, what is too large, and a missing file, in words', async () => {
    expect((await verify(Buffer.from('hello'))).status).toBe(400)
    expect((await verify(Buffer.alloc(0))).status).toBe(400)
    expect((await verify(new Uint8Array(50 * 1024 * 1024 + 1))).status).toBe(413)
    const nothing = await fetch(`${server.url}/verify`, { method: 'POST', body: new FormData() })
    expect(nothing.status).toBe(400)
    expect(await nothing.text()).toContain('id="file-error"')
  })

  test('keeps no file, whatever came of it', async () => {
    await verify(sealed)
    await verify(Buffer.from('%PDF-1.7 broken'))
    expect(await readdir(join(server.dataDirectory, 'work'))).toEqual([])
  })

  test('is not to be used through other sites', async () => {
    expect((await verify(sealed, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await verify(sealed, { origin: 'https://evil.example' })).status).toBe(403)
  })

  test('looks a hash up, however it is written', async () => {
    const hash = createHash('sha256').update(sealed).digest('hex')
    const look = async (sha256: string) => {
      const answer = await fetch(`${server.url}/verify?${new URLSearchParams({ sha256 })}`)
      return { status: answer.status, html: await answer.text() }
    }
    expect((await look(hash)).html).toContain(words.concluded)
    expect((await look(` ${hash.toUpperCase().replace(/(..)/g, '$1 ')}`)).html).toContain(words.concluded)
    expect((await look('0'.repeat(64))).html).toContain(words.notOurs)
    expect((await look('nonsense')).status).toBe(400)
  })
})
