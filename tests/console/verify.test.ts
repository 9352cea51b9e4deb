import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { approvedUpload, makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone, readAsLines } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator
let sent: Sent
let tel: string
let sealed: Uint8Array
let certificate: Uint8Array

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  tel = freshTel()
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

function formOf(bytes: Uint8Array): FormData {
  const body = new FormData()
  body.set('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), 'x.pdf')
  return body
}

/** As another program would save it. */
function byQpdf(pdf: Uint8Array, options: string[]): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'musubi-verify-'))
  const [from, to] = [join(directory, 'from.pdf'), join(directory, 'to.pdf')]
  try {
    writeFileSync(from, pdf)
    execFileSync('qpdf', [...options, from, to])
    return readFileSync(to)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** One more revision that changes nothing but is there; or one that says the catalog anew, without its form. */
function amended(pdf: Uint8Array, dropsForm = false): Buffer {
  const text = Buffer.from(pdf).toString('latin1')
  const before = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]
  const root = [...text.matchAll(/\/Root (\d+ 0 R)/g)].at(-1)?.[1]
  const size = Math.max(...[...text.matchAll(/\/Size (\d+)/g)].map((match) => Number(match[1])))
  const at = pdf.length
  const catalog = [
    ...text.matchAll(/<<(?:(?!endobj)[\s\S])*?\/Type\s*\/Catalog(?:(?!endobj)[\s\S])*?endobj/g),
  ].at(-1)?.[0]
  const number = dropsForm ? root?.split(' ')[0] : size
  const body = dropsForm ? catalog?.replace('/AcroForm', '/Forgotten') : '(added)\nendobj'
  const object = `${number} 0 obj\n${body}\n`
  const table = `xref\n${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`
  const trailer = `trailer\n<</Size ${dropsForm ? size : size + 1}/Root ${root}/Prev ${before}>>\nstartxref\n${at + object.length}\n%%EOF\n`
  return Buffer.concat([pdf, Buffer.from(object + table + trailer)])
}

/** With comments that look like the byte ranges of two hundred signatures. */
function flooded(pdf: Buffer): Buffer {
  const ranges = Array.from(
    { length: 200 },
    (_, index) => `%/ByteRange [0 9 99 ${pdf.length - 100 - index}]\n`,
  )
  return Buffer.concat([pdf, Buffer.from(ranges.join('')), pdf.subarray(pdf.lastIndexOf('startxref'))])
}

