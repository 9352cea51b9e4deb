/** What became of a team's messages, and of what stopped on the way: who sees it, and what they may do about it. */
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { placeOfSms } from '#server/adapters/postgres/connection/encrypted-text.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { hiddenFields, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import {
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioSettings,
} from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { issueClientId } from '#tests/support/test-client.ts'
import { until } from '#tests/support/until.ts'
import { aCaller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

const token = 'an auth token'
let twilio: RecordedService
let server: TestServer
let integrator: Integrator
let administrator: Recipient
let colleague: Recipient

beforeAll(async () => {
  twilio = await startRecordedService(twilioCreated('SM1'))
  server = await startTestServer({
    env: twilioSettings(twilio, token),
  })
  integrator = await signInIntegrator(server.url, server.clientId)
  administrator = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
  await sql(
    server,
    `insert into teams (id, name) values ('other-team', '別の会社');
     insert into members (id, team_id, name, organization, email) values ('other-member', 'other-team', '', '', 'o@example.com')`,
  )
})
afterAll(async () => {
  await server?.close()
  twilio?.close()
})

async function contract(title: string, tel = freshTel()): Promise<Sent> {
  return sendDocument(integrator, {
    pdf: await contractPdf(),
    title,
    recipients: [{ name: '山田 花子', tel }],
  })
}

describe('what has used up its tries', () => {
  let sent: Sent
  beforeAll(async () => {
    sent = await contract('止まった契約')
  })
  beforeEach(() => sql(server, 'delete from graphile_worker._private_jobs where attempts >= max_attempts'))

  /** A job as the queue leaves one that failed for the last time. */
  async function park(job: string, payload: object): Promise<string> {
    await sql(
      server,
      `insert into graphile_worker._private_tasks (identifier) values ('${job}') on conflict do nothing`,
    )
    const [row] = await rowsOf<{ id: string }>(
      server,
      `insert into graphile_worker._private_jobs (task_id, payload, attempts, max_attempts, last_error)
       select id, $2, 25, 25, 'the TSA was away' from graphile_worker._private_tasks where identifier = $1 returning id::text`,
      job,
      JSON.stringify(payload),
    )
    return row?.id ?? ''
  }
  const parked = async () =>
    (
      await rowsOf<{ id: string }>(
        server,
        'select id::text from graphile_worker._private_jobs where attempts >= max_attempts',
      )
    ).map(({ id }) => id)

  test('is told of on the first page, in a list and on the page of its document, and goes on at a press', async () => {
    expect((await administrator.get('/console/home')).html).not.toContain('止まっている処理')
    expect((await administrator.get('/console/parked')).html).toContain('止まっている処理はありません')
    await park('sign-act', { documentId: sent.documentId, act: 0 })
    expect((await administrator.get('/console/home')).html).toContain('止まっている処理が1件あります')
    const { html } = await administrator.get('/console/parked')
    expect(html).toContain('止まった契約')
    expect(html).toContain('電子署名が付くまで')
    const page = await administrator.get(`/console/documents/${sent.documentId}`)
    expect(page.html).toContain('この書類の「電子署名」が止まっています。')
    const answer = await administrator.post('/console/parked/retry', { document: sent.documentId })
    expect(answer.html).toContain('止まっていた処理を、もう一度試しています。')
    await until('it was tried again', async () => (await parked()).length === 0)
    expect((await administrator.get('/console/home')).html).not.toContain('止まっている処理')
  })

  test('is told of to whoever sent the document, who leaves another try to an administrator', async () => {
    await park('conclude-document', { documentId: sent.documentId })
    await sql(server, `update members set team_administrator = false where team_id <> 'other-team'`)
    try {
      const { html } = await administrator.get('/console/home')
      expect(html).toContain('この書類の「締結」が止まっています。')
      expect(html).not.toContain('/console/parked')
      const page = await administrator.get(`/console/documents/${sent.documentId}`)
      expect(page.html).toContain('チームの管理者が、もう一度試せます。')
      expect(page.html).not.toContain('/console/parked/retry')
      expect((await administrator.get('/console/parked')).status).toBe(403)
      expect((await colleague.get('/console/home')).html).not.toContain('止まっています')
    } finally {
      await sql(server, `update members set team_administrator = true where email = '${server.email}'`)
    }
  })

  test('of another team is neither shown nor tried again, whatever is asked for', async () => {
    const others = await park('mail-sms-limit', {
      memberId: 'other-member',
      news: 'sms.limit_near',
      limit: 1,
    })
    const ours = await park('sign-act', { documentId: sent.documentId, act: 0 })
    expect((await administrator.get('/console/home')).html).toContain('止まっている処理が1件あります')
    expect((await administrator.get('/console/parked')).html).not.toContain(`name="job" value="${others}"`)
    await administrator.post('/console/parked/retry', { job: others })
    expect(await parked()).toEqual([others, ours])
    // What can be no id names nothing, and least of all everything.
    for (const broken of [{ job: '0' }, { document: 'x' }]) {
      await administrator.get('/console/parked')
      expect((await administrator.post('/console/parked/retry', broken)).status).toBe(403)
    }
    expect(await parked()).toEqual([others, ours])
    await administrator.get('/console/parked')
    await administrator.post('/console/parked/retry', {})
    await until('ours was tried again', async () => (await parked()).length === 1)
    expect(await parked()).toEqual([others])
  })

  test('names no document that an administrator may not read', async () => {
    await park('deliver-mail', {
      documentId: sent.documentId,
      kind: 'concluded',
      readerId: 'x',
      occasion: '',
    })
    await sql(server, `update members set team_administrator = true where email = 'plain@example.jp'`)
    try {
      const { html } = await colleague.get('/console/parked')
      expect(html).toContain('ご覧になれない書類')
      expect(html).not.toContain('止まった契約')
    } finally {
      await sql(server, `update members set team_administrator = false where email = 'plain@example.jp'`)
    }
  })
})

/** The rows of a log, as they stand on its page. */
async function rowsOn(path: string): Promise<string[]> {
  const { html } = await administrator.get(path)
  return [...html.matchAll(/<tr><td[\s\S]*?<\/tr>/g)].map(([row]) => row)
}

/** As Twilio tells, of the SMS that was handed over last. */
async function receipt(word: string, code: string): Promise<void> {
  const url = new URLSearchParams(twilio.asked.at(-1)?.body).get('StatusCallback') ?? ''
  const fields = { AccountSid: 'AC1', ErrorCode: code, MessageSid: 'SM1', MessageStatus: word }
  const signed = Object.entries(fields).reduce((all, [name, value]) => all + name + value, url)
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64'),
    },
    body: new URLSearchParams(fields),
  })
  expect(answer.status).toBe(200)
}

