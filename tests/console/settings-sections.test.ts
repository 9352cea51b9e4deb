import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { enterConsole, formEntries } from './console-visitor.ts'

let server: TestServer
let clerk: Recipient

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
})
afterAll(() => server.close())

const address = '/console/settings'

type Kept = {
  contact: string
  sms_per_day: number
  return_url: string
  terms_text: string
  link_sms: boolean
}

async function kept(): Promise<Kept> {
  const [row] = await rowsOf<Kept>(
    server,
    'select contact, sms_per_day, return_url, terms_text, link_sms from teams',
  )
  if (row === undefined) throw new Error('no team')
  return row
}

async function save(section: string, fields: Record<string, string>, by = clerk) {
  await by.get(address)
  return by.post(`${address}/${section}`, fields)
}

const recipients = { contact: '03-1234-5678', copy_days: '30', shown_sms_sender: '' }

describe('a section of the team’s settings', () => {
  test('is saved by itself, and nothing of another is touched', async () => {
    const before = await kept()
    const page = await save('recipients', recipients)
    expect(page.url).toMatch(/settings\?done=saved&section=recipients#part-recipients$/)
    expect(page.html).toMatch(/id="part-recipients"[^>]*>(?:(?!<form).)*保存しました/s)
    expect(await kept()).toEqual({ ...before, contact: '03-1234-5678' })
    expect((await save('recipients', recipients)).url).toContain('done=unchanged')
  })

  test('takes no field of another along', async () => {
    const before = await kept()
    await save('sms', { sms_per_day: '500', sms_price: '', link_sms: '1', contact: 'other', return_url: '' })
    expect(await kept()).toEqual({ ...before, sms_per_day: 500, link_sms: true })
  })

  test('that is wrong says so in its own place and keeps what was typed', async () => {
    const before = await kept()
    const page = await save('embedding', {
      return_url: 'http://example.jp/',
      return_parameter_document: 'd',
      return_parameter_participant: 'p',
      return_parameter_error: 'e',
    })
    expect(page.status).toBe(400)
    expect(page.html).toContain('id="return_url-error"')
    expect(page.html).toContain('value="http://example.jp/"')
    expect(page.html).toMatch(/id="part-embedding"[^>]*>(?:(?!<form).)*class="notice warning"/s)
    expect(page.html).toContain('value="03-1234-5678"')
    expect(await kept()).toEqual(before)
  })

  test('of two administrators at once are both saved', async () => {
    const other = await enterConsole(server)
    for (let round = 1; round <= 10; round++) {
      await Promise.all([
        save('recipients', { ...recipients, contact: `窓口 ${round}` }),
        save('sms', { sms_per_day: `${1000 + round}`, sms_price: '' }, other),
      ])
      expect(await kept()).toMatchObject({ contact: `窓口 ${round}`, sms_per_day: 1000 + round })
    }
  })

  test('the time zone is one that there is, by the name that it goes by, and its change is told', async () => {
    const zone = async () =>
      (await rowsOf<{ time_zone: string }>(server, 'select time_zone from teams'))[0]?.time_zone
    expect((await clerk.get(address)).html).toMatch(/<option value="Asia\/Tokyo" selected/)
    for (const wrong of ['Asia/Nowhere', '+09:00', "Asia/Tokyo'"]) {
      const page = await save('time-zone', { time_zone: wrong })
      expect([page.status, page.html.includes('id="time_zone-error"')]).toEqual([400, true])
    }
    expect(await zone()).toBe('Asia/Tokyo')
    expect((await save('time-zone', { time_zone: 'asia/singapore' })).url).toContain('done=saved')
    expect(await zone()).toBe('Asia/Singapore')
    const history = (await clerk.get('/console/history?kind=settings')).html
    expect(history).toContain('「タイムゾーン」を「Asia/Tokyo」から「Asia/Singapore」に変更しました')
    // A page of a release before says none.
    const whole = formEntries((await clerk.get(address)).html)
    await clerk.post(address, { ...whole, time_zone: '' })
    expect(await zone()).toBe('Asia/Singapore')
  })

  test('that there is not is nowhere', async () => {
    expect((await save('nothing', {})).status).toBe(404)
  })
})
