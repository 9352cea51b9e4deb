import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { atSecondStep, codeOf, setUpApp } from './second-factor-steps.ts'

let server: TestServer
const password = 'a password of theirs'
const fresh = 'another password of theirs'

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(() => sql(server, 'delete from stranger_limits'))
afterAll(() => server.close())

async function ask(email: string) {
  const browser = openBrowser(server.url)
  await browser.get('/console/password-lost')
  return browser.post('/console/password-lost', { email })
}

const linksTo = async (email: string) =>
  (await server.mails()).flatMap(({ to, text }) => {
    const link = /\/console\/password\/[A-Za-z0-9_-]{43}/.exec(text)?.[0]
    return to === email && link !== undefined ? [link] : []
  })

const invitationsTo = async (email: string) =>
  (await server.mails()).flatMap(({ to, text }) => {
    const link = /\/console\/invitations\/[A-Za-z0-9_-]{43}/.exec(text)?.[0]
    return to === email && link !== undefined ? [link] : []
  })

/** Asks for a link and waits for its mail. */
async function linkFor(email: string): Promise<string> {
  const before = (await linksTo(email)).length
  await ask(email)
  await until('the mail with the link', async () => (await linksTo(email)).length > before)
  return (await linksTo(email))[0] ?? ''
}

async function choose(link: string, fields: Record<string, string> = {}) {
  const browser = openBrowser(server.url)
  const page = await browser.get(link)
  if (page.status === 410) return page
  return browser.post(link, { password: fresh, again: fresh, ...fields })
}

describe('a lost password', () => {
  test('is mended by the link of a mail: once, with all sessions ended, and the old password is none', async () => {
    const email = 'lost@example.jp'
    await addColleague(server, email, password)
    const inside = await enterConsole(server, email, password)
    const link = await linkFor(email)
    // What programs that look into mails do: opening spends nothing.
    for (let k = 0; k < 3; k++) expect((await openBrowser(server.url).get(link)).status).toBe(200)
    expect((await fetch(`${server.url}${link}`, { method: 'HEAD' })).status).toBeLessThan(500)
    expect((await choose(link, { again: 'mistyped' })).html).toContain('id="again-error"')
    expect((await choose(link, { password: 'password1234', again: 'password1234' })).html).toContain(
      'id="password-error"',
    )
    const pages = await Promise.all([choose(link), choose(link)])
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 410])
    expect((await choose(link)).status).toBe(410)
    expect(new URL((await inside.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    await expect(enterConsole(server, email, password)).rejects.toThrow('401')
    await enterConsole(server, email, fresh)
    const rows = await rowsOf<{ token_hash: string }>(server, 'select token_hash from password_resets')
    expect(rows).toEqual([])
  })

  test('gets the same answer whether the address is known or not, and leaves the same behind', async () => {
    await addColleague(server, 'known@example.jp', password)
    const answers = []
    for (const email of ['KNOWN@example.jp', 'unknown@example.jp']) {
      const page = await ask(email)
      expect(page.status).toBe(200)
      answers.push(page.html.replaceAll(email, '').replace(/[A-Za-z0-9_-]{43}/g, ''))
    }
    expect(answers[0]).toBe(answers[1])
    await until('the requests to be done', async () => {
      return (await rowsOf(server, 'select from password_reset_requests')).length === 0
    })
    expect(await linksTo('unknown@example.jp')).toEqual([])
    await until('the mail', async () => (await linksTo('known@example.jp')).length === 1)
    expect(server.process().output()).not.toContain('known@example.jp')
  })

  test('does not get around the second factor', async () => {
    const email = 'lost-factor@example.jp'
    await addColleague(server, email, password)
    const { secret } = await setUpApp(await enterConsole(server, email, password))
    await choose(await linkFor(email))
    const browser = await atSecondStep(server, email, fresh)
    await browser.post('/console/sign-in/factor', { kind: 'totp', code: codeOf(secret) })
    expect(new URL(browser.page().url).pathname).toBe('/console/home')
  })

  test('ends every other link to a new password, as each of those ends it, and the member is told each time', async () => {
    const email = 'two-links@example.jp'
    await addColleague(server, email, password)
    const [member] = await rowsOf<{ id: string }>(
      server,
      "select id from members where email = 'two-links@example.jp'",
    )
    const administrator = await enterConsole(server)
    const invited = async () => {
      const before = (await invitationsTo(email)).length
      await administrator.get(`/console/members/${member?.id}`)
      await administrator.post(`/console/members/${member?.id}/invitation`)
      await until('the invitation', async () => (await invitationsTo(email)).length > before)
      return (await invitationsTo(email))[0] ?? ''
    }
    const told = async () =>
      (await server.mails()).filter(({ to, subject }) => to === email && subject.includes('パスワード'))
        .length
    for (const [first, second] of [
      [() => linkFor(email), invited],
      [invited, () => linkFor(email)],
    ] as const) {
      const [used, left] = [await first(), await second()]
      const before = await told()
      expect((await choose(used)).status).toBe(200)
      expect((await choose(left)).status).toBe(410)
      await until('the notice', async () => (await told()) > before)
    }
    const inside = await enterConsole(server, email, fresh)
    const left = [await linkFor(email), await invited()]
    await inside.get('/console/me')
    const third = 'the third password of theirs'
    await inside.post('/console/me/password', { present: fresh, password: third, again: third })
    for (const each of left) expect((await choose(each)).status).toBe(410)
  })

  test('a link ends after half an hour, with a newer one, and with its member', async () => {
    const email = 'late@example.jp'
    await addColleague(server, email, password)
    const older = await linkFor(email)
    const newer = await linkFor(email)
    expect((await choose(older)).status).toBe(410)
    const [row] = await rowsOf<{ minutes: number }>(
      server,
      'select extract(epoch from expires_at - now()) / 60 as minutes from password_resets',
    )
    expect(Number(row?.minutes)).toBeGreaterThan(28)
    expect(Number(row?.minutes)).toBeLessThanOrEqual(30)
    await sql(server, "update password_resets set expires_at = now() - interval '1 second'")
    expect((await choose(newer)).status).toBe(410)
    const last = await linkFor(email)
    await sql(server, "update members set disabled_at = now() where email = 'late@example.jp'")
    expect((await choose(last)).status).toBe(410)
  })

  test('cannot be used to flood a mailbox: five an hour for an account, twenty from an address', async () => {
    const email = 'flooded@example.jp'
    await addColleague(server, email, password)
    const statuses = []
    for (let k = 0; k < 21; k++) statuses.push((await ask(email)).status)
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(statuses[20]).toBe(429)
    await until('the requests to be done', async () => {
      return (await rowsOf(server, 'select from password_reset_requests')).length === 0
    })
    expect((await linksTo(email)).length).toBeLessThanOrEqual(5)
  })
})
