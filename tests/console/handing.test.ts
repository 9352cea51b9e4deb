import { Client } from 'pg'
import qrcode from 'qrcode'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import { freshTel } from '#tests/support/integrator.ts'
import { consent, hiddenFields, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'
import { begin } from './making-visitor.ts'

let server: TestServer
let clerk: Recipient
let api: Caller
let id: string
let tels: string[]

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
  api = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const stored = async () => (await api.call('GET', `/documents/${id}`)).body
const person = async (at = 1): Promise<string> => (await stored()).participants[at].id
const page = () => `/console/documents/${id}`
const urlIn = (html: string) => /id="signing-url"[^>]*value="([^"]*)"/.exec(html)?.[1] ?? ''

/** A document of the console's with these recipients, sent. Gives the page that follows. */
async function sent(names: string[]) {
  id = await begin(clerk)
  tels = names.map(() => freshTel())
  for (const [at, name] of names.entries()) {
    await clerk.get(`${page()}/draft`)
    await clerk.post(`${page()}/people`, { how: 'sms', name, tel: tels[at] ?? '' })
  }
  await clerk.get(`${page()}/send`)
  return clerk.post(`${page()}/send`)
}

async function shownUrl(at = 1) {
  await clerk.get(page())
  return clerk.post(`${page()}/participants/${await person(at)}/url`)
}

async function setting(change: Record<string, string>, without: string[] = []) {
  const form = formEntries((await clerk.get('/console/settings')).html)
  const kept = Object.entries(form).filter(([name]) => !without.includes(name))
  const answer = await clerk.post('/console/settings', { ...Object.fromEntries(kept), ...change })
  expect(answer.url).toContain('done=')
}

describe('from the console to the conclusion, without JavaScript and without a return URL', () => {
  test('two recipients get their links one after the other, and nobody is led to a site', async () => {
    await setting({ return_url: '' }, ['embedded_signing'])
    const after = await sent(['山田 花子', '佐藤 美咲'])
    expect(after.html).toContain('送信しました')
    expect(after.html).toContain('山田 花子さんに渡す')
    const first = await clerk.post(`${page()}/participants/${await person(1)}/url`)
    expect(first.html).toContain('<svg class="qr"')
    const done = await consent(await proveThePhone(urlIn(first.html), tels[0] ?? '', server.codeFor))
    expect(done.html).toContain('この画面は閉じてかまいません')
    expect(done.html).not.toContain('id="next"')

    await until('the turn of the second', async () => (await stored()).participants[2].status === 4)
    const second = await shownUrl(2)
    await consent(await proveThePhone(urlIn(second.html), tels[1] ?? '', server.codeFor))
    await until('the conclusion', async () => (await stored()).status === 2)
  })

  test('a link of the console leads to no site, even where the team has one', async () => {
    await setting({ embedded_signing: '1', return_url: 'https://site.example/back' })
    await sent(['山田 花子'])
    const shown = await shownUrl()
    const done = await consent(await proveThePhone(urlIn(shown.html), tels[0] ?? '', server.codeFor))
    expect(done.html).not.toContain('site.example')
    expect((await clerk.get(urlIn(shown.html))).html).not.toContain('site.example')
  })
})

describe('the link', () => {
  beforeEach(() => sent(['山田 花子', '佐藤 美咲']))

  test('is shown once, of a length for ten days, and asks for number and code before anything else', async () => {
    const shown = await shownUrl()
    expect(shown.html).toMatch(/あと9日23時間|あと10日0時間/)
    const url = urlIn(shown.html)
    const again = await clerk.get(`${page()}/participants/${await person()}/hand`)
    expect(urlIn(again.html)).toBe('')
    const opened = await fetch(url).then((answer) => answer.text())
    expect(opened).toContain('name="tel"')
    expect(opened).not.toContain('賃貸借契約書')
  })

  test('is the same in the QR code as in the field', async () => {
    const { html } = await shownUrl()
    const cells = new Set<string>()
    const drawn = /class="qr-ink" d="([^"]*)"/.exec(html)?.[1] ?? ''
    for (const [, x, y, width] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
      for (let at = 0; at < Number(width); at++) cells.add(`${Number(x) + at - 4} ${Number(y) - 4}`)
    }
    const { modules } = qrcode.create(urlIn(html), { errorCorrectionLevel: 'M' })
    const expected = new Set<string>()
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) expected.add(`${x} ${y}`)
    }
    expect(cells).toEqual(expected)
  })

  test('tells the page how far they are', async () => {
    const handed = `${page()}/participants/${await person()}/handed?since=0`
    const cookie = [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const state = () =>
      fetch(`${server.url}${handed}`, { headers: { cookie, accept: 'application/json' } }).then((answer) =>
        answer.json(),
      )
    const shown = await shownUrl()
    // Without scripts it is asked for, as a page that can be loaded again.
    expect(shown.html).toMatch(/href="[^"]*\/handed\?since=\d+"/)
    expect((await state()).state).toBe('waiting')
    expect((await clerk.get(handed)).html).toContain('まだ開かれていません')
    await fetch(urlIn(shown.html))
    expect((await state()).state).toBe('opened')
    const opened = await clerk.get(handed)
    expect(opened.html).toContain(
      '同意用URLが開かれました。山田 花子さんが電話番号を入力するのを待っています',
    )
    expect(opened.html).not.toContain(urlIn(shown.html))
    const phone = await proveThePhone(urlIn(shown.html), tels[0] ?? '', server.codeFor)
    expect((await state()).state).toBe('identified')
    // Another URL is another beginning.
    await clerk.get(page())
    const again = await shownUrl()
    const since = /handed\?since=(\d+)/.exec(again.html)?.[1] ?? ''
    expect((await clerk.get(handed.replace('since=0', `since=${since}`))).html).toContain(
      'まだ開かれていません',
    )
    await consent(phone)
    await until('the next turn', async () => (await stored()).participants[2].status === 4)
    expect(await state()).toMatchObject({
      state: 'consented',
      sentence: '山田 花子さんが同意しました。',
      next: { href: `${page()}/participants/${await person(2)}/hand` },
    })
  })

  test('is not given out of turn, to a colleague, or after the end', async () => {
    const second = `${page()}/participants/${await person(2)}`
    expect((await clerk.get(`${second}/hand`)).url).toContain(`#person-`)
    await clerk.get(page())
    expect((await clerk.post(`${second}/url`)).status).toBe(409)
    await addColleague(server, `hand-${id}@example.jp`, 'a password of theirs')
    const colleague = await enterConsole(server, `hand-${id}@example.jp`, 'a password of theirs')
    const first = `${page()}/participants/${await person()}`
    for (const path of ['hand', 'handed']) expect((await colleague.get(`${first}/${path}`)).status).toBe(404)
    await colleague.get('/console/documents')
    const form_token = hiddenFields(colleague.page().html, '/console/sign-out').form_token ?? ''
    expect((await colleague.post(`${first}/url`, { form_token })).status).toBe(404)
    expect((await colleague.post(`${first}/link-sms`, { form_token })).status).toBe(404)
    await api.call('PUT', `/documents/${id}/decline`)
    await clerk.get(page())
    expect((await clerk.post(`${first}/url`)).status).toBe(409)
  })
})

