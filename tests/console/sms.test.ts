/** What a team's SMS come to: the page, the limit of a day, and what is told of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { openBrowser, type Page, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf } from '#tests/support/team-events.ts'
import { until } from '#tests/support/until.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
let integrator: Integrator
beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

async function save(changes: Record<string, string>): Promise<Page> {
  const { html } = await administrator.get('/console/settings')
  return administrator.post('/console/settings', { ...formEntries(html), ...changes })
}

async function settings(): Promise<Record<string, string>> {
  return formEntries((await administrator.get('/console/settings')).html)
}

/** Somebody gives the phone number of a new document, which asks for a code. */
async function askForCode(): Promise<Page> {
  const tel = freshTel()
  const recipients = [{ name: '山田 花子', tel }]
  const url = await signingUrl(await sendDocument(integrator, { pdf: await contractPdf(), recipients }))
  const browser = openBrowser(server.url)
  await browser.get(url)
  return browser.post(`${new URL(url).pathname}/phone`, { tel })
}

const teamOf = async () => (await rowsOf<{ id: string }>(server, 'select id from teams'))[0]?.id ?? ''
const news = async () =>
  (await eventsOf(server, await teamOf())).filter(({ type }) => type.startsWith('sms.'))

describe('the settings', () => {
  test.each([
    ['sms_per_day', '-1'],
    ['sms_per_day', '1000001'],
    ['sms_per_day', '2.5'],
    ['sms_per_day', ''],
    ['sms_price', '8.555'],
    ['sms_price', '10000'],
    ['sms_price', 'たかい'],
    ['copy_days', '0'],
    ['copy_days', '3651'],
    ['copy_days', '1e2'],
  ])('%s of %j is refused beside its field, and nothing is saved', async (field, value) => {
    const before = await settings()
    const page = await save({ [field]: value, contact: 'somebody@example.jp' })
    expect(page.status).toBe(400)
    expect(page.html).toContain(`id="${field}-error"`)
    expect(formEntries(page.html)[field]).toBe(value)
    expect(await settings()).toEqual(before)
  })

  test('are kept as numbers, however they are typed, and each change is told', async () => {
    const page = await save({ sms_per_day: '１，５００', sms_price: '８．５円', copy_days: '365' })
    expect(page.url).toMatch(/\?done=saved$/)
    expect(await settings()).toMatchObject({ sms_per_day: '1500', sms_price: '8.5', copy_days: '365' })
    const told = (await eventsOf(server, await teamOf())).filter(({ type }) => type === 'settings.changed')
    expect(told.map(({ setting, from, to }) => [setting, from, to])).toEqual([
      ['smsPerDay', 2000, 1500],
      ['smsPriceSen', 0, 850],
      ['copyDays', 90, 365],
    ])
  })
})

describe('the page', () => {
  test('is for administrators', async () => {
    await addColleague(server, 'colleague@example.jp', 'a long password of a colleague')
    const colleague = await enterConsole(server, 'colleague@example.jp', 'a long password of a colleague')
    expect((await colleague.get('/console/sms')).status).toBe(403)
  })

  test('counts by day of Tokyo what was asked for, entered, not arrived, and its cost', async () => {
    await save({ sms_price: '8.5' })
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
    await proveThePhone(await signingUrl(sent), tel, server.codeFor)
    await askForCode()
    await until('both are taken', async () => {
      const [row] = await rowsOf<{ left: number }>(
        server,
        "select count(*)::int as left from sms_messages where state = 'queued'",
      )
      return row?.left === 0
    })
    await rowsOf(server, "update sms_messages set state = 'undelivered' where entered_at is null")
    // One of ten to midnight and one of ten past, in Tokyo.
    await rowsOf(
      server,
      `insert into sms_messages (id, team_id, document_id, participant_id, tel_sealed, tel_hash, state, segments, created_at, changed_at, expires_at)
       select 'before' || n, team_id, document_id, participant_id, tel_sealed, tel_hash, 'delivered', 2, at, at, at
       from sms_messages, lateral (select n, (current_date - 3)::timestamp at time zone 'Asia/Tokyo' + n * interval '10 minutes' as at
         from unnest(array[-1, 1]) n) times where entered_at is not null limit 2`,
    )
    const { html } = await administrator.get('/console/sms')
    const cells = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)]
      .slice(1)
      .map(([, row = '']) =>
        [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, '')),
      )
    expect(cells.map(([, ...rest]) => rest)).toEqual([
      ['2', '2', '1', '50%', '17円'],
      ['1', '2', '0', '0%', '17円'],
      ['1', '2', '0', '0%', '17円'],
    ])
    expect(html).toContain('2 / 1,500 通')
    const english = await administrator.get('/console/sms?lang=en')
    expect(english.html).toContain('2 of 1,500')
    await administrator.get('/console/sms?lang=ja')
  })
})

