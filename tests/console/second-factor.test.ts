import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { atSecondStep, codeOf, codesIn, setUpApp } from './second-factor-steps.ts'

let server: TestServer
const password = 'a password of theirs'

beforeAll(async () => {
  server = await startTestServer()
})
// Each test signs in often enough to be a stranger who guesses.
beforeEach(() => sql(server, 'delete from stranger_limits'))
afterAll(() => server.close())

const step = '/console/sign-in/factor'
const pathOf = (browser: Recipient) => new URL(browser.page().url).pathname
const isOut = async (browser: Recipient) => {
  await browser.get('/console/documents')
  return pathOf(browser) === '/console/sign-in'
}
const shows = (browser: Recipient, code: string, kind = 'totp') => browser.post(step, { code, kind })
const mailed = (email: string, words: string) =>
  until(`the mail "${words}"`, async () =>
    (await server.mails()).some(({ to, subject }) => to === email && subject.includes(words)),
  )

/** A colleague with an authenticator app. */
async function withApp(email: string) {
  await addColleague(server, email, password)
  const browser = await enterConsole(server, email, password)
  return { email, browser, ...(await setUpApp(browser)) }
}

describe('an authenticator app', () => {
  test('is set up by QR code or key, confirmed by a code, told by mail, and ends the other sessions', async () => {
    const email = 'app@example.jp'
    await addColleague(server, email, password)
    const browser = await enterConsole(server, email, password)
    const other = await enterConsole(server, email, password)
    await browser.get('/console/me/factors')
    const page = await browser.post('/console/me/app')
    const secret = /secret=([A-Z2-7]{32})/.exec(page.html)?.[1] ?? ''
    expect(page.html).toContain('class="qr"')
    expect(page.html).toContain((secret.match(/.{4}/g) ?? []).join(' '))
    const wrong = await browser.post('/console/me/app/confirm', { code: '000000' })
    expect(wrong.status).toBe(400)
    // Not confirmed, it is not asked for.
    expect(await isOut(other)).toBe(false)
    await enterConsole(server, email, password)
    await browser.get('/console/me/app')
    const done = await browser.post('/console/me/app/confirm', {
      code: ` ${codeOf(secret).replace(/(...)/, '$1 ')}`,
    })
    expect(codesIn(done.html)).toHaveLength(10)
    expect(new Set(codesIn(done.html)).size).toBe(10)
    expect([await isOut(other), await isOut(browser)]).toEqual([true, false])
    await mailed(email, '認証アプリが登録されました')
    const again = await browser.get('/console/me/factors')
    expect(codesIn(again.html)).toEqual([])
    expect(again.html).toContain('残り10個')
    const [row] = await rowsOf<{ totp_sealed: string; hashes: string }>(
      server,
      `select totp_sealed, (select string_agg(code_hash, ' ') from sign_in_recovery_codes) as hashes from sign_in_factors`,
    )
    expect(row?.totp_sealed).toMatch(/^2:/)
    expect(row?.totp_sealed).not.toContain(secret)
    for (const code of codesIn(done.html)) expect(row?.hashes).not.toContain(code.replaceAll('-', ''))
  })

  test('is asked for at the sign-in; no page of the console opens before', async () => {
    const { email, secret } = await withApp('asked@example.jp')
    const browser = await atSecondStep(server, email, password)
    for (const path of ['/console/documents', '/console/me', '/console/me/factors', '/console/me/app']) {
      await browser.get(path)
      expect(pathOf(browser), path).toBe('/console/sign-in')
    }
    await browser.get(step)
    expect((await shows(browser, '123 456')).status).toBe(401)
    expect((await shows(browser, '')).status).toBe(400)
    await shows(browser, codeOf(secret))
    expect(pathOf(browser)).toBe('/console/home')
    // Without the password there is no second step.
    const stranger = openBrowser(server.url)
    await stranger.get(step)
    expect(pathOf(stranger)).toBe('/console/sign-in')
    stranger.cookies.set('musubi-console-step', `step:${'0'.repeat(32)}:9999999999999:x.AAAA`)
    await stranger.get(step)
    expect(pathOf(stranger)).toBe('/console/sign-in')
  })

  test('one code lets in once: not again, not another browser, and one of two at once', async () => {
    const { email, secret } = await withApp('replay@example.jp')
    const browsers = [
      await atSecondStep(server, email, password),
      await atSecondStep(server, email, password),
    ]
    const code = codeOf(secret)
    const pages = await Promise.all(browsers.map((each) => shows(each, code)))
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 401])
    const late = await atSecondStep(server, email, password)
    expect((await shows(late, code)).html).toContain('すでに使われています')
    expect((await shows(late, codeOf(secret, 1))).status).toBe(200)
    // The next step was taken: the one of now comes too late.
    const later = await atSecondStep(server, email, password)
    expect((await shows(later, codeOf(secret))).status).toBe(401)
    expect((await shows(later, codeOf(secret, 3))).html).toContain('一致しませんでした')
  })

  test('codes are not guessed: after ten the tries pause, also with a new password step, and are recorded', async () => {
    const { email, secret } = await withApp('guessed@example.jp')
    const browser = await atSecondStep(server, email, password)
    const statuses = await Promise.all(
      Array.from({ length: 14 }, async (_, k) => {
        const each = openBrowser(server.url)
        for (const [name, value] of browser.cookies) each.cookies.set(name, value)
        await each.get(step)
        return (await shows(each, `00000${k}`.slice(-6))).status
      }),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(4)
    const again = await atSecondStep(server, email, password)
    expect((await shows(again, codeOf(secret))).status).toBe(429)
    await until('the refusal', async () => {
      const rows = await rowsOf(server, 'select from team_events where row like \'%"reason":"factor"%\'')
      return rows.length > 0
    })
  })

  test('the step ends with the password that it came from', async () => {
    const { email, secret, browser: inside } = await withApp('between@example.jp')
    const waiting = await atSecondStep(server, email, password)
    await inside.get('/console/me')
    const fresh = 'another password of theirs'
    await inside.post('/console/me/password', { present: password, password: fresh, again: fresh })
    await shows(waiting, codeOf(secret))
    expect(pathOf(waiting)).toBe('/console/sign-in')
  })

  test('no session begins after another password was chosen, however late the code was already on its way', async () => {
    const { email, secret } = await withApp('on-its-way@example.jp')
    const waiting = await atSecondStep(server, email, password)
    const holder = new Client({ connectionString: server.databaseUrl })
    await holder.connect()
    await holder.query('begin')
    // As the member does who chooses another password and ends all sessions.
    await holder.query('select from members where email = $1 for no key update', [email])
    const shown = shows(waiting, codeOf(secret))
    await until('the code to wait for the member', async () => {
      const locked =
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
      return (await holder.query(locked)).rowCount === 1
    })
    await holder.query(
      `update sign_in_credentials c set password = 'another' from sign_in_accounts a
       where a.id = c.account_id and a.email = $1`,
      [email],
    )
    await holder.query('commit')
    await holder.end()
    expect((await shown).status).toBe(401)
    expect(await isOut(waiting)).toBe(true)
  })

  test('a session that began by a password alone is none once there is a second factor', async () => {
    const { email, browser } = await withApp('former@example.jp')
    // As a release before, which runs beside, would begin it.
    await sql(
      server,
      `update sign_in_sessions s set factor = null from sign_in_accounts a where a.id = s.account_id and a.email = $1`,
      [email],
    )
    expect(await isOut(browser)).toBe(true)
  })

  test('a secret that lies in another member’s row opens nothing', async () => {
    const one = await withApp('lifted@example.jp')
    const other = await withApp('victim@example.jp')
    await sql(
      server,
      `update sign_in_factors set totp_sealed = (select f.totp_sealed from sign_in_factors f join members m on m.id = f.member_id
         where m.email = $1) where member_id = (select id from members where email = $2)`,
      [one.email, other.email],
    )
    const browser = await atSecondStep(server, other.email, password).catch(() => null)
    expect(browser).toBeNull()
  })

  test('its removal is told by mail, ends other sessions, and the password alone lets in again', async () => {
    const { email, secret, browser } = await withApp('removed@example.jp')
    const other = await atSecondStep(server, email, password)
    await shows(other, codeOf(secret))
    await browser.get('/console/me/app/remove')
    await browser.post('/console/me/app/remove')
    expect(pathOf(browser)).toBe('/console/me/factors')
    expect([await isOut(other), await isOut(browser)]).toEqual([true, false])
    await mailed(email, '認証アプリの登録が解除されました')
    await enterConsole(server, email, password)
    const codes = await rowsOf(
      server,
      `select from sign_in_recovery_codes c join members m on m.id = c.member_id where m.email = '${email}'`,
    )
    expect(codes).toHaveLength(0)
  })
})

