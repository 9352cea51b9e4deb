import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, webcrypto, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { appendUpdate } from '#tests/fixtures/pdf/make-pdf.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let sealed: Buffer
let certificate: Buffer
const folder = mkdtempSync(join(tmpdir(), 'musubi-statement-'))

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title: '秘密の題名',
    recipients: [{ name: '山田 花子', tel }],
  })
  await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
  await waitForStatus(sent, 2)
  sealed = Buffer.from(
    (await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)).bytes,
  )
  certificate = Buffer.from((await integrator.download(`/documents/${sent.documentId}/certificate`)).bytes)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

async function verify(bytes: Uint8Array, language = 'ja'): Promise<string> {
  const body = new FormData()
  body.set('file', new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }), 'x.pdf')
  return (await fetch(`${server.url}/verify?lang=${language}`, { method: 'POST', body })).text()
}

/** The statement that a page carries. */
function statementIn(html: string): string {
  const [, found = ''] = /href="data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)"/.exec(html) ?? []
  return Buffer.from(found, 'base64').toString('ascii')
}

const decoded = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))

describe('what the verification page found', () => {
  test('stands there in a sentence with its code and its place', async () => {
    const root = /\/Root (\d+) 0 R/.exec(sealed.toString('latin1'))?.[1]
    expect(root).toBeDefined()
    const html = await verify(appendUpdate(sealed, { 9999: '(added)' }))
    expect(html).toContain('data-verdict="bytes_added"')
    const other = await verify(Buffer.concat([sealed, Buffer.from('%PDF-1.7\n')]), 'en')
    expect(other).toContain('The beginning of another PDF was added at the end.')
    expect(other).toContain('<code>second_header</code>')
  })

  test('says nothing against the file that was issued', async () => {
    const html = await verify(sealed)
    expect(html).toContain('data-verdict="concluded"')
    expect(html).not.toMatch(/class="findings"[\s\S]*?class="status (danger|warning)"/)
  })

  test('is to be had as a JWS that another library verifies, with a chain that OpenSSL follows', async () => {
    const statement = statementIn(await verify(sealed))
    const [head, payload, signature] = statement.split('.')
    const { alg, x5c } = decoded(head)
    expect(alg).toBe('ES256')
    expect(decoded(payload)).toMatchObject({
      iss: server.url,
      schema: 'musubi-verification-statement-1',
      file: { sha256: createHash('sha256').update(sealed).digest('hex'), bytes: sealed.length },
      answer: 'issued_whole',
      verdict: 'concluded',
    })
    // Names stay in the file.
    expect(Buffer.from(payload ?? '', 'base64url').toString('utf8')).not.toContain('山田')

    const [leaf, root] = x5c.map((der: string) => new X509Certificate(Buffer.from(der, 'base64')))
    const verifies = async (signed: string) => {
      const spki = leaf.publicKey.export({ type: 'spki', format: 'der' })
      const name = { name: 'ECDSA', namedCurve: 'P-256' }
      const key = await webcrypto.subtle.importKey('spki', spki, name, false, ['verify'])
      const value = Buffer.from(signature ?? '', 'base64url')
      return webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, value, Buffer.from(signed))
    }
    expect(await verifies(`${head}.${payload}`)).toBe(true)
    expect(await verifies(`${head}.${payload}x`)).toBe(false)
    const [leafFile, rootFile] = [join(folder, 'leaf.pem'), join(folder, 'root.pem')]
    writeFileSync(leafFile, leaf.toString())
    writeFileSync(rootFile, root.toString())
    expect(
      execFileSync('openssl', ['verify', '-CAfile', rootFile, leafFile], { encoding: 'utf8' }),
    ).toContain('OK')
  })

  test('is stated of what was not issued, too', async () => {
    const [, payload] = statementIn(await verify(await contractPdf())).split('.')
    expect(decoded(payload)).toMatchObject({
      answer: 'not_issued',
      verdict: 'unsigned',
      document: null,
      findings: [{ code: 'unsigned', level: 'alarm' }],
    })
  })
})

describe('the checker that the page offers', () => {
  test('is served as its SHA-256 says, with this server’s certificates in it, and calls its files good', async () => {
    const page = await (await fetch(`${server.url}/verify`)).text()
    const answer = await fetch(`${server.url}/verify/musubi-verify.mjs`)
    expect(answer.headers.get('content-disposition')).toContain('musubi-verify.mjs')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(page).toContain(createHash('sha256').update(bytes).digest('hex'))
    for (const [name, content] of [
      ['musubi-verify.mjs', bytes],
      ['contract.pdf', sealed],
      ['certificate.pdf', certificate],
      ['cut.pdf', sealed.subarray(0, sealed.length - 3000)],
    ] as const)
      writeFileSync(join(folder, name), content)
    const run = (...files: string[]) =>
      spawnSync(process.execPath, ['musubi-verify.mjs', '--json', ...files], {
        cwd: folder,
        encoding: 'utf8',
      })
    const good = run('contract.pdf', 'certificate.pdf')
    expect(JSON.parse(good.stdout)).toMatchObject({
      files: [{ answer: 'issued_whole' }, { answer: 'issued_whole' }],
      pairings: [{ finding: { code: 'certificate_paired' } }],
    })
    expect(good.status).toBe(0)
    expect(run('cut.pdf').status).toBe(1)
  })

  test('is to be had without its certificates elsewhere, and these alone', async () => {
    const trust = await (await fetch(`${server.url}/verify/trust.json`)).json()
    expect(trust.signers).toHaveLength(1)
    const [der] = trust.signers
    expect(new X509Certificate(Buffer.from(der, 'base64')).subject).toContain('EVALUATION')
  })
})