describe('the limit of a day', () => {
  beforeEach(async () => {
    await rowsOf(server, 'delete from sms_messages')
    await rowsOf(server, 'delete from sms_days')
  })

  test('is told at four fifths and when it is reached, once each, and nobody gets one more', async () => {
    await save({ sms_per_day: '5' })
    for (const expected of [0, 0, 0, 1, 2]) {
      expect((await askForCode()).status).toBe(200)
      expect(await news()).toHaveLength(expected)
    }
    expect((await askForCode()).status).toBe(429)
    expect((await news()).map(({ type, count, limit }) => [type, count, limit])).toEqual([
      ['sms.limit_near', 4, 5],
      ['sms.limit_reached', 5, 5],
    ])
    expect((await administrator.get('/console/sms')).html).toContain('今日の上限に達しました')
    const told = async () => (await server.mails()).filter(({ subject }) => subject.startsWith('今日のSMS'))
    await until('both mails', async () => (await told()).length === 2)
    expect((await told()).map(({ to, subject }) => [to, subject])).toEqual([
      [server.email, '今日のSMSが上限に達しました'],
      [server.email, '今日のSMSが上限に近づいています'],
    ])
    const { html } = await administrator.get('/console/history?kind=sms')
    expect(html).toContain('上限（5通）の8割')
  })

  test('is told, too, when it is lowered to what the day has used already, once, and not when it is raised', async () => {
    const before = (await server.mails()).length
    const known = (await news()).length
    const more = async () => (await news()).slice(known)
    await save({ sms_per_day: '100' })
    for (let n = 0; n < 3; n++) expect((await askForCode()).status).toBe(200)
    expect(await more()).toHaveLength(0)
    await Promise.all([save({ sms_per_day: '2' }), save({ sms_per_day: '2' })])
    expect((await more()).map(({ type, count, limit }) => [type, count, limit])).toEqual([
      ['sms.limit_reached', 3, 2],
    ])
    await save({ sms_per_day: '1' })
    expect(await more()).toHaveLength(1)
    await until('the mail', async () => (await server.mails()).length === before + 1)
    expect((await server.mails())[0]).toMatchObject({
      subject: '今日のSMSが上限に達しました',
      text: expect.stringContaining('上限（2通）'),
    })
    await save({ sms_per_day: '1000' })
    expect(await more()).toHaveLength(1)
  })

  test.each([
    ['en', 'Today’s SMS limit has been reached', 'No new codes are sent until midnight, Japan time.'],
    ['zh-CHS', '今日短信已达上限', '（1条）'],
    ['zh-CHT', '今日簡訊已達上限', '（1則）'],
  ])('is told in the language that an administrator chose for their mails: %s', async (language, subject, says) => {
    await administrator.post('/console/mails', { language })
    const told = async () => (await server.mails()).find((mail) => mail.subject === subject)
    await save({ sms_per_day: '1' })
    expect((await askForCode()).status).toBe(200)
    await until('the mail', async () => (await told()) !== undefined)
    expect((await told())?.text).toContain(says)
    expect((await told())?.text).not.toMatch(/[ぁ-んァ-ヶ]{3}/)
    await administrator.post('/console/mails', { language: '' })
  })

  test('holds for thirty who ask at once', async () => {
    await save({ sms_per_day: '10' })
    const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await askForCode()).status))
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
    const [row] = await rowsOf<{ asked: number }>(server, 'select asked from sms_days')
    expect(row?.asked).toBe(10)
  })

  test('begins anew at midnight in Tokyo', async () => {
    await save({ sms_per_day: '1' })
    expect((await askForCode()).status).toBe(200)
    expect((await askForCode()).status).toBe(429)
    await rowsOf(server, 'update sms_days set day = day - 1')
    expect((await askForCode()).status).toBe(200)
  })

  test('of none stops them all', async () => {
    await save({ sms_per_day: '0' })
    expect((await askForCode()).status).toBe(429)
    expect((await administrator.get('/console/sms')).html).toContain('SMSを送っていません')
  })
})
