/** The mail of a concluded document with a link instead of the files, and the page to which it leads. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { scannedPdf } from '#tests/fixtures/scanned-pdf.ts'
import { newestOf, rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { consent, openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole, formEntries, postRaw } from '../console/console-visitor.ts'
import { sql } from '../web-api/other-clients.ts'

let server: TestServer
let integrator: Integrator
let people = 0
beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

const mailsTo = async (email: string) => (await server.mails()).filter(({ to }) => to === email)
const linkIn = (text: string, kind: string) => new RegExp(`http\\S+/${kind}/\\S+`).exec(text)?.[0] ?? ''

/** Concluded, by a recipient who was asked by mail; somebody is informed. */
async function conclude(title: string, language = 'ja', pdf?: Uint8Array) {
  people += 1
  const [email, informed] = [`hanako-${people}@example.jp`, `soumu-${people}@example.jp`]
  const { body } = await integrator.call('POST', '/documents', { title })
  const path = `/documents/${body.id}`
  const uploaded = await integrator.upload(body.id, pdf ?? (await contractPdf()), '契約書.pdf')
  const recipient = { name: '山田 花子', email, language_code: language }
  await integrator.call('POST', `${path}/participants`, recipient)
  await integrator.call('POST', `${path}/reportees`, { name: '総務', email: informed })
  await integrator.call('POST', path)
  await until('the request arrives', async () => (await mailsTo(email)).length > 0)
  const browser = openBrowser(server.url)
  const link = linkIn((await mailsTo(email))[0]?.text ?? '', 's')
  await browser.get(link)
  await browser.post(`${new URL(link).pathname}/open`)
  await consent(browser)
  const sent = { documentId: body.id, fileId: uploaded.body.files[0].id, participants: [], integrator }
  await waitForStatus(sent, 2)
  await until('the last mail arrives', async () => (await mailsTo(informed)).length > 0)
  await waitForNoJobs(server)
  return { ...sent, email, informed }
}

const concludedMail = async (email: string) => (await mailsTo(email))[0]?.text ?? ''

test('a team administrator chooses by the settings, and the trail of the team says so', async () => {
  const browser = await enterConsole(server)
  const page = await browser.get('/console/settings')
  expect(page.html).toMatch(/id="concluded_mail"(?![^>]* checked)/)
  const saved = await browser.post('/console/settings', { ...formEntries(page.html), concluded_mail: 'link' })
  expect(saved.html).toMatch(/id="concluded_mail"[^>]* checked/)
  const rows = await rowsOf(server, `select row from team_events where type = 'settings.changed'`)
  expect(rows.map(({ row }) => JSON.parse(row))).toContainEqual(
    expect.objectContaining({ setting: 'concludedMail', from: 'attached', to: 'link' }),
  )
})

