/** The first page of a member, what it leads to, and who sees what of it. */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import {
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioSettings,
} from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

const token = 'an auth token'
let twilio: RecordedService
let server: TestServer
let integrator: Integrator
let member: Recipient
let colleague: Recipient
let messages = 0

beforeAll(async () => {
  twilio = await startRecordedService(twilioCreated('SM0'))
  server = await startTestServer({
    env: twilioSettings(twilio, token),
  })
  member = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
})
afterAll(async () => {
  await server?.close()
  twilio?.close()
})

const recipients = () => [{ name: '山田 花子', tel: freshTel() }]

async function contract(title: string): Promise<Sent & { url: string; tel: string }> {
  integrator ??= await signInIntegrator(server.url, server.clientId)
  const [person] = recipients()
  const tel = person?.tel ?? ''
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title,
    recipients: [{ name: '山田 花子', tel }],
  })
  return { ...sent, tel, url: await signingUrl(sent) }
}

const base = (url: string) => new URL(url).pathname

async function toTheCode(url: string, tel: string): Promise<Recipient> {
  messages += 1
  twilio.answering = twilioCreated(`SM${messages}`)
  const before = twilio.asked.length
  const browser = openBrowser(server.url)
  await browser.get(base(url))
  await browser.post(`${base(url)}/phone`, { tel })
  await until('the gateway was asked', async () => twilio.asked.length > before)
  return browser
}

const codeSent = () =>
  /[0-9]{6}/.exec(new URLSearchParams(twilio.asked.at(-1)?.body).get('Body') ?? '')?.[0] ?? ''

