import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { setUpApp } from './second-factor-steps.ts'

let server: TestServer
let administrator: Recipient
const password = 'a password of theirs'
const page = '/console/settings/sign-in'

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  await sql(server, 'delete from stranger_limits')
  await sql(server, "update teams set factor_required = false, console_networks = '{}'")
  administrator = await enterConsole(server, server.email, server.password)
})
afterAll(() => server.close())

const idOf = async (email: string) =>
  (await rowsOf<{ id: string }>(server, `select id from members where email = '${email}'`))[0]?.id ?? ''

async function save(fields: Record<string, string>) {
  await administrator.get(page)
  return administrator.post(page, fields)
}

describe('a team that requires a second factor', () => {
  test('lets members without one set it up and do nothing else, and is recorded', async () => {
    await addColleague(server, 'without@example.jp', password)
    const member = await enterConsole(server, 'without@example.jp', password)
    await setUpApp(administrator)
    expect((await save({ factor_required: '1' })).html).toContain('保存しました')
    for (const path of ['/console/home', '/console/documents', '/console/me', '/console/documents/new']) {
      expect(new URL((await member.get(path)).url).pathname, path).toBe('/console/me/factors')
    }
    const refused = await member.post('/console/me/name', { name: 'だれか' })
    expect(new URL(refused.url).pathname).toBe('/console/me/factors')
    expect((await member.get(page)).url).toContain('/console/me/factors')
    await setUpApp(member)
    expect(new URL((await member.get('/console/documents')).url).pathname).toBe('/console/documents')
    const rows = await rowsOf(server, "select from team_events where row like '%factorRequired%'")
    expect(rows.length).toBeGreaterThan(0)
    // Whoever is left to the administrator: reset, recorded, mailed, signed out.
    const id = await idOf('without@example.jp')
    expect((await administrator.get(page)).html).toContain('認証アプリ')
    await administrator.get(`/console/members/${id}/factors/reset`)
    expect((await administrator.post(`/console/members/${id}/factors/reset`)).html).toContain('解除しました')
    expect(new URL((await member.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    await until('the mail', async () =>
      (await server.mails()).some(
        ({ to, subject }) => to === 'without@example.jp' && subject.includes('解除されました'),
      ),
    )
    await sql(
      server,
      'delete from sign_in_factors where member_id = (select id from members where email = $1)',
      [server.email],
    )
  })

  test('is asked for by its administrators only', async () => {
    await addColleague(server, 'plain@example.jp', password)
    const member = await enterConsole(server, 'plain@example.jp', password)
    expect((await member.get(page)).status).toBe(403)
    const own = await idOf(server.email)
    await member.get('/console/me')
    expect((await member.post(`/console/members/${own}/factors/reset`)).status).toBe(403)
  })
})

describe('networks that may use the console', () => {
  test('are refused where they are none, or would lock out whoever saves them', async () => {
    for (const [text, words] of [
      ['203.0.113.0/24\nnonsense', '2行目'],
      ['203.0.113.0/24', '含まれていません'],
    ] as const) {
      const answer = await save({ console_networks: text })
      expect(answer.status).toBe(400)
      expect(answer.html).toContain(words)
      expect(answer.html).toContain('203.0.113.0/24')
    }
  })

  test('keep everybody else out, sessions that are open too; the operator opens the console again', async () => {
    expect((await save({ console_networks: '127.0.0.0/8\n2001:db8::/32' })).html).toContain('保存しました')
    expect((await administrator.get('/console/documents')).status).toBe(200)
    await sql(server, "update teams set console_networks = '{203.0.113.0/24}'")
    const out = await administrator.get('/console/documents')
    expect(out.status).toBe(403)
    expect(out.html).toContain('このネットワークからは')
    const told = await musubi(['admin', 'open-console'], settingsOf(server))
    expect(told.out).toContain('203.0.113.0/24')
    expect((await administrator.get('/console/documents')).status).toBe(200)
  })

  test('an administrator who lost their second factor is helped by the operator', async () => {
    await setUpApp(administrator)
    const told = await musubi(['admin', 'reset-factor', server.email], settingsOf(server))
    expect(told.code).toBe(0)
    expect(new URL((await administrator.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    await enterConsole(server, server.email, server.password)
  })
})