describe('the link by SMS', () => {
  beforeEach(async () => {
    await setting({ link_sms: '1' })
    await sent(['山田 花子'])
  })
  const base = async () => `${page()}/participants/${await person()}`
  const linksTo = async (tel: string) =>
    (await server.sms()).filter((sms) => sms.to === tel && sms.text.includes('/s/'))

  test('is one segment to the registered number, and opens the page that asks for it', async () => {
    const shown = await clerk.get(`${await base()}/hand`)
    expect(shown.html).toContain('SMSで送る')
    const after = await clerk.post(`${await base()}/link-sms`)
    expect(after.html).toContain('SMSの送信を受け付けました')
    const [tel = ''] = tels
    await until('the SMS', async () => (await linksTo(tel)).length === 1)
    const [sms] = await linksTo(tel)
    expect(sms?.text.length).toBeLessThanOrEqual(70)
    const url = /http\S+/.exec(sms?.text ?? '')?.[0] ?? ''
    await consent(await proveThePhone(url, tel, server.codeFor, 1))
    await until('the conclusion', async () => (await stored()).status === 2)
    const { html } = await clerk.get(page())
    expect(html).toContain('同意用URLのSMSを受け付けました')
  })

  test('is one for each press, however often the press arrives', async () => {
    const { html } = await clerk.get(`${await base()}/hand`)
    const action = `${await base()}/link-sms`
    const fields = hiddenFields(html, action)
    const other = await enterConsole(server)
    await other.get(`${await base()}/hand`)
    const form_token = hiddenFields(other.page().html, action).form_token ?? ''
    await Promise.all([
      clerk.post(action, fields),
      other.post(action, { press: fields.press ?? '', form_token }),
    ])
    await clerk.post(action, fields)
    const [tel = ''] = tels
    await waitForNoJobs(server)
    expect(await linksTo(tel)).toHaveLength(1)
  })

  test('counts within the limits of number and team', async () => {
    const action = `${await base()}/link-sms`
    await clerk.get(`${await base()}/hand`)
    expect((await clerk.post(action)).status).toBe(200)
    await clerk.get(`${await base()}/hand`)
    const second = await clerk.post(action)
    expect(second.status).toBe(409)
    expect(second.html).toContain('この番号には続けて送れません。1分後')

    await setting({ sms_per_day: '1' })
    await sent(['佐藤 美咲'])
    await clerk.get(`${await base()}/hand`)
    const over = await clerk.post(`${await base()}/link-sms`)
    expect(over.html).toContain('本日のSMSの上限に達しました')
    await setting({ sms_per_day: '2000' })
  })

  test('is told from a code by its row', async () => {
    await clerk.get(`${await base()}/hand`)
    await clerk.post(`${await base()}/link-sms`)
    const client = new Client({ connectionString: server.databaseUrl })
    await client.connect()
    const { rows } = await client.query('select link from sms_messages where document_id = $1', [id])
    await client.end()
    expect(rows).toEqual([{ link: true }])
  })

  test('is not sent where the team has not switched it on', async () => {
    await clerk.get(`${await base()}/hand`)
    const fields = hiddenFields(clerk.page().html, `${await base()}/link-sms`)
    await setting({}, ['link_sms'])
    expect((await clerk.get(`${await base()}/hand`)).html).not.toContain('/link-sms"')
    const late = await clerk.post(`${await base()}/link-sms`, fields)
    expect(late.status).toBe(409)
    expect(late.html).toContain('SMSで送る設定になっていません')
    const forged = await clerk.post(`${await base()}/link-sms`, { ...fields, press: "x'; --" })
    expect(forged.status).toBe(403)
  })
})