describe('the mail of a concluded document', () => {
  test('leads recipients and those informed to the files, each by a link of their own, and the sender to the console', async () => {
    const { documentId, fileId, email, informed } = await conclude('リンクの契約書')
    const [own, other] = [await concludedMail(email), await concludedMail(informed)]
    const link = linkIn(own, 'c')
    expect(own).toContain('次のリンクから保存できます（14日間有効です）')
    expect(linkIn(other, 'c')).not.toBe(link)
    const sender = (await mailsTo(server.email)).find(({ subject }) => subject.includes('リンクの契約書'))
    expect(sender?.text).toContain('締結済みの書類は、次のページから保存できます。')
    expect(sender?.text).toContain(`${server.url}/console/documents/${documentId}\n`)
    expect(sender?.text).not.toContain('/c/')

    const browser = openBrowser(server.url)
    const page = await browser.get(link)
    expect(page.status).toBe(200)
    expect(page.html).toContain('「リンクの契約書」の締結済みの書類です')
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(page.headers.get('cache-control')).toBe('no-store')
    const hashOf = async (path: string) => {
      const answer = await fetch(new URL(path, link))
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      return createHash('sha256')
        .update(Buffer.from(await answer.arrayBuffer()))
        .digest('hex')
    }
    const paths = [...page.html.matchAll(/<a href="(\/c\/[^"]+)" download/g)].map(([, path = '']) => path)
    const sealed = await newestOf(server, documentId)
    const [certified] = await rowsOf(
      server,
      'select certificate_sha256 from documents where id = $1',
      documentId,
    )
    expect(paths).toHaveLength(2)
    expect(paths[0]).toContain(fileId)
    expect(await Promise.all(paths.map(hashOf))).toEqual([sealed?.sha256, certified?.certificate_sha256])
  })

  test('is written in the language of each reader, and the page begins in it', async () => {
    const lease = await conclude('Lease', 'en')
    const english = linkIn(await concludedMail(lease.email), 'c')
    expect(english).toMatch(/\?lang=en$/)
    // So does what the request leads to.
    expect(linkIn((await mailsTo(lease.email)).at(-1)?.text ?? '', 's')).toMatch(/\?lang=en$/)
    expect((await openBrowser(server.url).get(english)).html).toContain('Your copy of the document')
    const chinese = await conclude('租约', 'zh-CHS')
    expect(await concludedMail(chinese.email)).toContain('14天内有效')
    const taiwan = await conclude('租約', 'zh-CHT')
    expect(await concludedMail(taiwan.email)).toContain('14天內有效')
  })

  test('carries a link where the files are too large for a mail, though the team attaches them', async () => {
    await sql(server, `update teams set concluded_mail = 'attached'`)
    try {
      const small = await conclude('小さい契約書')
      expect(await concludedMail(small.email)).toContain('締結済みの書類を添付しました')
      expect(await concludedMail(small.email)).not.toContain('/c/')

      const large = await conclude('大きい契約書', 'ja', await scannedPdf(10 * 1024 * 1024))
      const [own, other] = [await concludedMail(large.email), await concludedMail(large.informed)]
      expect(own).toContain('次のリンクから保存できます（14日間有効です）')
      expect(own).not.toContain('添付しました')
      expect(linkIn(other, 'c')).toMatch(/\/c\/.+/)
      expect(linkIn(other, 'c')).not.toBe(linkIn(own, 'c'))
      const { html } = await openBrowser(server.url).get(linkIn(own, 'c'))
      const [, path = ''] = /<a href="(\/c\/[^"]+)" download/.exec(html) ?? []
      const answer = await fetch(new URL(path, server.url))
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(10 * 1024 * 1024)
      const sender = (await mailsTo(server.email)).find(({ subject }) => subject.includes('大きい契約書'))
      expect(sender?.text).toContain('ファイルが大きいため、締結済みの書類は添付していません')
      expect(sender?.text).toContain(`${server.url}/console/documents/${large.documentId}\n`)
    } finally {
      await sql(server, `update teams set concluded_mail = 'link'`)
    }
  })
})