const stateOfSms = async (where = 'true') =>
  (
    await rowsOf<{ state: string }>(
      server,
      `select state from sms_messages where ${where} order by created_at desc`,
    )
  )[0]?.state

describe('the log of SMS', () => {
  let sent: Sent
  const tel = freshTel()

  test('says to whom, what for, by which way and what became of each, with the number masked', async () => {
    expect((await administrator.get('/console/sms/log')).html).toContain('まだSMSを送っていません')
    sent = await contract('SMSの契約', tel)
    const url = await signingUrl(sent)
    const browser = openBrowser(server.url)
    await browser.get(url)
    await browser.post(`${new URL(url).pathname}/phone`, { tel })
    await until('it was handed over', async () => (await stateOfSms()) === 'submitted')
    const [row = '', ...others] = await rowsOn('/console/sms/log')
    expect(others).toEqual([])
    for (const said of ['認証コード', '送信済', 'twilio', `${tel.slice(0, 3)}-****-**${tel.slice(-2)}`])
      expect(row).toContain(said)
    expect(row).toContain(`<a href="/console/documents/${sent.documentId}">SMSの契約</a>`)
    expect(row).not.toContain(tel)
    // An administrator of the team reads no document of colleagues by that.
    await sql(server, `update members set team_administrator = true where email = 'plain@example.jp'`)
    const { html } = await colleague.get('/console/sms/log')
    await sql(server, `update members set team_administrator = false where email = 'plain@example.jp'`)
    expect(html).toContain('ご覧になれない書類')
    expect(html).not.toContain('SMSの契約')
    expect(html).not.toContain('-****-**')
  })

  test('is narrowed by state, period and document, all in the address', async () => {
    const id = sent.documentId
    for (const query of [
      'state=submitted',
      'first=2026-01-01',
      `document=${id}`,
      `state=submitted&document=${id}`,
    ])
      expect(await rowsOn(`/console/sms/log?${query}`), query).toHaveLength(1)
    for (const query of ['state=failed', 'last=2026-01-01', `document=${'f'.repeat(32)}`])
      expect(await rowsOn(`/console/sms/log?${query}`), query).toEqual([])
    const nothing = await administrator.get('/console/sms/log?state=failed')
    expect(nothing.html).toContain('条件に合うものはありません')
    const wrong = await administrator.get('/console/sms/log?document=x')
    expect(wrong.html).toContain('id="document-error"')
    expect((await administrator.get('/console/sms/log?after=x&state=y&first=z')).status).toBe(200)
  })

  test('says in words why one did not arrive, and so does the history of its document', async () => {
    await receipt('undelivered', '30003')
    const [row] = await rowsOn('/console/sms/log?state=failed')
    expect(row).toContain('電源が切れているか、圏外です')
    const { html } = await administrator.get(`/console/documents/${sent.documentId}`)
    expect(html).toContain('SMSが届きませんでした：電源が切れているか、圏外です')
  })

  test('is read by pages, newest first, each once, without those of tests and of other teams', async () => {
    const secrets = await secretsOf(server)
    const ids = Array.from({ length: 130 }, (_, at) => `a${String(at).padStart(31, '0')}`)
    await rowsOf(
      server,
      `insert into sms_messages (id, team_id, document_id, participant_id, tel_sealed, tel_hash, state, created_at, changed_at, expires_at, test)
       select given.id, case when n % 50 = 1 then 'other-team' else s.team_id end, s.document_id, s.participant_id, sealed, 'h',
         (array['delivered', 'submitted', 'rejected'])[1 + n::int % 3], date_trunc('second', s.created_at) - (n / 4) * interval '1 minute',
         now(), now(), n % 50 = 2
       from unnest($1::text[], $2::text[]) with ordinality as given (id, sealed, n),
         (select * from sms_messages where document_id = $3 limit 1) s`,
      ids,
      ids.map((id) => secrets.encrypt(tel, placeOfSms(id, 'tel_sealed'))),
      sent.documentId,
    )
    const pages = await readPages('/console/sms/log')
    expect(pages.map((each) => each.length)).toEqual([50, 50, 25])
    const times = pages.flat().map((row) => /datetime="([^"]*)"/i.exec(row)?.[1] ?? '')
    expect(times).toEqual(times.toSorted().reverse())
    expect((await readPages('/console/sms/log?state=delivered')).flat()).toHaveLength(
      ids.filter((_, at) => (at + 1) % 3 === 0 && ![1, 2].includes((at + 1) % 50)).length,
    )
  })
})