async function verify(bytes: Uint8Array, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/verify`, { method: 'POST', body: formOf(bytes), headers })
  return { status: answer.status, html: readAsLines(await answer.text()), headers: answer.headers }
}

const verdictIn = (html: string) => /class="verdict (\w+)"/.exec(html)?.[1]
const words = {
  concluded: '締結された書類です',
  certificate: '合意締結証明書です',
  altered: '発行したファイルと一致しません',
  notOurs: 'このサーバーは発行していません',
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

  test('need not be asked: the certificate carries what it says as data, and a trail that a script recomputes', () => {
    const directory = mkdtempSync(join(tmpdir(), 'musubi-evidence-'))
    try {
      writeFileSync(join(directory, 'certificate.pdf'), certificate)
      const attached = (name: string) =>
        execFileSync('qpdf', [`--show-attachment=${name}`, 'certificate.pdf'], { cwd: directory }).toString()
      const evidence = JSON.parse(attached('evidence.json'))
      const [sender, recipient] = evidence.parties
      expect(evidence).toMatchObject({
        ...{ schema: 'musubi-evidence-1', language: 'ja', evaluation: true },
        document: { id: sent.documentId, title: '秘密の題名' },
        signatures: { level: 'PAdES-B-LTA' },
        verificationUrl: `${server.url}/verify`,
      })
      expect(sender).toMatchObject({ role: 'sender', identification: { method: 'account', code: null } })
      expect(recipient).toMatchObject({
        ...{ role: 'recipient', name: '山田 花子', termsVersion: expect.any(String) },
        identification: { method: 'sms', code: { by: 'sms', sent: 1, wrong: 0 } },
        viewing: { firstAt: expect.any(String) },
        phone: { lastFour: tel.slice(-4), commitment: expect.stringMatching(/^[0-9a-f]{64}$/) },
        act: { kind: 'consented', address: '127.0.0.1' },
      })
      expect(evidence.files[0]).toMatchObject({
        sealedSha256: createHash('sha256').update(sealed).digest('hex'),
        signatures: [{ party: 0 }, { party: 1 }, { party: null, timestampedAt: expect.any(String) }],
      })
      const page = readFileSync('docs/security.md', 'utf8')
      const script = /```js\n(\/\/ node check-chain\.mjs[\s\S]*?)```/.exec(page)?.[1] ?? ''
      writeFileSync(join(directory, 'check-chain.mjs'), script)
      writeFileSync(join(directory, 'trail.jsonl'), attached('trail.jsonl'))
      const checked = execFileSync(process.execPath, ['check-chain.mjs', 'trail.jsonl'], { cwd: directory })
      expect(checked.toString()).toContain(`the chain holds; head ${evidence.trail.head}`)
      expect(attached('trail.jsonl').trim().split('\n')).toHaveLength(evidence.trail.rows)
      expect(attached('evidence.json') + attached('trail.jsonl')).not.toContain(tel)
    } finally {
      rmSync(directory, { recursive: true })
    }
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

  const answerIn = (html: string) => /data-verdict="(\w+)"/.exec(html)?.[1]

  /** The file as each signature left it. */
  const statesOf = (pdf: Uint8Array) => {
    const text = Buffer.from(pdf).toString('latin1')
    return [...text.matchAll(/\/ByteRange\s*\[\s*\d+\s+\d+\s+(\d+)\s+(\d+)/g)]
      .map((match) => Number(match[1]) + Number(match[2]))
      .sort((a, b) => a - b)
      .map((end) => pdf.subarray(0, end))
  }

  test('says of a file that was cut back whose consent it lacks, and does not call it concluded', async () => {
    const [sending = new Uint8Array(), , whole = new Uint8Array()] = statesOf(sealed)
    expect(whole.length).toBe(sealed.length)
    const { html } = await verify(sending)
    expect(answerIn(html)).toBe('earlier')
    expect(verdictIn(html)).toBe('bad')
    expect(html).toContain('締結前の段階のファイルです')
    expect(html).toContain('山田 花子さんの同意を含みません')
    expect(html).not.toContain(words.concluded)
    const english = await fetch(`${server.url}/verify?lang=en`, { method: 'POST', body: formOf(sending) })
    expect(await english.text()).toContain('It lacks the consent of 山田 花子.')
    // By its hash alone the same.
    const hash = createHash('sha256').update(sending).digest('hex')
    const byHash = await fetch(`${server.url}/verify?${new URLSearchParams({ sha256: hash })}`)
    expect(answerIn(await byHash.text())).toBe('earlier')
  })

  test.each([
    [
      'bytes after the last signature',
      () => Buffer.concat([sealed, Buffer.from('\n% more\n')]),
      'bytes_added',
    ],
    ['a revision after the last signature', () => amended(sealed), 'bytes_added'],
    ['a revision that takes the form with its signatures away', () => amended(sealed, true), 'bytes_added'],
    [
      'the same, with more ends of signatures behind it than anyone asks about',
      () => flooded(amended(sealed, true)),
      'bytes_added',
    ],
    [
      'a copy saved again without its form',
      () =>
        byQpdf(amended(sealed, true), [
          '--preserve-unreferenced',
          '--warning-exit-0',
          '--object-streams=disable',
        ]),
      'altered',
    ],
    ['a file that was cut off anywhere', () => sealed.subarray(0, sealed.length - 700), 'damaged'],
    ['a copy saved again by qpdf', () => byQpdf(sealed, ['--object-streams=generate']), 'resaved'],
    [
      'a copy encrypted by qpdf',
      () => byQpdf(sealed, ['--encrypt', '', 'owner', '256', '--']),
      'encrypted_copy',
    ],
    [
      'an encrypted file of others',
      async () => byQpdf(await contractPdf(), ['--encrypt', '', 'o', '256', '--']),
      'encrypted',
    ],
    ['a file without signatures', contractPdf, 'unsigned'],
    ['a file that only begins as a PDF', () => Buffer.from('%PDF-1.7\nnothing\n%%EOF\n'), 'damaged'],
  ] as const)('%s is told by its own sentence', async (_what, make, verdict) => {
    const { html, status } = await verify(await make())
    expect(status).toBe(200)
    expect(answerIn(html)).toBe(verdict)
    expect(html).not.toContain(words.concluded)
  })

  test('vouches neither for the signer nor for the time of a file that others signed', async () => {
    const hand = pdfWorkerAtHand()
    const stranger = await approvedUpload(hand, makeSealer().sealer, 'theirs.pdf', makePdf())
    const { html } = await verify(readFileSync(stranger))
    await hand.end()
    expect(answerIn(html)).toBe('foreign')
    expect(html).toContain('ほかの署名者の署名')
    expect(html).toContain('署名後の改変なし')
    expect(html).toContain('このサーバーの知らない時刻認証局です。時刻は確かめていません')
    expect(html).not.toContain('class="status success"')
    expect((await verify(sealed)).html).not.toContain('このサーバーの知らない時刻認証局')
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
    const work = join(server.dataDirectory, 'work')
    const left = await readdir(work, { recursive: true, withFileTypes: true })
    expect(left.filter((each) => !each.isDirectory())).toEqual([])
  })

  test('is not to be used through other sites', async () => {
    expect((await verify(sealed, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await verify(sealed, { origin: 'https://evil.example' })).status).toBe(403)
  })

  test('looks a hash up, however it is written', async () => {
    const hash = createHash('sha256').update(sealed).digest('hex')
    const look = async (sha256: string) => {
      const answer = await fetch(`${server.url}/verify?${new URLSearchParams({ sha256 })}`)
      return { status: answer.status, html: readAsLines(await answer.text()) }
    }
    expect((await look(hash)).html).toContain(words.concluded)
    expect((await look(` ${hash.toUpperCase().replace(/(..)/g, '$1 ')}`)).html).toContain(words.concluded)
    expect((await look('0'.repeat(64))).html).toContain(words.notOurs)
    expect((await look('nonsense')).status).toBe(400)
  })
})
