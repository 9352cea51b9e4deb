import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
// Each test signs in often enough to be a stranger who guesses.
beforeEach(() => sql(server, 'delete from stranger_limits'))
afterAll(() => server.close())

const isOut = async (browser: Recipient) =>
  new URL((await browser.get('/console/documents')).url).pathname === '/console/sign-in'

describe('passwords and sessions', () => {
  test('a password hash of the release before lets in, and is made anew at that sign-in', async () => {
    await addColleague(server, 'former@example.jp', 'a password of theirs')
    // Made by better-auth 1.7.25 of the same password.
    const former =
      'f85e7f937bbdf2b1b4a1bb6069ea1c79:84cd45cb90fd0165862d114aa2feb8ef653a5ca4eb4e125ef6fd201bc5c325be34e76824c54fa0d0e631644ddc8f9b622cf2e4b03f6efea1c3ae040b200bb1fc'
    const theirs = "c.account_id = a.id and a.email = 'former@example.jp'"
    await sql(
      server,
      `update sign_in_credentials c set password = $1 from sign_in_accounts a where ${theirs}`,
      [former],
    )
    await expect(enterConsole(server, 'former@example.jp', 'another password')).rejects.toThrow('401')
    await enterConsole(server, 'former@example.jp', 'a password of theirs')
    const [row] = await rowsOf<{ password: string }>(
      server,
      `select c.password from sign_in_credentials c, sign_in_accounts a where ${theirs}`,
    )
    expect(row?.password).toMatch(/^scrypt,32768,8,3,[0-9a-f]{32}:[0-9a-f]{128}$/)
    await enterConsole(server, 'former@example.jp', 'a password of theirs')
  })

  test('nobody chooses the token of a session: each sign-in has a new one, whatever cookie came along', async () => {
    await addColleague(server, 'fixed@example.jp', 'a password of theirs')
    const browser = openBrowser(server.url)
    browser.cookies.set('musubi-console', 'chosen-by-somebody-else.AAAA')
    await browser.get('/console/sign-in')
    await browser.post('/console/sign-in', { email: 'fixed@example.jp', password: 'a password of theirs' })
    const first = browser.cookies.get('musubi-console')
    expect(first).not.toContain('chosen-by-somebody-else')
    const other = await enterConsole(server, 'fixed@example.jp', 'a password of theirs')
    expect(other.cookies.get('musubi-console')).not.toBe(first)
  })

  test('a session ends after an hour unused, and after twelve in all', async () => {
    await addColleague(server, 'idle@example.jp', 'a password of theirs')
    for (const [column, age] of [
      ['seen_at', "now() - interval '61 minutes'"],
      ['expires_at', "now() - interval '1 second'"],
    ]) {
      const browser = await enterConsole(server, 'idle@example.jp', 'a password of theirs')
      await sql(
        server,
        `update sign_in_sessions s set ${column} = ${age} from sign_in_accounts a
         where a.id = s.account_id and a.email = 'idle@example.jp'`,
      )
      expect(new URL((await browser.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    }
    const [row] = await rowsOf<{ hours: number }>(
      server,
      'select extract(epoch from max(expires_at - created_at)) / 3600 as hours from sign_in_sessions',
    )
    expect(Number(row?.hours)).toBe(12)
  })

  test('are listed with their devices, this one marked, and ended one by one or all but this one', async () => {
    await addColleague(server, 'many@example.jp', 'a password of theirs')
    const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36'
    const at = async (userAgent: string) => {
      const browser = openBrowser(server.url, { 'user-agent': userAgent })
      await browser.get('/console/sign-in')
      await browser.post('/console/sign-in', { email: 'many@example.jp', password: 'a password of theirs' })
      return browser
    }
    const desk = await at(windows)
    const phone = await at('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1')
    const tablet = await at('Mozilla/5.0 (iPad; CPU OS 19_0) Version/19.0 Safari/604.1')
    const page = await desk.get('/console/me')
    expect(page.html).toMatch(/WindowsのChrome<span[^>]*>この端末/)
    expect(page.html).toContain('iPhoneのSafari')
    expect(page.html).toContain('127.0.0.…')
    const ends = [...page.html.matchAll(/action="(\/console\/me\/sessions\/[0-9a-f]{32}\/end)"/g)].map(
      ([, path]) => path ?? '',
    )
    expect(ends).toHaveLength(2)
    // The last use comes first: the tablet's.
    await desk.post(ends[0] ?? '')
    expect([await isOut(tablet), await isOut(phone), await isOut(desk)]).toEqual([true, false, false])
    await desk.get('/console/me')
    await desk.post('/console/me/sessions/end-others')
    expect([await isOut(phone), await isOut(desk)]).toEqual([true, false])
  })

  test("another member's session is not ended by its id", async () => {
    await addColleague(server, 'mine@example.jp', 'a password of theirs')
    await addColleague(server, 'yours@example.jp', 'a password of theirs')
    const mine = await enterConsole(server, 'mine@example.jp', 'a password of theirs')
    const yours = await enterConsole(server, 'yours@example.jp', 'a password of theirs')
    const [row] = await rowsOf<{ id: string }>(
      server,
      `select s.id from sign_in_sessions s join sign_in_accounts a on a.id = s.account_id where a.email = 'yours@example.jp'`,
    )
    await mine.get('/console/me')
    await mine.post(`/console/me/sessions/${row?.id}/end`)
    expect(await isOut(yours)).toBe(false)
  })

  test('a changed password ends the other sessions, needs the present one, and is told by mail', async () => {
    const email = 'changer@example.jp'
    await addColleague(server, email, 'a password of theirs')
    const here = await enterConsole(server, email, 'a password of theirs')
    const there = await enterConsole(server, email, 'a password of theirs')
    const change = async (fields: Record<string, string>) => {
      await here.get('/console/me')
      const both = { password: 'another password of theirs', again: 'another password of theirs' }
      return here.post('/console/me/password', { present: 'a password of theirs', ...both, ...fields })
    }
    const cases: [Record<string, string>, string][] = [
      [{ present: 'not the password' }, 'present-error'],
      [{ password: 'short', again: 'short' }, 'password-error'],
      [{ password: 'Password12345', again: 'Password12345' }, 'password-error'],
      [{ password: 'changer@example.jp', again: 'changer@example.jp' }, 'password-error'],
      [{ again: 'mistyped' }, 'again-error'],
    ]
    for (const [fields, error] of cases) {
      const page = await change(fields)
      expect(page.status, error).toBe(400)
      expect(page.html).toContain(`id="${error}"`)
    }
    expect(await isOut(there)).toBe(false)
    expect((await change({})).html).toContain('パスワードを変更しました')
    expect([await isOut(there), await isOut(here)]).toEqual([true, false])
    await expect(enterConsole(server, email, 'a password of theirs')).rejects.toThrow('401')
    await enterConsole(server, email, 'another password of theirs')
    const told = async () =>
      (await server.mails()).find(
        ({ to, subject }) => to === email && subject.includes('パスワードが変更されました'),
      )
    await until('the mail of the change', async () => (await told()) !== undefined)
    expect((await told())?.text).not.toContain('another password')
  })

  test('a sign-in from a new device is told by mail, one from a known device is not', async () => {
    const email = 'traveller@example.jp'
    await addColleague(server, email, 'a password of theirs')
    const home = await enterConsole(server, email, 'a password of theirs')
    await home.post('/console/sign-out')
    await home.get('/console/sign-in')
    await home.post('/console/sign-in', { email, password: 'a password of theirs' })
    const news = async () =>
      (await server.mails()).filter(({ to, subject }) => to === email && subject.includes('新しい端末'))
    await enterConsole(server, email, 'a password of theirs')
    await until('the mail of the new device', async () => (await news()).length > 0)
    expect(await news()).toHaveLength(1)
  })

  test('a member changes their own name and nothing else of themselves', async () => {
    const email = 'renamer@example.jp'
    await addColleague(server, email, 'a password of theirs')
    const browser = await enterConsole(server, email, 'a password of theirs')
    await browser.get('/console/me')
    expect((await browser.post('/console/me/name', { name: ' ' })).html).toContain('id="name-error"')
    await browser.post('/console/me/name', { name: '鈴木 花子', team_administrator: '1' })
    expect(browser.page().html).toContain('鈴木 花子')
    const [row] = await rowsOf<{ name: string; team_administrator: boolean }>(
      server,
      `select name, team_administrator from members where email = '${email}'`,
    )
    expect(row).toEqual({ name: '鈴木 花子', team_administrator: false })
  })
})