/** The server's own, with which it keeps numbers. */
async function secretsOf({ dataDirectory }: TestServer) {
  const { keys } = JSON.parse(await readFile(`${dataDirectory}/evaluation.json`, 'utf8'))
  const [data, hash] = [keys.data, keys.hash].map((key: string) => Buffer.from(key, 'base64'))
  return createSecrets({ data: [{ id: 'e1', key: data ?? Buffer.of() }], hash: hash ?? Buffer.of() })
}

/** Page after page, as far as there is a next one. */
async function readPages(path: string): Promise<string[][]> {
  const pages: string[][] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    pages.push(await rowsOn(next))
    const link: RegExpExecArray | null = /class="button quiet" href="([^"]*after=[^"]*)"/.exec(
      administrator.page().html,
    )
    next = link?.[1]?.replaceAll('&amp;', '&')
  }
  return pages
}

/** A document whose recipient is asked by mail. */
async function mailed(by: Integrator, title: string, email: string): Promise<string> {
  const { body } = await by.call('POST', '/documents', { title })
  await by.upload(body.id, await contractPdf(), '契約書.pdf')
  await by.call('POST', `/documents/${body.id}/participants`, { name: '佐藤 一郎', email })
  expect((await by.call('POST', `/documents/${body.id}`)).status).toBe(200)
  return body.id
}

