/** What does not arrive is told to the sender: in the document's history, at the recipient, and by mail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, status } from '#server/adapters/sms/smpp/pdu.ts'
import {
  aiosmtpd,
  mailSettings,
  part,
  type SmtpServer,
  startSmtpServer,
} from '#tests/adapters/smtp-server.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { addWebhook } from '#tests/console/webhooks.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { startHostileSmsc } from '#tests/support/hostile-smsc.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

async function rejectedMails(server: TestServer, documentId: string) {
  const rows = await rowsOf<{ row: string }>(
    server,
    `select row from audit where document_id = $1 and type = 'mail.rejected' order by sequence`,
    documentId,
  )
  return rows.map(({ row }) => JSON.parse(row))
}

async function askByMail(integrator: Integrator, email: string, title: string): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', email })
  expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
  return body.id
}

/** The states and kinds of the mails that the page lists. */
const mailsIn = (html: string) =>
  [
    ...html.matchAll(
      /<li><time[^>]*>[^<]*<\/time><span class="status[^>]*>(.*?)<\/span><span class="row-note">([^<]*)</g,
    ),
  ].map(([, state = '', kind = '']) => `${state.replace(/<[^>]*>/g, '').trim()} ${kind}`)

describe('a mail', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  let integrator: Integrator
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    // As few connections as there may be: what is recorded must not wait for a second one.
    server = await startTestServer({ env: { ...mailSettings(mail), DATABASE_CONNECTIONS: '2' } })
    integrator = await signInIntegrator(server.url, server.clientId)
  })
  afterAll(async () => {
    await server?.close()
    await mail?.stop()
  })

  const textsTo = (email: string) =>
    mail
      .taken()
      .filter(({ to }) => to[0] === email)
      .map(({ content }) => part(content, 'text/plain').replaceAll('\r\n', '\n'))

  test('that is refused for good is told once to the sender, on the page, in the trail and by mail', async () => {
    const email = 'gone@example.jp'
    const id = await askByMail(integrator, email, '届かない覚書')
    await until('the sender is told', () =>
      textsTo(server.email).some((text) => text.includes('届かない覚書')),
    )
    await waitForNoJobs(server)
    const [rejected, ...more] = await rejectedMails(server, id)
    expect(more).toEqual([])
    expect(rejected).toMatchObject({ type: 'mail.rejected', kind: 'requested', status: '5.1.1' })
    expect(JSON.stringify(rejected)).not.toContain('@')
    const told = textsTo(server.email).filter((text) => text.includes('届かない覚書'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('山田 花子 様あての確認依頼のメールは')
    expect(told[0]).toContain(`${server.url}/console/documents/${id}\n`)
    const browser = await enterConsole(server)
    const { html } = await browser.get(`/console/documents/${id}`)
    expect(html).toContain('届いていません（確認依頼、5.1.1）')
    expect(mailsIn(html)).toEqual(['送信済 メール不達の連絡', '不達 確認依頼'])
    expect(html).toContain(
      '山田 花子さんへのメール（確認依頼）は、宛先のサーバーに受け取られませんでした（5.1.1）',
    )
    expect(server.process().output()).not.toContain(email)
    // A death between the refusal and the end of its job runs it again: the same mail, no news.
    const { participantId: readerId, occasion } = rejected
    const refusals = () => server.process().output().split('"smtp_550_5.1.1"').length - 1
    const before = refusals()
    await rowsOf(server, `select graphile_worker.add_job('deliver-mail', $1::json)`, {
      documentId: id,
      kind: 'requested',
      readerId,
      occasion,
    })
    await until('it was refused again', () => refusals() > before)
    await waitForNoJobs(server)
    expect(await rejectedMails(server, id)).toHaveLength(1)
    expect(textsTo(server.email).filter((text) => text.includes('届かない覚書'))).toHaveLength(1)
    // A reminder is another mail, and another refusal.
    await integrator.call('POST', `/documents/${id}`)
    await until('it is refused again', async () => (await rejectedMails(server, id)).length === 2)
  })

  test('that is refused is BOUNCED to a receiver of the compatible format, which hears COMPLETED of an agreement', async () => {
    const receiver = await startReceiver()
    try {
      const events = ['mail.rejected', 'document.concluded']
      await addWebhook(await enterConsole(server), receiver.url, { format: 'compatible', events })
      const email = 'gone@example.jp'
      const bounced = await askByMail(integrator, email, '戻る覚書')
      await receiver.heard(1)
      const tel = freshTel()
      const recipients = [{ name: '山田 花子', tel }]
      const sent = await sendDocument(integrator, {
        pdf: await contractPdf(),
        recipients,
        title: '締結する覚書',
      })
      await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
      const [member] = await rowsOf<{ id: string; name: string }>(
        server,
        'select id, name from members where email = $1',
        server.email,
      )
      const said = (documentID: string, status: number, text: string) =>
        JSON.stringify({
          documentID,
          status,
          userID: member?.id,
          email: server.email,
          text: `${text}\n<${server.url}/document/${documentID}/summary>`,
        })
      expect((await receiver.heard(2)).map(({ body }) => body)).toEqual([
        said(bounced, 1, `BOUNCED : 戻る覚書 sent by ${member?.name} for ${email}`),
        said(sent.documentId, 2, `COMPLETED : 締結する覚書 sent by ${member?.name}`),
      ])
    } finally {
      await rowsOf(server, 'update webhook_endpoints set removed_at = now()')
      await receiver.close()
    }
  })

  test('that is refused for good stops automatic reminders until the sender reminds by hand', async () => {
    const plan = JSON.stringify({ from: 'request', first: 3, every: 3, most: 3 })
    await rowsOf(server, 'update teams set reminder_plan = $1', plan)
    const id = await askByMail(integrator, 'gone@example.jp', '再送しない覚書')
    await until('it is refused', async () => (await rejectedMails(server, id)).length === 1)
    await rowsOf(server, 'update teams set reminder_plan = null')
    const dueAt = async () =>
      (
        await rowsOf<{ at: Date | null }>(server, 'select remind_at as at from documents where id = $1', id)
      )[0]?.at
    expect(await dueAt()).toBeNull()
    const browser = await enterConsole(server)
    expect((await browser.get(`/console/documents/${id}`)).html).toContain('自動の再送を止めています')
    await integrator.call('POST', `/documents/${id}`)
    await until('it is refused again', async () => (await rejectedMails(server, id)).length === 2)
    expect(await dueAt()).toBeNull()
  })

  test('that is greylisted arrives with a later try, and nobody is told of a refusal', async () => {
    const email = 'grey@example.jp'
    const id = await askByMail(integrator, email, '遅れて届く覚書')
    await until('it arrives', () => textsTo(email).length > 0)
    await waitForNoJobs(server)
    expect(textsTo(email)).toHaveLength(1)
    expect(await rejectedMails(server, id)).toEqual([])
    const { html } = await (await enterConsole(server)).get(`/console/documents/${id}`)
    expect(html).not.toContain('届いていません')
    expect(mailsIn(html)).toEqual(['送信済 確認依頼（2回目）'])
  })

  test('that nobody takes for days is shown as such, and as sent once it was taken after all', async () => {
    await mail.stop()
    const email = 'late@example.jp'
    const id = await askByMail(integrator, email, '預けられない覚書')
    const states = async () =>
      (await rowsOf<{ state: string }>(server, 'select state from mail_log where document_id = $1', id)).map(
        ({ state }) => state,
      )
    await until('a first try has failed', async () => (await states()).includes('deferred'))
    const shown = async () =>
      mailsIn((await (await enterConsole(server)).get(`/console/documents/${id}`)).html)
    expect(await shown()).toEqual([expect.stringContaining('再送待ち 確認依頼')])
    // The last of the tries that take days.
    await rowsOf(
      server,
      'update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()',
    )
    await until('it is given up', async () => (await states()).includes('given_up'))
    expect(await shown()).toEqual([expect.stringMatching(/^送信失敗 確認依頼（\d回目）/)])
    mail = await startSmtpServer('open', null, mail.port)
    await until('the job is parked', async () => (await parkedOf(id)) === 1)
    await rowsOf(server, 'update graphile_worker._private_jobs set attempts = 0, run_at = now()')
    await until('it arrives', () => textsTo(email).length > 0)
    await waitForNoJobs(server)
    expect(await shown()).toEqual([expect.stringContaining('送信済 確認依頼')])
  })

  // Of this document: mails about sign-ins to the console may be parked beside it.
  const parkedOf = async (id: string) =>
    (
      await rowsOf(
        server,
        `select from graphile_worker._private_jobs
         where attempts >= max_attempts and locked_at is null and payload->>'documentId' = $1`,
        id,
      )
    ).length
})

