import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedByAxe } from '#tests/support/axe.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { openBrowser, type Page, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { fitsTheWidth, openChromium, visit } from '../browser/visitor.ts'
import { aCaller, call } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole, givePassword } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
})
afterAll(() => server.close())

const password = 'a password of their own'

async function add(fields: Record<string, string>, by = administrator): Promise<Page> {
  await by.get('/console/members')
  return by.post('/console/members', { name: '佐藤 一郎', organization: 'つばめ不動産', ...fields })
}

const idIn = (page: Page) => /\/console\/members\/([0-9a-f]{32})/.exec(page.url)?.[1] ?? ''

/** The path of the newest link that was mailed to this address. */
async function mailedLink(email: string): Promise<string> {
  const mail = (await server.mails()).find((each) => each.to === email)
  return /\/console\/invitations\/[A-Za-z0-9_-]{43}/.exec(mail?.text ?? '')?.[0] ?? ''
}

async function choose(link: string, fields: Record<string, string> = {}): Promise<Page> {
  const browser = openBrowser(server.url)
  await browser.get(link)
  return browser.post(link, { password, again: password, ...fields })
}

/** A member who has chosen a password; answers their id. */
async function aMember(email: string, fields: Record<string, string> = {}): Promise<string> {
  const id = idIn(await add({ email, ...fields }))
  expect((await choose(await mailedLink(email))).status).toBe(200)
  return id
}

async function change(id: string, fields: Record<string, string>, by = administrator): Promise<Page> {
  await by.get(`/console/members/${id}`)
  return by.post(`/console/members/${id}`, { name: '佐藤 一郎', organization: '', ...fields })
}

describe('the section of members', () => {
  test('lists the team for its administrators, and for nobody else', async () => {
    const { html, status } = await administrator.get('/console/members')
    expect(status).toBe(200)
    expect(html).toContain('評価 太郎')
    expect(html).toContain('チーム管理者、書類管理者')
    await addColleague(server, 'plain@example.jp', password)
    const colleague = await enterConsole(server, 'plain@example.jp', password)
    expect(colleague.page().html).not.toContain('href="/console/members"')
    expect((await colleague.get('/console/members')).status).toBe(403)
    expect((await add({ email: 'intruder@example.jp' }, colleague)).status).toBe(403)
    expect((await administrator.get('/console/members')).html).not.toContain('intruder@example.jp')
  })

  test('never shows or changes members of another team', async () => {
    await sql(server, "insert into teams (id, name) values ('elsewhere', 'よそ')")
    await sql(
      server,
      `insert into members (id, team_id, name, organization, email)
       values ('stranger', 'elsewhere', 'よその人', '', 'stranger@example.com')`,
    )
    expect((await administrator.get('/console/members')).html).not.toContain('よその人')
    for (const path of ['', '/disable']) {
      expect((await administrator.get(`/console/members/stranger${path}`)).status).toBe(404)
    }
    await administrator.get('/console/members')
    for (const path of ['', '/disable', '/enable', '/invitation']) {
      expect((await administrator.post(`/console/members/stranger${path}`, { name: 'x' })).status).toBe(404)
    }
  })

  test('an added member gets a link by mail, chooses a password, and comes in with their roles', async () => {
    const page = await add({ email: 'Sato@Example.jp', document_administrator: '1' })
    expect(page.url).toMatch(/\?done=mailed$/)
    expect(page.html).toContain('招待中')
    const link = await mailedLink('Sato@Example.jp')
    expect(page.html).not.toContain(link)
    const chosen = await choose(link)
    expect(chosen.html).toContain('パスワードを設定しました')
    const member = await enterConsole(server, 'sato@example.jp', password)
    expect(member.page().html).toContain('佐藤 一郎')
    const after = await administrator.get(`/console/members/${idIn(page)}`)
    expect(after.html).toContain('有効')
    expect(after.html).toMatch(/name="document_administrator"[^>]* checked/)
    expect(after.html).not.toMatch(/name="team_administrator"[^>]* checked/)
  })

  test('what cannot be added is kept in the form and told beside its field', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ email: 'sato' }, 'email-error'],
      [{ email: '' }, 'email-error'],
      [{ email: server.email.toUpperCase() }, 'email-error'],
      [{ email: 'stranger@example.com' }, 'email-error'],
      [{ email: 'a@example.jp', name: '' }, 'name-error'],
      [{ email: 'a@example.jp', name: '長'.repeat(65) }, 'name-error'],
      [{ email: 'a@example.jp', organization: '長'.repeat(65) }, 'organization-error'],
    ]
    for (const [fields, error] of cases) {
      const page = await add({ team_administrator: '1', ...fields })
      expect(page.status).toBe(400)
      expect(page.html).toContain(`id="${error}"`)
      if (fields.email !== '') expect(page.html).toContain(`value="${fields.email}"`)
      expect(page.html).toMatch(/name="team_administrator"[^>]* checked/)
    }
  })

  test('of two who add the same address at once, one member is made', async () => {
    const other = await enterConsole(server)
    await Promise.all([other.get('/console/members'), administrator.get('/console/members')])
    const email = 'twice@example.jp'
    const pages = await Promise.all(
      [administrator, other].map((each) => each.post('/console/members', { name: '二重 登録', email })),
    )
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400])
  })
})