describe('the log of mails', () => {
  test('says to whom, with a masked address, what for, and what became of each and why', async () => {
    // Of the SMS that did not arrive the sender was told.
    await sql(server, 'delete from mail_log')
    expect((await administrator.get('/console/mail')).html).toContain('まだメールを送っていません')
    const documentId = await mailed(integrator, 'メールの契約', 'hanako@example.com')
    await until('it was sent', async () => (await rowsOn('/console/mail')).length === 1)
    const [row = ''] = await rowsOn('/console/mail')
    for (const said of ['確認依頼', '送信済', 'h•••@example.com', 'メールの契約']) expect(row).toContain(said)
    expect(row).not.toContain('hanako')
    // Nor does it tell an administrator who may not read the document with whom it is made; colleagues are named.
    await sql(
      server,
      `insert into mail_log (document_id, kind, reader_id, occasion, team_id, state, tries, at, status)
       select m.document_id, 'declined', p.id, '', m.team_id, m.state, m.tries, m.at, m.status
       from mail_log m join participants p on p.document_id = m.document_id and p."order" = 0;
       update members set team_administrator = true where email = 'plain@example.jp'`,
    )
    const { html } = await colleague.get('/console/mail')
    await sql(
      server,
      `update members set team_administrator = false where email = 'plain@example.jp';
       delete from mail_log where kind = 'declined'`,
    )
    expect(html).toContain('ご覧になれない書類')
    expect(html).not.toContain('@example.com')
    expect(html).toContain(`${server.email[0]}•••@`)
    await sql(server, `update mail_log set state = 'rejected', status = '5.2.2'`)
    const [rejected] = await rowsOn(`/console/mail?state=rejected&document=${documentId}`)
    expect(rejected).toContain('メールボックスがいっぱいです（5.2.2）')
    expect(await rowsOn('/console/mail?state=sent')).toEqual([])
    expect((await administrator.get('/console/mail?first=2026-13-01')).html).toContain('id="first-error"')
  })

  test('is read by pages, each once, without those of other teams', async () => {
    await sql(
      server,
      `insert into mail_log (document_id, kind, reader_id, occasion, team_id, state, tries, at, status)
       select document_id, kind, reader_id, 'o.' || n, case when n % 40 = 0 then 'other-team' else team_id end, 'sent', 1,
         date_trunc('second', at) - (n / 7) * interval '1 hour', '' from mail_log, generate_series(1, 110) n`,
    )
    const pages = await readPages('/console/mail')
    expect(pages.map((each) => each.length)).toEqual([50, 50, 9])
  })
})

test('of a day no mail goes to a sender whose access has ended', async () => {
  await sql(server, 'delete from graphile_worker._private_jobs where attempts >= max_attempts')
  const caller = await aCaller(server.url, server.clientId)
  const { body } = await caller.call('POST', '/documents', { form: { title: '期限のある契約' } })
  const [documentId, day] = [body.id as string, '2099-03-31']
  const path = `/documents/${documentId}`
  await caller.call('PUT', `${path}/alert`, { form: { alert_at: day, enabled: '1' } })
  await caller.call('PUT', `${path}/attribute`, { json: { validity_end_at: day } })
  const mails = async (occasion: string) => {
    for (const kind of ['alert', 'contract_end']) {
      const job = { documentId, kind, readerId: 'sender', occasion, day }
      await rowsOf(server, `select graphile_worker.add_job('deliver-mail', $1::json)`, job)
    }
    await waitForNoJobs(server)
    const logged = 'select kind from mail_log where document_id = $1 and occasion = $2 order by kind'
    return (await rowsOf<{ kind: string }>(server, logged, documentId, occasion)).map(({ kind }) => kind)
  }
  await sql(server, `update members set disabled_at = now() where email = '${server.email}'`)
  try {
    expect(await mails('2026-12-01T00:00:00.000Z')).toEqual([])
  } finally {
    await sql(server, `update members set disabled_at = null where email = '${server.email}'`)
  }
  expect(await mails('2026-12-02T00:00:00.000Z')).toEqual(['alert', 'contract_end'])
})