test('an SMS that its receipt calls undelivered, with a code or a link, is told to the sender by mail, once', async () => {
  const smsc = await startHostileSmsc()
  const env = {
    SMS_GATEWAY: 'smpp',
    SMS_SMPP_URL: `smpp://127.0.0.1:${smsc.port}`,
    SMS_SMPP_USERNAME: 'musubi',
    SMS_SMPP_PASSWORD: 'secret',
  }
  const server = await startTestServer({ env })
  try {
    smsc.onSubmit = (line, pdu) => line.answer(pdu, status.ok, Buffer.from('lost-1\0'))
    const integrator = await signInIntegrator(server.url, server.clientId)
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, title: '契約' })
    const url = await signingUrl(sent)
    const browser = openBrowser(server.url)
    await browser.get(url)
    await browser.post(`${new URL(url).pathname}/phone`, { tel })
    await until('it is submitted', () => smsc.heard.some((pdu) => pdu.command === command.submit_sm))
    const reported = Date.now()
    smsc.lines.at(-1)?.receipt('lost-1', 'UNDELIV')
    smsc.lines.at(-1)?.receipt('lost-1', 'UNDELIV')
    const told = async () =>
      (await server.mails()).filter(({ subject }) => subject === '【SMSが届いていません】契約')
    await until('the sender is told', async () => (await told()).length > 0)
    // Within half a minute of the receipt somebody can act on it.
    expect(Date.now() - reported).toBeLessThan(30_000)
    await waitForNoJobs(server)
    const [letter, ...more] = await told()
    expect(more).toEqual([])
    expect(letter?.to).toBe(server.email)
    expect(letter?.text).toContain('山田 花子 様あてのSMSは、相手の電話に届きませんでした。')
    expect(letter?.text).not.toContain(tel.slice(1))

    // The console's SMS with the link: neither page nor mail speaks of a code.
    await rowsOf(server, 'update teams set link_sms = true')
    const other = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients: [{ name: '佐藤 一郎', tel: freshTel() }],
      title: '覚書',
    })
    smsc.onSubmit = (line, pdu) => line.answer(pdu, status.ok, Buffer.from('lost-2\0'))
    const before = smsc.heard.length
    const clerk = await enterConsole(server)
    const place = `/console/documents/${other.documentId}/participants/${other.participants[0]}`
    await clerk.get(`${place}/hand`)
    expect((await clerk.post(`${place}/link-sms`)).status).toBe(200)
    await until('it is submitted', () =>
      smsc.heard.slice(before).some((pdu) => pdu.command === command.submit_sm),
    )
    smsc.lines.at(-1)?.receipt('lost-2', 'UNDELIV')
    const toldOfLink = async () =>
      (await server.mails()).filter(({ subject }) => subject === '【SMSが届いていません】覚書')
    await until('the sender is told', async () => (await toldOfLink()).length > 0)
    expect((await toldOfLink())[0]?.text).not.toContain('認証コード')
    const { html } = await clerk.get(`/console/documents/${other.documentId}`)
    expect(html).toContain('佐藤 一郎さんの電話に、SMSが届いていません。')
  } finally {
    await server.close()
    smsc.close()
  }
})
