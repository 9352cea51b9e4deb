/** What became of the mails that ask approvers is told on the page of the document, like of every mail about it. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aiosmtpd, mailSettings, type SmtpServer, startSmtpServer } from '#tests/adapters/smtp-server.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { needs } from '#tests/support/needs.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

const secret = 'a-secret-of-the-mail-server'

async function withApprover(server: TestServer, email: string): Promise<void> {
  await addColleague(server, email, 'a password of theirs')
  await sql(server, 'update members set document_approver = (email = $1)', [email])
  await sql(server, 'update teams set approval_required = true')
}

/** A draft whose sender asks for an approval. */
async function asked(server: TestServer, sender: Recipient): Promise<string> {
  const { id } = await aFullDraft(await aCaller(server.url, server.clientId))
  await sender.get(`/console/documents/${id}/send`)
  expect((await sender.post(`/console/documents/${id}/approval`)).url).toContain('done=requested')
  return id
}

const loggedOf = (server: TestServer, id: string) =>
  rowsOf<{ kind: string; state: string; status: string }>(
    server,
    'select kind, state, status from mail_log where document_id = $1 order by occasion, kind',
    id,
  )

/** States and kinds of the mails that the page lists. */
const mailsIn = (html: string) =>
  [
    ...html.matchAll(
      /<li><time[^>]*>[^<]*<\/time><span class="status[^>]*>(.*?)<\/span><span class="row-note">([^<]*)</g,
    ),
  ].map(([, state = '', kind = '']) => `${state.replace(/<[^>]*>/g, '').trim()} ${kind}`)

test('the request and what the approver answered stand there with name and state', async () => {
  const server = await startTestServer()
  try {
    const sender = await enterConsole(server)
    await withApprover(server, 'approver@example.jp')
    const id = await asked(server, sender)
    await waitForNoJobs(server)
    expect(await loggedOf(server, id)).toEqual([{ kind: 'approval_requested', state: 'sent', status: '' }])
    const page = (await sender.get(`/console/documents/${id}`)).html
    expect(page).toMatch(/承認を依頼した方<\/h2>.*同僚 次郎/s)
    expect(mailsIn(page)).toEqual(['送信済 承認の依頼'])
    const approver = await enterConsole(server, 'approver@example.jp', 'a password of theirs')
    await approver.get(`/console/documents/${id}/approval`)
    await approver.post(`/console/documents/${id}/approval/yes`)
    await waitForNoJobs(server)
    // To the sender, among the mails of theirs.
    expect(mailsIn((await sender.get(`/console/documents/${id}`)).html).sort()).toEqual([
      '送信済 承認の依頼',
      '送信済 承認の連絡',
    ])
    expect((await sender.get(`/console/documents/${id}?lang=en`)).html).toContain('Who was asked to approve')
  } finally {
    await server.close()
  }
})

describe('a request that the mail server', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  let sender: Recipient
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    const bounces = { MAIL_BOUNCE_ADDRESS: 'bounces@returns.sign.test', MAIL_BOUNCE_SECRET: secret }
    server = await startTestServer({ env: { ...mailSettings(mail), ...bounces } })
    sender = await enterConsole(server)
  })
  afterAll(async () => {
    await server?.close()
    await mail?.stop()
  })
  const rejections = (id: string) =>
    rowsOf(server, "select from audit where document_id = $1 and type = 'mail.rejected'", id)

  test('refuses for good is told as such, and is no event of a recipient', async () => {
    await withApprover(server, 'gone@example.jp')
    const id = await asked(server, sender)
    await until('it is refused', async () => (await loggedOf(server, id)).length > 0)
    expect(await loggedOf(server, id)).toEqual([
      { kind: 'approval_requested', state: 'rejected', status: '5.1.1' },
    ])
    expect(mailsIn((await sender.get(`/console/documents/${id}`)).html)).toEqual(['不達 承認の依頼'])
    expect(await rejections(id)).toEqual([])
  })

  test('takes and sends back later is told as such, too', async () => {
    await withApprover(server, 'back@example.jp')
    const id = await asked(server, sender)
    await until('it is taken', async () => (await loggedOf(server, id))[0]?.state === 'sent')
    const { from, content } = await mail.mailWith(`/console/documents/${id}/approval`)
    expect(content).not.toContain(secret)
    const file = new URL('../fixtures/bounces/postfix.eml', import.meta.url)
    const message = (await readFile(file, 'utf8'))
      .replaceAll('RETURN-ADDRESS', from)
      .replaceAll(/\r?\n/g, '\r\n')
    const answer = await fetch(`${server.url}/mail/bounces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'message/rfc822' },
      body: message,
    })
    expect([answer.status, (await answer.json()).result]).toEqual([200, 'over'])
    expect(mailsIn((await sender.get(`/console/documents/${id}`)).html)).toEqual(['不達 承認の依頼'])
    expect(await rejections(id)).toEqual([])
  })
})