describe('what test documents said', () => {
  test('stands in neither log', async () => {
    const [before, mailsBefore] = [
      await rowsOn('/console/sms/log?state=submitted'),
      await rowsOn('/console/mail'),
    ]
    const clientId = await issueClientId(administrator, 'テスト')
    const caller = await signInIntegrator(server.url, clientId)
    const documentId = await mailed(caller, '試験の契約', 'ichiro@example.com')
    await until('the mail is logged', async () => {
      const rows = await rowsOf(server, 'select 1 from mail_log where document_id = $1', documentId)
      return rows.length > 0
    })
    expect(await rowsOn(`/console/mail?document=${documentId}`)).toEqual([])
    expect(await rowsOn('/console/mail')).toEqual(mailsBefore)
    expect(await rowsOn('/console/sms/log?state=submitted')).toEqual(before)
  })
})

describe('a test', () => {
  test('SMS goes to the number that is typed, counts as every other, and stands in the log without a document', async () => {
    await sql(server, 'delete from sms_messages; delete from sms_days')
    await administrator.get('/console/sms/log')
    const wrong = await administrator.post('/console/sms/test', { tel: '03-1234-5678' })
    expect(wrong.status).toBe(400)
    expect(wrong.html).toContain('id="tel-error"')
    expect(wrong.html).toContain('value="03-1234-5678"')
    const asked = twilio.asked.length
    const tel = freshTel()
    const page = await administrator.post('/console/sms/test', { tel })
    expect(page.html).toContain('テストSMSを受け付けました')
    await until('it was handed over', async () => (await stateOfSms()) === 'submitted')
    expect(twilio.asked).toHaveLength(asked + 1)
    const body = new URLSearchParams(twilio.asked.at(-1)?.body)
    expect(body.get('To')).toBe(`+81${tel.slice(1)}`)
    expect(body.get('Body')).toContain('テスト送信です')
    expect((body.get('Body') ?? '').length).toBeLessThanOrEqual(70)
    await receipt('undelivered', '30005')
    const [row] = await rowsOn('/console/sms/log')
    expect(row).toContain('テスト送信')
    expect(row).toContain('使われていない番号です')
    expect(await rowsOf(server, 'select asked from sms_days')).toEqual([{ asked: 1 }])
    expect(server.process().output()).not.toContain(tel.slice(1))
  })

  test('SMS is one, however often its form is pressed, and none beyond the limits', async () => {
    await administrator.get('/console/sms/log')
    const press = hiddenFields(administrator.page().html, '/console/sms/test').press ?? ''
    const tel = freshTel()
    const count = async () => (await rowsOf(server, 'select 1 from sms_messages')).length
    const before = await count()
    await administrator.post('/console/sms/test', { tel, press })
    await administrator.get('/console/sms/log')
    await administrator.post('/console/sms/test', { tel, press })
    expect(await count()).toBe(before + 1)
    await administrator.get('/console/sms/log')
    const soon = await administrator.post('/console/sms/test', { tel })
    expect(soon.status).toBe(429)
    expect(soon.html).toContain('分後にお試しください')
    await sql(server, 'update teams set sms_per_day = 1')
    await administrator.get('/console/sms/log')
    const full = await administrator.post('/console/sms/test', { tel: freshTel() })
    await sql(server, 'update teams set sms_per_day = 2000')
    expect(full.html).toContain('今日のSMSの上限に達しています')
    expect(await count()).toBe(before + 1)
  })

  test('mail goes to oneself, a few times an hour', async () => {
    await sql(server, 'delete from stranger_limits')
    await administrator.get('/console/mail')
    const page = await administrator.post('/console/mail/test')
    expect(page.html).toContain('テストメールを受け付けました')
    await until('it has arrived', async () => {
      const mails = await rowsOf<{ to: string }>(
        server,
        `select 1 from outbox_mails where subject like '%テストメール%'`,
      )
      return mails.length === 1
    })
    const answers: number[] = []
    for (let more = 0; more < 10; more++) {
      await administrator.get('/console/mail')
      answers.push((await administrator.post('/console/mail/test')).status)
    }
    expect(answers).toEqual([...Array(9).fill(200), 429])
  })
})