/** As Twilio tells, of the SMS that was handed over last. */
async function receipt(word: string): Promise<void> {
  const url = new URLSearchParams(twilio.asked.at(-1)?.body).get('StatusCallback') ?? ''
  const fields: Record<string, string> = {
    MessageSid: `SM${messages}`,
    MessageStatus: word,
    AccountSid: 'AC1',
  }
  const signed = Object.keys(fields)
    .sort()
    .reduce((all, name) => all + name + fields[name], url)
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

/** The lines under a heading of the first page. */
async function lines(of: Recipient, id: 'waits' | 'due' | 'concluded' | 'drafts'): Promise<string> {
  const { html } = await of.get('/console/home')
  return new RegExp(`<section[^>]*aria-labelledby="${id}-heading"[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''
}

describe('the first page', () => {
  test('is where the sign-in leads, and says what a new team does first, as it happens', async () => {
    const { url, html } = await member.get('/console')
    expect(url).toMatch(/\/console\/home$/)
    expect(html).toContain('はじめにすること')
    const open = async () =>
      [...(await member.get('/console/home')).html.matchAll(/<li class="open"><strong>([^<]*)/g)].map(
        ([, name]) => name,
      )
    expect(await open()).toEqual(expect.arrayContaining(['Web API を呼び出す', '最初の契約を送る']))
    integrator = await signInIntegrator(server.url, server.clientId)
    expect(await open()).not.toContain('Web API を呼び出す')
    await contract('最初の契約')
    expect(await open()).not.toContain('最初の契約を送る')
  })

  test('is calm for somebody for whom nothing waits, and asks nothing of them that they may not do', async () => {
    const { html } = await colleague.get('/console/home')
    expect(html).toContain('対応が必要なことはありません。')
    expect(html).not.toContain('はじめにすること')
    expect(html).not.toContain('/console/attention?scope=team')
  })

  test('tells of a request for another number until it is answered', async () => {
    const { url, documentId, participants } = await contract('番号の違う契約')
    await openBrowser(server.url).get(`${base(url)}/number`)
    const browser = openBrowser(server.url)
    await browser.get(`${base(url)}/number`)
    await browser.post(`${base(url)}/number`, { tel: freshTel(), reason: '' })
    const place = `/console/documents/${documentId}/participants/${participants[0]}/number`
    expect(await lines(member, 'waits')).toContain(`href="${place}"`)
    expect((await member.get('/console/attention?kind=tel_request')).html).toContain(`href="${place}"`)
    expect((await member.get('/console/attention?kind=locked')).html).not.toContain(place)
    expect(await lines(colleague, 'waits')).not.toContain(documentId)
    await member.get(place)
    await member.post(`${place}/refuse`)
    expect(await lines(member, 'waits')).not.toContain(documentId)
  })

  test('tells of an SMS that did not arrive until another one is asked for', async () => {
    const { url, documentId, participants, tel } = await contract('届かない契約')
    const browser = await toTheCode(url, tel)
    expect(await lines(member, 'waits')).not.toContain(documentId)
    await receipt('undelivered')
    expect(await lines(member, 'waits')).toMatch(
      new RegExp(`${documentId}#person-${participants[0]}">山田 花子さんの電話に、SMSが届いていません`),
    )
    messages += 1
    twilio.answering = twilioCreated(`SM${messages}`)
    await browser.get(`${base(url)}/code`)
    await browser.post(`${base(url)}/code/resend`)
    await until('it is no longer told', async () => !(await lines(member, 'waits')).includes(documentId))
  })

  test('tells of somebody who is locked until they are unlocked', async () => {
    const { url, documentId, participants, tel } = await contract('ロックの契約')
    const browser = await toTheCode(url, tel)
    await rowsOf(server, 'update participants set wrong_guesses = 14 where id = $1', participants[0])
    const wrong = codeSent() === '000000' ? '000001' : '000000'
    await browser.post(`${base(url)}/code`, { code: wrong })
    expect(await lines(member, 'waits')).toContain('山田 花子さんがロックされています')
    await member.get(`/console/documents/${documentId}`)
    await member.post(`/console/documents/${documentId}/participants/${participants[0]}/unlock`)
    expect(await lines(member, 'waits')).not.toContain(documentId)
  })

  test('tells of a turn that is over, of what was concluded, and forgets what waits at the end', async () => {
    const { url, documentId, tel, ...sent } = await contract('締結まで進む契約')
    expect((await member.get('/console/due?kind=turn')).html).toContain(documentId)
    await rowsOf(
      server,
      `update matters set at = now() - interval '1 hour' where document_id = $1`,
      documentId,
    )
    expect(await lines(member, 'waits')).toContain('確認期限が過ぎました')
    const browser = await toTheCode(url, tel)
    await browser.post(`${base(url)}/code`, { code: codeSent() })
    await consent(browser)
    await waitForStatus({ ...sent, documentId }, 2)
    expect(await lines(member, 'waits')).not.toContain(documentId)
    expect(await lines(member, 'concluded')).toContain(documentId)
    expect(await rowsOf(server, 'select kind from matters where document_id = $1', documentId)).toEqual([])
  })

  test('of a cancelled document nothing waits', async () => {
    const { documentId } = await contract('取り消す契約')
    await integrator.call('PUT', `/documents/${documentId}/decline`)
    expect(await rowsOf(server, 'select kind from matters where document_id = $1', documentId)).toEqual([])
  })

  test('tells a member of a document whose review they are asked for', async () => {
    const { body } = await integrator.call('POST', '/documents', { title: '同僚に頼む覚書' })
    await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
    await integrator.call('POST', `/documents/${body.id}/participants`, {
      name: '同僚 次郎',
      email: 'plain@example.jp',
    })
    expect(await lines(colleague, 'waits')).not.toContain(body.id)
    await integrator.call('POST', `/documents/${body.id}`)
    expect(await lines(colleague, 'waits')).toContain(`href="/console/documents/${body.id}"`)
    await integrator.call('PUT', `/documents/${body.id}/decline`)
    expect(await lines(colleague, 'waits')).not.toContain(body.id)
  })

  test('nothing of test documents stands there', async () => {
    const { documentId } = await contract('本番の契約')
    const rows = await rowsOf(server, 'select kind from matters where document_id = $1', documentId)
    expect(rows).toEqual([{ kind: 'turn' }])
    expect(
      await rowsOf(
        server,
        'select d.id from matters m join documents d on d.id = m.document_id where d.test',
      ),
    ).toEqual([])
  })
})