describe('a recovery code', () => {
  test('lets in once, of two at once one, typed in whatever way, and is told by mail', async () => {
    const { email, codes } = await withApp('recovered@example.jp')
    const code = codes[3] ?? ''
    const browsers = [
      await atSecondStep(server, email, password),
      await atSecondStep(server, email, password),
    ]
    const pages = await Promise.all(
      browsers.map((each) => shows(each, code.toLowerCase().replaceAll('-', ' '), 'recovery')),
    )
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 401])
    await mailed(email, '回復コードが使われました')
    const winner = pages[0]?.status === 200 ? browsers[0] : browsers[1]
    expect((await winner?.get('/console/me/factors'))?.html).toContain('残り9個')
  })

  test("is no other member's, and is made anew: the old ones are gone", async () => {
    const one = await withApp('codes@example.jp')
    const other = await withApp('codes-too@example.jp')
    const stranger = await atSecondStep(server, other.email, password)
    expect((await shows(stranger, one.codes[0] ?? '', 'recovery')).status).toBe(401)
    await one.browser.get('/console/me/recovery-codes')
    const page = await one.browser.post('/console/me/recovery-codes')
    const made = codesIn(page.html)
    expect(made).toHaveLength(10)
    expect(page.html).toContain(`download="musubi-recovery-codes.txt"`)
    const late = await atSecondStep(server, one.email, password)
    expect((await shows(late, one.codes[0] ?? '', 'recovery')).status).toBe(401)
    expect((await shows(late, made[0] ?? '', 'recovery')).status).toBe(200)
  })
})
