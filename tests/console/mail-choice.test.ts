/** Each member chooses which mails about their documents they get. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { optionalMails } from '#domain/optional-mail.ts'
import {
  aiosmtpd,
  mailSettings,
  part,
  type SmtpServer,
  startSmtpServer,
} from '#tests/adapters/smtp-server.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from './console-visitor.ts'

describe('a member', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  let integrator: Integrator
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    server = await startTestServer({ env: mailSettings(mail) })
    integrator = await signInIntegrator(server.url, server.clientId)
  })
  afterAll(async () => {
    await server?.close()
    await mail?.stop()
  })

  const textOf = (content: string) => part(content, 'text/plain').replaceAll('\r\n', '\n')
  const toSender = () => mail.taken().filter(({ to }) => to[0] === server.email)

  /** A recipient asked by mail, who declines. */
  async function declinedDocument(title: string): Promise<void> {
    const email = `${Buffer.from(title).toString('hex')}@example.jp`
    const { body } = await integrator.call('POST', '/documents', { title })
    await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
    await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', email })
    await integrator.call('POST', `/documents/${body.id}`)
    const asked = () => mail.taken().find(({ to }) => to[0] === email)
    await until('the request arrives', () => asked() !== undefined)
    const request = asked()?.content ?? ''
    // Nobody unsubscribes from being asked.
    expect(request).not.toMatch(/^List-Unsubscribe:/m)
    const [link = ''] = /http\S+\/s\/\S+/.exec(textOf(request)) ?? []
    const browser = openBrowser(server.url)
    const base = new URL(link).pathname
    await browser.get(link)
    await browser.post(`${base}/open`)
    await browser.get(`${base}/decline`)
    await browser.post(`${base}/decline`, { reason: '条件が違います' })
    await waitForNoJobs(server)
  }

  test('gets every mail until they choose, and no more of those that they do without', async () => {
    await declinedDocument('一通目')
    const [first, ...more] = toSender()
    expect(more).toEqual([])
    expect(first?.content).toMatch(new RegExp(`^List-Unsubscribe: <${server.url}/u/[^/>]+>`, 'm'))
    expect(textOf(first?.content ?? '')).toContain('管理画面の「メールの設定」で選べます')

    const browser = await enterConsole(server)
    const before = await browser.get('/console/mails')
    expect(before.html.match(/type="checkbox"[^>]* checked/g)).toHaveLength(optionalMails.length)
    expect(before.html).toContain(server.email)
    const after = await browser.post('/console/mails', { concluded: '1', alert: '1' })
    expect(after.html).toContain('保存しました')
    expect(after.html).toMatch(/id="alert"[^>]* checked/)
    expect(after.html).not.toMatch(/id="declined"[^>]* checked/)
    await declinedDocument('二通目')
    expect(toSender()).toHaveLength(1)

    await browser.get('/console/mails')
    await browser.post('/console/mails', { concluded: '1', alert: '1', declined: '1' })
    await declinedDocument('三通目')
    expect(toSender()).toHaveLength(2)
  })

  test('gets them in the language that they choose, and in Japanese where they chose none', async () => {
    const browser = await enterConsole(server)
    const kept = { concluded: '1', alert: '1', declined: '1', mail_rejected: '1', sms_undelivered: '1' }
    const subjects: string[] = []
    for (const [at, language] of ['en', 'zh-CHS', 'zh-CHT', ''].entries()) {
      await browser.get('/console/mails')
      const page = await browser.post('/console/mails', { ...kept, language })
      const [, chosen] = /<option value(?:="([^"]*)")?[^>]* selected/.exec(page.html) ?? []
      expect(chosen ?? '').toBe(language)
      await declinedDocument(`言語${at}`)
      subjects.push(textOf(toSender().at(-1)?.content ?? ''))
    }
    const [english, simplified, traditional, usual] = subjects
    expect(english).toContain('A recipient declined the document.')
    expect(english).toContain('条件が違います')
    expect(english).toContain('in the console under “E-mail settings”')
    expect(simplified).toMatch(/拒签/)
    expect(traditional).toMatch(/拒簽/)
    expect(usual).toContain('書類が却下されました')
  })
})