describe('the link for choosing a password', () => {
  test('works once, also when it is used twice at once', async () => {
    await add({ email: 'once@example.jp' })
    const link = await mailedLink('once@example.jp')
    // The link is held until both stand before it: else the one is done before the other has come.
    const holder = new Client({ connectionString: server.databaseUrl })
    await holder.connect()
    await holder.query('begin')
    await holder.query('select from invitations for update')
    const passwords = ['the first password', 'the other password']
    const posted = Promise.all(passwords.map((each) => choose(link, { password: each, again: each })))
    await until('both wait for the link', async () => {
      const waiting =
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
      return (await holder.query(waiting)).rowCount === 2
    })
    await holder.query('commit')
    await holder.end()
    const pages = await posted
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 410])
    expect((await openBrowser(server.url).get(link)).status).toBe(410)
    const winner = passwords[pages.findIndex(({ status }) => status === 200)]
    await enterConsole(server, 'once@example.jp', winner)
  })

  test('a password that is too short or was mistyped is refused, and the link still works', async () => {
    await add({ email: 'short@example.jp' })
    const link = await mailedLink('short@example.jp')
    const short = await choose(link, { password: 'elevenchars', again: 'elevenchars' })
    expect([short.status, short.html.includes('id="password-error"')]).toEqual([400, true])
    const differs = await choose(link, { again: 'something else entirely' })
    expect([differs.status, differs.html.includes('id="again-error"')]).toEqual([400, true])
    expect(differs.html).not.toContain(password)
    expect((await choose(link)).status).toBe(200)
  })

  test('a newer link ends the older; a new password ends every session', async () => {
    const id = await aMember('forgetful@example.jp')
    const member = await enterConsole(server, 'forgetful@example.jp', password)
    await administrator.get(`/console/members/${id}`)
    const path = `/console/members/${id}/invitation`
    await administrator.post(path)
    const older = await mailedLink('forgetful@example.jp')
    await administrator.get(`/console/members/${id}`)
    await administrator.post(path)
    const newer = await mailedLink('forgetful@example.jp')
    expect(newer).not.toBe(older)
    expect((await choose(older)).status).not.toBe(200)
    expect(new URL((await member.get('/console/documents')).url).pathname).toBe('/console/documents')
    await choose(newer, { password: 'the second password', again: 'the second password' })
    expect(new URL((await member.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    await enterConsole(server, 'forgetful@example.jp', 'the second password')
  })

  test('is over after a week, and for a disabled member; what never was one is answered alike', async () => {
    const id = idIn(await add({ email: 'late@example.jp' }))
    const link = await mailedLink('late@example.jp')
    await sql(
      server,
      "update invitations set expires_at = now() - interval '1 second' where member_id = $1",
      [id],
    )
    expect((await choose(link)).status).not.toBe(200)
    expect((await openBrowser(server.url).get(link)).status).toBe(410)
    await sql(server, "update invitations set expires_at = now() + interval '1 day' where member_id = $1", [
      id,
    ])
    expect((await openBrowser(server.url).get(link)).status).toBe(200)
    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}/disable`)
    expect((await openBrowser(server.url).get(link)).status).toBe(410)
    expect((await openBrowser(server.url).get('/console/invitations/nothing')).status).toBe(410)
    expect(server.process().output()).not.toContain(link.split('/').at(-1) ?? 'no token')
  })
})

describe('a disabled member', () => {
  test('is out of the console at once, their token is refused at once, and enabled they are back', async () => {
    const email = 'leaver@example.jp'
    const id = await aMember(email, { team_administrator: '1' })
    const member = await enterConsole(server, email, password)
    await member.get('/console/clients')
    const issued = await member.post('/console/clients', { label: '退職者のシステム' })
    const clientId = /id="client-id"[^>]*value="([^"]+)"/.exec(issued.html)?.[1] ?? ''
    const caller = await aCaller(server.url, clientId)
    expect((await caller.call('GET', '/documents')).status).toBe(200)

    await administrator.get(`/console/members/${id}/disable`)
    const page = await administrator.post(`/console/members/${id}/disable`)
    expect(page.url).toMatch(/\?done=disabled$/)
    expect(new URL((await member.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    await expect(enterConsole(server, email, password)).rejects.toThrow('401')
    for (const [method, path] of [
      ['GET', '/documents'],
      ['POST', '/documents'],
      ['GET', '/cabinets'],
      ['GET', `/documents/${'0'.repeat(32)}`],
    ] as const) {
      const { status, body } = await caller.call(method, path)
      expect([path, status, body.error]).toEqual([path, 403, 'forbidden'])
    }
    const token = await call(server.url, 'POST', '/token', { form: { client_id: clientId } })
    expect([token.status, token.body.error]).toEqual([403, 'forbidden'])

    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}/enable`)
    expect((await caller.call('GET', '/documents')).status).toBe(200)
    await enterConsole(server, email, password)
    await change(id, {})
  })

  test('gets no link', async () => {
    const id = idIn(await add({ email: 'nolink@example.jp' }))
    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}/disable`)
    expect((await administrator.post(`/console/members/${id}/invitation`)).status).toBe(409)
  })
})

describe('the last team administrator', () => {
  const selfId = async () => {
    const { html } = await administrator.get('/console/members')
    return /\/console\/members\/([0-9a-f]{32})">評価 太郎/.exec(html)?.[1] ?? ''
  }

  test('keeps the role and stays enabled, even where an invited one has not chosen a password yet', async () => {
    const id = await selfId()
    const invited = idIn(await add({ email: 'invited@example.jp', team_administrator: '1' }))
    const stripped = await change(id, { name: '評価 太郎' })
    expect(stripped.status).toBe(409)
    expect(stripped.html).toContain('先に別のメンバーをチーム管理者にしてください')
    await administrator.get(`/console/members/${id}/disable`)
    expect((await administrator.post(`/console/members/${id}/disable`)).status).toBe(409)
    expect((await administrator.get('/console/members')).status).toBe(200)
    await change(invited, {})
  })

  test('is still there when two take the role from each other at once', async () => {
    const first = await selfId()
    for (let round = 0; round < 5; round++) {
      const email = `rival-${round}@example.jp`
      const second = await aMember(email, { team_administrator: '1' })
      const rival = await enterConsole(server, email, password)
      await Promise.all([
        rival.get(`/console/members/${first}`),
        administrator.get(`/console/members/${second}`),
      ])
      await Promise.all([
        rival.post(`/console/members/${first}${round % 2 === 0 ? '' : '/disable'}`, { name: '評価 太郎' }),
        administrator.post(`/console/members/${second}`, { name: '佐藤 一郎' }),
      ])
      // Their answers do not tell: whoever was disabled is shown the sign-in.
      const left = await rowsOf(
        server,
        'select id from members where id = any($1) and team_administrator and disabled_at is null',
        [first, second],
      )
      expect(left).toHaveLength(1)
      // Whoever won, the next round begins as this one did.
      await sql(
        server,
        `update members set team_administrator = id = $1, disabled_at = null where email = $2 or id = $1`,
        [first, email],
      )
      await givePassword(server, server.email, server.password)
      administrator = await enterConsole(server)
    }
  })
})

describe('in Chromium', () => {
  test.each([
    [1280, 800],
    [360, 740],
  ])('every page fits %i×%i and axe finds nothing wrong, in both languages', async (width, height) => {
    const id = await aMember(`seen-${width}@example.jp`)
    await add({ email: `link-${width}@example.jp` })
    const link = await mailedLink(`link-${width}@example.jp`)
    const browser = await openChromium()
    const { page, faults } = await visit(browser, { viewport: { width, height } })
    try {
      await page.goto(`${server.url}/console`)
      await page.fill('#email', server.email)
      await page.fill('#password', server.password)
      await page.click('main button')
      for (const lang of ['en', 'ja']) {
        await page.goto(`${server.url}/console/members?lang=${lang}`)
        for (const path of [
          '/console/members',
          `/console/members/${id}`,
          `/console/members/${id}/disable`,
          link,
        ]) {
          await page.goto(`${server.url}${path}`)
          await fitsTheWidth(page)
          expect(await judgedByAxe(page)).toEqual([])
        }
      }
      await page.goto(`${server.url}/console/members`)
      await page.fill('#name', '')
      await page.click('main form[method="post"] .button')
      expect(await page.locator('#name-error').isVisible()).toBe(true)
      expect(await judgedByAxe(page)).toEqual([])
      expect(faults).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
