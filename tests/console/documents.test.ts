import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
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
import { consent, openBrowser, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let integrator: Integrator
let console_: Recipient
let concluded: Sent
let tel: string

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  tel = freshTel()
  const recipients = [{ name: '山田 花子', tel, organization: '山田商店' }]
  concluded = await sendDocument(integrator, { pdf: await contractPdf(), recipients, title: '締結する契約' })
  await consent(await proveThePhone(await signingUrl(concluded), tel, server.codeFor))
  await waitForStatus(concluded, 2)
  console_ = await enterConsole(server)
})
afterAll(() => server.close())

const pageOf = ({ documentId }: Sent) => `/console/documents/${documentId}`

describe('the list of documents', () => {
  test('filters by status and title, in the URL', async () => {
    await integrator.call('POST', '/documents', { title: '下書きの見積書' })
    const all = await console_.get('/console/documents')
    expect(all.html).toContain('締結する契約')
    expect(all.html).toContain('下書きの見積書')
    const drafts = await console_.get('/console/documents?status=draft')
    expect(drafts.html).not.toContain('締結する契約')
    const found = await console_.get(`/console/documents?q=${encodeURIComponent('見積')}`)
    expect(found.html).toContain('下書きの見積書')
    expect(found.html).not.toContain('締結する契約')
    const none = await console_.get('/console/documents?status=concluded&q=zzz')
    expect(none.html).not.toContain('<table')
  })

  test('is read page by page, each document once', async () => {
    for (let k = 0; k < 35; k++) await integrator.call('POST', '/documents', { title: `頁送り ${k}` })
    const seen: string[] = []
    let path: string | undefined = `/console/documents?q=${encodeURIComponent('頁送り')}`
    for (let pages = 0; path !== undefined && pages < 5; pages++) {
      const { html } = await console_.get(path)
      seen.push(...[...html.matchAll(/頁送り (\d+)<\/a>/g)].map((match) => match[1] ?? ''))
      path = /class="button quiet" href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(Array.from({ length: 35 }, (_, k) => `${34 - k}`))
  })
})

describe('the page of a document', () => {
  test('tells its timeline from creation to conclusion, with a masked number', async () => {
    const { html } = await console_.get(pageOf(concluded))
    for (const sentence of [
      '書類が作成されました',
      '本人確認が済みました',
      '同意しました',
      '契約が締結されました',
    ])
      expect(html).toContain(sentence)
    expect(html).toMatch(/0[7896]0-\*{4}-\*\*[0-9]{2}/)
    // Ids and hashes are hexadecimal, and eleven digits of one in a hundred pages look like a number.
    expect(html.replace(/[0-9a-f]{32,}/g, '')).not.toMatch(/0[6789]0[0-9]{8}/)
  })

  test('gives the sealed file and the certificate, byte for byte what the Web API gives', async () => {
    const { html } = await console_.get(pageOf(concluded))
    const links = html.matchAll(/href="(\/console\/documents\/[^"]+\/(?:files\/[^"]+|certificate))"/g)
    // The file is offered on top, too.
    const paths = new Set([...links].map(([, path = '']) => path))
    expect(paths.size).toBe(2)
    const api = [`/documents/${concluded.documentId}/files/${concluded.fileId}`]
    api.push(`/documents/${concluded.documentId}/certificate`)
    for (const [index, path] of [...paths].entries()) {
      const cookie = [...console_.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(`${server.url}${path}`, { headers: { cookie } })
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
      expect(answer.headers.get('content-security-policy')).toContain('sandbox')
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const same = await integrator.download(api[index] ?? '')
      expect(sha256(bytes)).toBe(sha256(same.bytes))
      expect((await fetch(`${server.url}${path}`, { redirect: 'manual' })).status).toBe(303)
    }
  })

  test('gives an extract for each party, whose secret opens the commitment that the certificate made', async () => {
    const { html } = await console_.get(pageOf(concluded))
    const paths = [...html.matchAll(/href="(\/console\/documents\/[^"]+\/extract\/[^"]+)"/g)]
    expect(paths).toHaveLength(2)
    const cookie = [...console_.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const fetched = (path: string) => fetch(server.url + path, { headers: { cookie } })
    const pdf = Buffer.from(await (await fetched(paths[1]?.[1] ?? '')).arrayBuffer())
    const folder = await mkdtemp(join(tmpdir(), 'musubi-extract-'))
    try {
      await writeFile(join(folder, 'extract.pdf'), pdf)
      const shown = execFileSync('qpdf', ['--show-attachment=evidence.json', 'extract.pdf'], { cwd: folder })
      const { parties, extract } = JSON.parse(shown.toString())
      expect(parties[0]).toMatchObject({ role: 'sender', name: '（本抄本では省略）', email: null })
      expect(parties[1]).toMatchObject({ name: '山田 花子', organization: '山田商店' })
      const certificate = await integrator.download(`/documents/${concluded.documentId}/certificate`)
      expect(extract.certificateSha256).toBe(sha256(certificate.bytes))
      const lines = [concluded.documentId, tel, extract.phoneSecret].join('\n')
      expect(sha256(lines)).toBe(parties[1].phone.commitment)
    } finally {
      await rm(folder, { recursive: true })
    }
    expect((await fetched(`${pageOf(concluded)}/certificate/extract/${'0'.repeat(32)}`)).status).toBe(404)
  })

  test('exports an audit trail that a stranger can compute again, up to the head on the page', async () => {
    const { html } = await console_.get(pageOf(concluded))
    const { html: lines } = await console_.get(`${pageOf(concluded)}/audit.jsonl`)
    const rows = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    let head = '0'.repeat(64)
    for (const [index, { sequence, row, hash }] of rows.entries()) {
      expect(sequence).toBe(index + 1)
      head = sha256(`${head}\n${row}`)
      expect(hash).toBe(head)
    }
    expect(rows.length).toBeGreaterThan(10)
    expect(html).toContain(head)
  })

  test('is not found for anybody but the sender, like one that does not exist', async () => {
    await addColleague(server, 'colleague@example.jp', 'a password of theirs')
    const colleague = await enterConsole(server, 'colleague@example.jp', 'a password of theirs')
    expect((await colleague.get('/console/documents')).html).not.toContain('締結する契約')
    for (const rest of ['', '/cancel', '/audit.jsonl', '/certificate', `/files/${concluded.fileId}`]) {
      expect((await colleague.get(`${pageOf(concluded)}${rest}`)).status).toBe(404)
    }
    expect((await console_.get(`/console/documents/${'0'.repeat(32)}`)).status).toBe(404)
    expect((await console_.get('/console/documents/%27%20or%201')).status).toBe(404)
  })
})

describe('a document on its way', () => {
  test('a recipient whom wrong codes locked is unlocked, and can go on', { timeout: 200_000 }, async () => {
    const tel = freshTel()
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients: [{ name: '伊藤 健', tel }],
    })
    await lockByHand(sent)
    const page = await console_.get(pageOf(sent))
    const action = `${pageOf(sent)}/participants/${sent.participants[0]}/unlock`
    expect(page.html).toContain(`action="${action}"`)
    const after = await console_.post(action)
    expect(after.url).toMatch(/\?done=unlocked$/)
    expect(after.html).not.toContain(`action="${action}"`)
    expect(after.html).toContain('ロックが解除されました')
    await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
    await waitForStatus(sent, 2)
  })

  test('a wrong number is corrected: the entry is kept until it is right, older URLs end', async () => {
    const sent = await sendDocument(integrator, { pdf: await contractPdf() })
    const old = await signingUrl(sent)
    await console_.get(pageOf(sent))
    const action = `${pageOf(sent)}/participants/${sent.participants[0]}/tel`
    const refused = await console_.post(action, { tel: '03-1234-5678' })
    expect(refused.status).toBe(400)
    expect(refused.html).toContain('value="03-1234-5678"')
    expect(refused.html).toContain('aria-invalid="true"')
    const tel = freshTel()
    const corrected = await console_.post(action, { tel: `+81 ${tel.slice(1, 3)}-${tel.slice(3)}` })
    expect(corrected.url).toMatch(/\?done=tel$/)
    const stranger = openBrowser(server.url)
    expect((await stranger.get(old)).html).not.toContain('name="tel"')
    await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
    await waitForStatus(sent, 2)
    await console_.get(pageOf(sent))
    expect(console_.page().html).not.toContain(`action="${action}"`)
  })

  test('it is cancelled after one more question; what is concluded cannot be', async () => {
    const sent = await sendDocument(integrator, { pdf: await contractPdf() })
    await console_.get(`${pageOf(sent)}/cancel`)
    const tooLong = await console_.post(`${pageOf(sent)}/cancel`, { comment: '長'.repeat(1001) })
    expect(tooLong.status).toBe(400)
    expect(tooLong.html).toContain('長'.repeat(1001))
    const after = await console_.post(`${pageOf(sent)}/cancel`, { comment: '内容を直すため' })
    expect(after.url).toMatch(/\?done=cancelled$/)
    expect(after.html).toContain('内容を直すため')
    await waitForStatus(sent, 3)
    expect((await console_.get(`${pageOf(concluded)}/cancel`)).status).toBe(409)
  })

  /** Fifteen wrong codes take minutes of waiting between sends; the lock itself is tested with the signing pages. */
  async function lockByHand({ participants }: Sent): Promise<void> {
    const { Client } = await import('pg')
    const client = new Client({ connectionString: server.databaseUrl })
    await client.connect()
    await client.query('update participants set wrong_guesses = 15, locked_at = now() where id = $1', [
      participants[0],
    ])
    await client.end()
  }
})

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