describe('a link', () => {
  test('that somebody made up, or took apart, is none', async () => {
    const one = linkIn(await concludedMail((await conclude('一つ目')).email), 'c')
    const two = linkIn(await concludedMail((await conclude('二つ目')).email), 'c')
    const [a, b] = [one, two].map((each) => new URL(each).pathname.slice(3).split('.'))
    if (a === undefined || b === undefined) throw new Error('no links')
    const made = [
      [b[0], a[1], a[2], a[3]],
      [a[0], b[1], a[2], a[3]],
      [a[0], a[1], 'zzzzzz', a[3]],
      [a[0], a[1], a[2], b[3]],
      [a[0], a[1], a[2], `${a[3]?.slice(0, -1)}_`],
      [a[0], a[1], a[2]],
      ['x'],
    ].map((parts) => parts.join('.'))
    for (const token of made) {
      for (const path of [`/c/${token}`, `/c/${token}/certificate`]) {
        const answer = await fetch(`${server.url}${path}`)
        expect(answer.status, path).toBe(404)
        expect(await answer.text()).not.toMatch(/一つ目|二つ目/)
      }
    }
    const foreign = await fetch(`${one}/sealed/${b[0]}`)
    expect(foreign.status).toBe(404)
  })

  test('that has ended says nothing of the document, and sends a new one to the same mailbox, not twice at once', async () => {
    const { documentId, email } = await conclude('期限切れの契約書')
    const old = await oldLink(documentId, email)
    const browser = openBrowser(server.url)
    const ended = await browser.get(old)
    expect([ended.status, ended.html.includes('期限切れの契約書'), ended.html.includes('つばめ')]).toEqual([
      410,
      false,
      false,
    ])
    expect((await fetch(`${old}/certificate`, { redirect: 'manual' })).status).toBe(303)
    const before = (await mailsTo(email)).length
    const form = formEntries(ended.html)
    const answers = await Promise.all([1, 2, 3].map(() => postRaw(old, null, form, { origin: server.url })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    await waitForNoJobs(server)
    const mails = await mailsTo(email)
    expect(mails.length - before).toBe(1)
    const renewed = linkIn(mails[0]?.text ?? '', 'c')
    expect((await openBrowser(server.url).get(renewed)).html).toContain('期限切れの契約書')
    const trail = await rowsOf(
      server,
      `select row from audit where document_id = $1 and type = 'copy_link.requested'`,
      documentId,
    )
    expect(trail).toHaveLength(1)
    expect(trail[0]?.row).not.toContain('@')
    const console = await (await enterConsole(server)).get(`/console/documents/${documentId}`)
    expect(console.html).toContain('新しいリンクが求められ')
  })

  test('is asked for anew only by its own page', async () => {
    const { documentId, email } = await conclude('他所から')
    const old = await oldLink(documentId, email)
    const before = (await mailsTo(email)).length
    const page = await openBrowser(server.url).get(old)
    for (const [fields, headers] of [
      [{}, {}],
      [{ form_token: 'made up' }, {}],
      [formEntries(page.html), { origin: 'https://evil.example' }],
    ] as const)
      expect((await postRaw(old, null, fields, headers)).status).toBeGreaterThanOrEqual(400)
    await waitForNoJobs(server)
    expect(await mailsTo(email)).toHaveLength(before)
  })

  test('is over when the days in which the team hands out copies are', async () => {
    const { documentId, informed } = await conclude('終わった契約書')
    const link = linkIn(await concludedMail(informed), 'c')
    await sql(server, `update teams set copy_days = 1`)
    await sql(
      server,
      `update documents set snapshot = jsonb_set(snapshot::jsonb, '{concluded_at}', '"2026-01-01T00:00:00.000Z"') where id = $1`,
      [documentId],
    )
    const over = await openBrowser(server.url).get(link)
    await sql(server, `update teams set copy_days = 90`)
    expect(over.status).toBe(410)
    expect(over.html).toContain('書類を受け取れる期間が終わりました')
    expect(over.html).not.toMatch(/終わった契約書|<form method="post"/)
  })
})

/** The same reader's link of a mail of a month ago, written with the server's own key. */
async function oldLink(documentId: string, email: string): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const { createSecrets } = await import('#server/adapters/system/secrets.ts')
  const { copyLinkToken } = await import('#server/usecases/copy-link.ts')
  const { keys } = JSON.parse(await readFile(`${server.dataDirectory}/evaluation.json`, 'utf8'))
  const secrets = createSecrets({
    data: [{ id: 'unused', key: new Uint8Array(32) }],
    hash: Buffer.from(keys.hash, 'base64'),
  })
  const { body } = await integrator.call('GET', `/documents/${documentId}`)
  const reader = body.participants.find((each: { email: string }) => each.email === email)
  const endsAt = new Date(new Date(body.updated_at).getTime() - 16 * 24 * 60 * 60_000)
  return `${server.url}/c/${copyLinkToken(secrets, { documentId, readerId: reader.id, endsAt })}`
}