describe('what comes due', () => {
  test('stands by day: alerts with their memo, ends of contracts, until they are taken back', async () => {
    const { documentId } = await contract('期限のある契約')
    await integrator.call('PUT', `/documents/${documentId}/alert`, {
      alert_at: '2099-03-31',
      memo: '更新するか決める',
      enabled: 'true',
    })
    await fetch(`${server.url}/documents/${documentId}/attribute`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${integrator.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ validity_end_at: '2099-04-30', validity_end_notice_at: '2099-01-31' }),
    })
    const order = async (query: string) =>
      [...(await member.get(`/console/due?${query}`)).html.matchAll(/datetime="(2099-\d\d-\d\d)/gi)].map(
        ([, day]) => day,
      )
    // Days begin in Tokyo, nine hours before.
    expect(await order('month=2099-01')).toEqual(['2099-01-30'])
    expect(await order('month=2099-03')).toEqual(['2099-03-30'])
    expect(await order('month=2099-04')).toEqual(['2099-04-29'])
    expect(await order('')).toEqual(['2099-01-30', '2099-03-30', '2099-04-29'])
    expect(await order('kind=alert')).toEqual(['2099-03-30'])
    expect((await member.get('/console/due?kind=alert')).html).toContain('更新するか決める')
    expect((await colleague.get('/console/due')).html).not.toContain(documentId)
    await integrator.call('PUT', `/documents/${documentId}/alert`, {
      alert_at: '2099-03-31',
      enabled: 'false',
    })
    expect(await order('kind=alert')).toEqual([])
    expect((await member.get('/console/due?kind=alert&month=2099-03')).html).toContain(
      'この月・種類の期限はありません',
    )
  })

  test('a made-up month, kind or place is no error', async () => {
    for (const query of ['month=2099-13', 'kind=x', 'after=1.2.3', 'after=x', 'scope=team', 'month[]=1']) {
      expect((await member.get(`/console/due?${query}`)).status).toBe(200)
      expect((await member.get(`/console/attention?${query}`)).status).toBe(200)
    }
  })
})

describe('the office of a document administrator', () => {
  test('shows what waits in the team, without a way into what only the sender mends', async () => {
    const { url, documentId } = await contract('チームの契約')
    const asking = openBrowser(server.url)
    await asking.get(`${base(url)}/number`)
    await asking.post(`${base(url)}/number`, { tel: freshTel(), reason: '' })
    const page = '/console/attention?scope=team&kind=tel_request'
    expect((await colleague.get(page)).html).not.toContain('チームの契約')
    await rowsOf(server, `update members set document_administrator = true where email = 'plain@example.jp'`)
    const { html } = await colleague.get(page)
    expect(html).toContain('チームの契約')
    expect((await colleague.get('/console/home')).html).toContain('/console/attention?scope=team')
    // Private ones are another office's.
    await rowsOf(
      server,
      `update documents set snapshot = jsonb_set(snapshot::jsonb, '{private}', 'true') where id = $1`,
      documentId,
    )
    expect((await colleague.get(page)).html).not.toContain('チームの契約')
  })

  test('a list of a thousand is read by page, each once', async () => {
    const { documentId } = await contract('千件の元')
    await rowsOf(
      server,
      `insert into documents (id, snapshot) select d.id, jsonb_set(jsonb_set(o.snapshot::jsonb, '{id}', to_jsonb(d.id)), '{participants}', '[]')
       || '{"acts": [], "revisions": [], "files": [], "widgets": []}'
       from documents o, lateral (select lpad(n::text, 32, 'e') as id from generate_series(1, 1000) n) d where o.id = $1`,
      documentId,
    )
    await rowsOf(
      server,
      `insert into matters select id, 'mail', 'p', team_id, sender_id, date_trunc('second', now()) - interval '1 day' from documents where id like 'eee%'`,
    )
    expect(await lines(member, 'waits')).toMatch(/すべて見る（1000\+?件|すべて見る（100\d件/)
    const seen: string[] = []
    let next: string | undefined = '/console/attention?kind=mail'
    while (next !== undefined) {
      const { html } = await member.get(next)
      seen.push(...[...html.matchAll(/documents\/(e+\d+)#/g)].map(([, id = '']) => id))
      next = /class="button quiet" href="(\/console\/attention\?[^"]*after=[^"]*)"/
        .exec(html)?.[1]
        ?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(1000)
    expect(new Set(seen).size).toBe(1000)
  })
})
