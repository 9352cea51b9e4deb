/** Lists that grow old, and what makes one stand still: its sender, the operator's certificate, a server without mail. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { issueSigner, signingKeyOf } from '#tests/support/certificate-maker.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import { productionUrl, startProduction } from '#tests/support/production.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft } from '#tests/web-api/caller.ts'
import { aList, countsOf, documentsOf, stateOf, steer } from './bulk-visitor.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { saveAsTemplate, share } from './template-maker.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function open(env: Record<string, string> = {}): Promise<TestServer> {
  const server = await startTestServer({ env })
  closing.push(() => server.close())
  return server
}

async function aTemplate(server: TestServer, browser: Recipient): Promise<string> {
  const draft = await aFullDraft(await aCaller(server.url, server.clientId))
  return saveAsTemplate(browser, draft.id, { slots: [draft.recipient] })
}

const heading = '宛先1 氏名,宛先1 携帯電話番号,宛先1 メールアドレス'
const listOf = (lines: string[]) => `${[heading, ...lines].join('\r\n')}\r\n`
const rightRow = (n: number) => `人 ${n},090${10_000_000 + n},`
const isState = (server: TestServer, id: string, state: string) =>
  until(`the list is ${state}`, async () => (await stateOf(server, id)) === state)

const pausedBy = async (server: TestServer, id: string) => {
  const [row] = await rowsOf<{ paused_by: string | null }>(
    server,
    'select paused_by from bulk_sends where id = $1',
    id,
  )
  return row?.paused_by
}

test('what was typed goes after seven days and lists after ninety, but of one that stands still', async () => {
  const server = await open(movedClock(0))
  let browser = await enterConsole(server, server.email, server.password)
  const template = await aTemplate(server, browser)
  const done = await aList(browser, template, listOf([rightRow(1), '名だけ,,']))
  await steer(browser, done, 'start', { leave_out: '1' })
  await isState(server, done, 'done')
  const waiting = await aList(browser, template, listOf([rightRow(2)]))
  const still = await aList(browser, template, listOf([rightRow(3)]))
  await rowsOf(server, 'update teams set approval_required = true')
  await steer(browser, still, 'start')
  await isState(server, still, 'paused')
  const kept = async () => {
    const rows = await rowsOf<{ id: string; row: number }>(
      server,
      `select bulk_send_id as id, row from bulk_rows where content_sealed <> ''`,
    )
    return rows.map(({ id, row }) => [id, row])
  }
  const all = [
    [done, 3],
    [waiting, 2],
    [still, 2],
  ]
  expect(new Set((await kept()).map(String))).toEqual(new Set(all.map(String)))

  await server.process().stop()
  await server.restart(movedClock(8))
  await until('what was typed is gone', async () => (await kept()).length === 1)
  expect(await kept()).toEqual([[still, 2]])
  expect([await stateOf(server, waiting), await stateOf(server, still)]).toEqual(['stopped', 'paused'])
  browser = await enterConsole(server, server.email, server.password)
  expect((await steer(browser, waiting, 'start')).status).toBe(409)
  const page = await browser.get(`/console/bulk-sends/${done}/result.csv`)
  expect(page.html).toContain('"除外"')
  const made = await documentsOf(server, done)
  expect(made).toHaveLength(1)

  await server.process().stop()
  await server.restart(movedClock(91))
  const lists = () => rowsOf<{ id: string }>(server, 'select id from bulk_sends')
  await until('the old lists are gone', async () => (await lists()).length === 1)
  expect(await lists()).toEqual([{ id: still }])
  expect(await rowsOf(server, 'select distinct bulk_send_id as id from bulk_rows')).toEqual([{ id: still }])
  browser = await enterConsole(server, server.email, server.password)
  expect((await browser.get(`/console/bulk-sends/${done}`)).status).toBe(404)
  expect((await browser.get(`/console/documents/${made[0]?.id}`)).status).toBe(200)
}, 180_000)

test('a member who left sends nothing any more: the list stands still, and goes on when they are back', async () => {
  const server = await open()
  const administrator = await enterConsole(server)
  const template = await aTemplate(server, administrator)
  await share(administrator, template)
  await addColleague(server, 'leaving@example.jp', 'a password of theirs')
  let leaving = await enterConsole(server, 'leaving@example.jp', 'a password of theirs')
  const rows = 400
  const id = await aList(leaving, template, listOf(Array.from({ length: rows }, (_, n) => rightRow(n))))
  await steer(leaving, id, 'start')
  await until('some are sent', async () => ((await countsOf(server, id)).sent ?? 0) > 0)
  const [member] = await rowsOf<{ id: string }>(
    server,
    "select id from members where email = 'leaving@example.jp'",
  )
  const path = `/console/members/${member?.id}`
  const press = async (act: 'disable' | 'enable') => {
    await administrator.get(path)
    const page = await administrator.post(`${path}/${act}`)
    expect(page.status).toBe(200)
  }
  await press('disable')
  await isState(server, id, 'paused')
  expect(await pausedBy(server, id)).toBe('member_disabled')
  const before = (await countsOf(server, id)).sent ?? 0
  expect(before).toBeLessThan(rows)
  expect((await documentsOf(server, id)).length).toBe(before)
  await press('enable')
  leaving = await enterConsole(server, 'leaving@example.jp', 'a password of theirs')
  expect((await leaving.get(`/console/bulk-sends/${id}`)).html).toContain(
    '送信するメンバーが無効になっています。',
  )
  await steer(leaving, id, 'resume')
  await isState(server, id, 'done')
  expect(await countsOf(server, id)).toEqual({ sent: rows })
  const documents = await documentsOf(server, id)
  expect(new Set(documents.map(({ name }) => name)).size).toBe(rows)
}, 180_000)

test('where the operator’s certificate has run out no row is to blame, and a new one lets the list go on', async () => {
  const server = await open(signingKeyOf(issueSigner()))
  let browser = await enterConsole(server)
  const template = await aTemplate(server, browser)
  const id = await aList(browser, template, listOf([rightRow(1), rightRow(2)]))
  expect(await countsOf(server, id)).toEqual({ ready: 2 })
  // Only a start lies before its end: the rest takes a busy machine as long as it takes.
  await server.process().stop()
  const ends = new Date(Date.now() + 15_000)
  await server.restart(signingKeyOf(issueSigner({ until: ends })))
  await sleep(Math.max(0, ends.getTime() - Date.now() + 500))
  await steer(browser, id, 'start')
  await isState(server, id, 'paused')
  expect([await pausedBy(server, id), await countsOf(server, id)]).toEqual([
    'operator_certificate_expired',
    { ready: 2 },
  ])
  expect((await browser.get(`/console/bulk-sends/${id}`)).html).toContain('サーバーの証明書が切れています。')
  // Nor is one list taken more: every row of it would be called faulty.
  expect((await browser.get(`/console/templates/${template}/bulk`)).html).not.toContain('name="list"')
  await server.process().stop()
  await server.restart(signingKeyOf(issueSigner({ name: '運営 2027' })))
  browser = await enterConsole(server)
  await steer(browser, id, 'resume')
  await isState(server, id, 'done')
  expect(await countsOf(server, id)).toEqual({ sent: 2 })
}, 120_000)

test('where the server sends no mail a list stands still before its first recipient by mail', async () => {
  const server = await open()
  const browser = await enterConsole(server)
  const template = await aTemplate(server, browser)
  const id = await aList(
    browser,
    template,
    listOf([rightRow(1), '郵便 花子,,hanako@example.jp', rightRow(3)]),
  )
  await server.process().stop()
  const production = await startProduction(server, {
    TSA_URL: 'http://127.0.0.1:9/tsa',
    SMS_GATEWAY: 'kannel',
    SMS_KANNEL_URL: 'http://127.0.0.1:9/cgi-bin/sendsms',
    SMS_KANNEL_USERNAME: 'u',
    SMS_KANNEL_PASSWORD: 'p',
  })
  closing.push(() => production.stop())
  const operator = openBrowser(production.url, {}, productionUrl)
  await operator.get('/console/sign-in')
  await operator.post('/console/sign-in', { email: server.email, password: server.password })
  await steer(operator, id, 'start')
  await isState(server, id, 'paused')
  expect([await pausedBy(server, id), await countsOf(server, id)]).toEqual([
    'mail_not_configured',
    { sent: 1, ready: 2 },
  ])
  expect((await operator.get(`/console/bulk-sends/${id}`)).html).toContain(
    'このサーバーはメールを送信できません。',
  )
}, 120_000)
