import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedByAxe } from '#tests/support/axe.ts'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, visit } from '../browser/visitor.ts'
import { aCaller, aDraft, type Caller } from '../web-api/caller.ts'
import { aClientOf, sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
let sender: Caller
let manager: Caller
const managerId = 'member-manager@example.jp'
const section = '/console/departments'

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  sender = await aCaller(server.url, server.clientId)
  const clientId = await aClientOf(server, { email: 'manager@example.jp', documentAdministrator: true })
  manager = await aCaller(server.url, clientId)
})
afterAll(() => server.close())

/** Posts a form of the section itself. */
async function post(path: string, fields: Record<string, string> = {}, by = administrator): Promise<Page> {
  await by.get(section)
  return by.post(`${section}${path}`, fields)
}

const switchOn = () => post('/on')
const idIn = (page: Page) => /([0-9a-f]{32})(?:\?|$)/.exec(page.url)?.[1] ?? ''
const addDepartment = async (name: string) => idIn(await post('', { name }))
const addCabinet = async (name: string) => idIn(await post('/cabinets', { name }))
const seeOf = async (path: string) => (await manager.call('GET', path)).status

describe('departments', () => {
  test('are for team administrators only', async () => {
    const colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
    expect((await colleague.get(section)).status).toBe(403)
    for (const path of ['', '/on', '/off', '/cabinets']) {
      await colleague.get('/console/documents')
      expect((await colleague.post(`${section}${path}`, { name: 'x' })).status).toBe(403)
    }
    expect((await sender.call('GET', '/cabinets')).status).toBe(403)
  })

  test('are switched on with one all-documents cabinet, also by two at once', async () => {
    const other = await enterConsole(server)
    await Promise.all([administrator.get(section), other.get(section)])
    const pages = await Promise.all([administrator, other].map((each) => each.post(`${section}/on`)))
    for (const page of pages) expect(page.url).toMatch(/\?done=on$/)
    const { html } = await administrator.get(section)
    expect(html.match(/\/departments\/cabinets\/[0-9a-f]{32}/g)).toHaveLength(1)
    expect(html).toContain('すべての書類')
    expect((await sender.call('GET', '/cabinets')).body).toEqual({ total: 0, page: 1, cabinets: [] })
  })

  test('what is switched off comes back as it was', async () => {
    await switchOn()
    const id = await addDepartment('のこる部')
    expect((await administrator.get(`${section}/off`)).html).toContain('やめずに戻る')
    await administrator.post(`${section}/off`)
    expect((await administrator.get(section)).html).not.toContain('のこる部')
    expect((await administrator.get(`${section}/${id}`)).status).toBe(409)
    expect((await sender.call('GET', '/cabinets')).status).toBe(403)
    await switchOn()
    const { html } = await administrator.get(section)
    expect(html).toContain('のこる部')
    expect(html.match(/\/departments\/cabinets\/[0-9a-f]{32}/g)).toHaveLength(1)
  })

  test('are added and renamed; a name that is empty, too long or taken is told beside its field', async () => {
    await switchOn()
    const id = await addDepartment('営業部')
    for (const name of ['', '長'.repeat(101), '営業部']) {
      const page = await post('', { name })
      expect(page.status).toBe(400)
      expect(page.html).toContain('id="department-name-error"')
    }
    await administrator.get(`${section}/${id}`)
    const renamed = await administrator.post(`${section}/${id}`, { name: '法人営業部' })
    expect(renamed.html).toContain('<h1>法人営業部</h1>')
    const other = await addDepartment('総務部')
    await administrator.get(`${section}/${other}`)
    const refused = await administrator.post(`${section}/${other}`, { name: '法人営業部' })
    expect([refused.status, refused.html.includes('id="name-error"')]).toEqual([400, true])
  })

  test('of the same name added twice at once, one is made', async () => {
    await switchOn()
    const other = await enterConsole(server)
    await Promise.all([administrator.get(section), other.get(section)])
    const pages = await Promise.all(
      [administrator, other].map((each) => each.post(section, { name: '双子部' })),
    )
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  test('are deleted when nobody belongs to them, and not before', async () => {
    await switchOn()
    const id = await addDepartment('消える部')
    const path = `${section}/${id}`
    await administrator.get(path)
    await administrator.post(path, { name: '消える部', [`member-${managerId}`]: '1' })
    expect(administrator.page().html).not.toContain(`href="${path}/remove"`)
    await administrator.get(`${path}/remove`)
    const refused = await administrator.post(`${path}/remove`)
    expect(refused.url).toMatch(/\?done=not_empty$/)
    expect(refused.html).toContain('メンバーが所属しているため')
    await administrator.post(path, { name: '消える部' })
    await administrator.get(`${path}/remove`)
    expect((await administrator.post(`${path}/remove`)).url).toMatch(/\?done=removed$/)
    expect((await administrator.get(path)).status).toBe(404)
  })

  test('somebody who is of another team joins none, and another team’s department is not found', async () => {
    await switchOn()
    await sql(server, "insert into teams (id, name) values ('elsewhere', 'よそ')")
    await sql(
      server,
      `insert into members (id, team_id, name, organization, email)
       values ('stranger', 'elsewhere', 'よその人', '', 'stranger@example.com')`,
    )
    await sql(
      server,
      `insert into departments (id, team_id, name, created_at, updated_at)
       values ('theirs', 'elsewhere', 'よその部', now(), now())`,
    )
    const id = await addDepartment('自分たちの部')
    await administrator.get(`${section}/${id}`)
    const page = await administrator.post(`${section}/${id}`, {
      name: '自分たちの部',
      'member-stranger': '1',
    })
    expect(page.status).toBe(200)
    expect(page.html).not.toContain('よその人')
    expect(page.html).toContain('この部署を削除する')
    for (const path of ['/theirs', '/theirs/remove']) {
      expect((await administrator.get(`${section}${path}`)).status).toBe(404)
    }
    expect((await post('/theirs', { name: 'うばう' })).status).toBe(404)
    expect((await post('/theirs/remove')).status).toBe(404)
  })
})

describe('cabinets', () => {
  test('are added, named, noted, and opened to departments, whose members then list them', async () => {
    await switchOn()
    const department = await addDepartment('経理部')
    await administrator.get(`${section}/${department}`)
    await administrator.post(`${section}/${department}`, { name: '経理部', [`member-${managerId}`]: '1' })
    const added = await post('/cabinets', { name: '請求書' })
    expect(added.url).toMatch(/\?done=added_cabinet$/)
    const path = `${section}/cabinets/${idIn(added)}`
    expect((await manager.call('GET', '/cabinets')).body.total).toBe(0)
    const fields = { name: '請求書と領収書', note: '経理部だけが使います', [`department-${department}`]: '1' }
    await administrator.post(path, fields)
    const { body } = await manager.call('GET', '/cabinets')
    expect(body.cabinets).toMatchObject([{ name: '請求書と領収書', note: '経理部だけが使います', type: 0 }])
    expect((await sender.call('GET', '/cabinets')).body.total).toBe(0)
    await administrator.get(path)
    await administrator.post(path, { name: '請求書と領収書' })
    expect((await manager.call('GET', '/cabinets')).body.total).toBe(0)
  })

  test('a name or note that is refused is kept and told beside its field', async () => {
    await switchOn()
    const id = await addCabinet('契約書')
    for (const name of ['', '長'.repeat(101), '契約書', 'すべての書類']) {
      const page = await post('/cabinets', { name })
      expect([page.status, page.html.includes('id="cabinet-name-error"')]).toEqual([400, true])
    }
    await administrator.get(`${section}/cabinets/${id}`)
    const page = await administrator.post(`${section}/cabinets/${id}`, {
      name: '契約書',
      note: '長'.repeat(201),
    })
    expect([page.status, page.html.includes('id="note-error"')]).toEqual([400, true])
    expect(page.html).toContain('長'.repeat(201))
    expect((await administrator.get(`${section}/cabinets/nothing`)).status).toBe(404)
  })

  test('the all-documents cabinet lets document administrators of a department read everything', async () => {
    await switchOn()
    const department = await addDepartment('監査部')
    await administrator.get(`${section}/${department}`)
    await administrator.post(`${section}/${department}`, { name: '監査部', [`member-${managerId}`]: '1' })
    const document = `/documents/${await aDraft(sender)}`
    expect(await seeOf(document)).toBe(403)
    const { html } = await administrator.get(section)
    const path = /\/console\/departments\/cabinets\/[0-9a-f]{32}/.exec(html)?.[0] ?? ''
    const page = await administrator.get(path)
    expect(page.html).toContain('<h1>すべての書類</h1>')
    await administrator.post(path, { name: 'すべての書類', [`department-${department}`]: '1' })
    expect(await seeOf(document)).toBe(200)
    expect((await manager.call('GET', '/cabinets')).body.cabinets[0].type).toBe(1)
    await administrator.get(path)
    await administrator.post(path, { name: 'すべての書類' })
    expect(await seeOf(document)).toBe(403)
  })
})

describe('a document in a cabinet', () => {
  /** A cabinet open to a department of these members. */
  async function aCabinet(name: string, ...memberIds: string[]): Promise<string> {
    const department = await addDepartment(`${name}の部`)
    await administrator.get(`${section}/${department}`)
    const members = Object.fromEntries(memberIds.map((id) => [`member-${id}`, '1']))
    await administrator.post(`${section}/${department}`, { name: `${name}の部`, ...members })
    const cabinet = await addCabinet(name)
    await administrator.get(`${section}/cabinets/${cabinet}`)
    await administrator.post(`${section}/cabinets/${cabinet}`, { name, [`department-${department}`]: '1' })
    return cabinet
  }

  test('is put there by its sender, is read by whoever may open it, and is taken out again', async () => {
    await switchOn()
    const id = await aDraft(sender)
    const senderId = (await sender.call('GET', `/documents/${id}`)).body.user_id
    const cabinet = await aCabinet('共有棚', senderId, managerId)
    await sql(server, 'delete from department_members where member_id = $1', [senderId])
    const path = `/console/documents/${id}/cabinet`
    expect((await administrator.get(path)).html).not.toContain(`value="${cabinet}"`)
    expect((await administrator.post(path, { cabinet_id: cabinet })).status).toBe(404)
    expect(await seeOf(`/documents/${id}`)).toBe(403)

    const own = await addDepartment('送信者の部')
    await administrator.get(`${section}/${own}`)
    await administrator.post(`${section}/${own}`, { name: '送信者の部', [`member-${senderId}`]: '1' })
    await sql(server, 'insert into cabinet_departments (cabinet_id, department_id) values ($1, $2)', [
      cabinet,
      own,
    ])
    expect((await administrator.get(path)).html).toContain(`value="${cabinet}"`)
    const filed = await administrator.post(path, { cabinet_id: cabinet })
    expect(filed.url).toMatch(/\?done=filed$/)
    expect(filed.html).toContain('共有棚')
    expect(filed.html).toContain('キャビネットが変更されました')
    expect(await seeOf(`/documents/${id}`)).toBe(200)
    await administrator.get(path)
    await administrator.post(path, { cabinet_id: '' })
    expect(await seeOf(`/documents/${id}`)).toBe(403)
  })

  test('cannot be put into another team’s cabinet, nor by a colleague, nor without departments', async () => {
    await switchOn()
    const id = await aDraft(sender)
    const path = `/console/documents/${id}/cabinet`
    await sql(server, "insert into teams (id, name) values ('others', 'ほか') on conflict do nothing")
    await sql(
      server,
      `insert into cabinets (id, team_id, name, kind, created_at, updated_at)
       values ('theirs', 'others', 'ほかの棚', 'ordinary', now(), now())`,
    )
    await administrator.get(path)
    expect((await administrator.post(path, { cabinet_id: 'theirs' })).status).toBe(404)
    const nosy = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
    expect((await nosy.get(path)).status).toBe(404)
    await post('/off')
    expect((await administrator.get(path)).status).toBe(409)
    expect((await administrator.get(`/console/documents/${id}`)).html).not.toContain(path)
  })
})

describe('in Chromium', () => {
  test.each([
    [1280, 800],
    [360, 740],
  ])('every page fits %i×%i and axe finds nothing wrong, in both languages', async (width, height) => {
    await switchOn()
    const department = await addDepartment(`開発部 ${width}`)
    const cabinet = await addCabinet(`仕様書 ${width}`)
    const filing = `/console/documents/${await aDraft(sender)}/cabinet`
    const browser = await openChromium()
    const { page, faults } = await visit(browser, { viewport: { width, height } })
    try {
      await page.goto(`${server.url}/console`)
      await page.fill('#email', server.email)
      await page.fill('#password', server.password)
      await page.click('main button')
      for (const lang of ['en', 'ja']) {
        await page.goto(`${server.url}${section}?lang=${lang}`)
        for (const path of ['', '/off', `/${department}`, `/${department}/remove`, `/cabinets/${cabinet}`]) {
          await page.goto(`${server.url}${section}${path}`)
          await fitsTheWidth(page)
          expect(await judgedByAxe(page)).toEqual([])
        }
      }
      await page.goto(`${server.url}${filing}`)
      await fitsTheWidth(page)
      expect(await judgedByAxe(page)).toEqual([])
      await page.goto(`${server.url}${section}`)
      await page.click('form[action$="/cabinets"] .button')
      expect(await page.locator('#cabinet-name-error').isVisible()).toBe(true)
      expect(await judgedByAxe(page)).toEqual([])
      await post('/off')
      await page.goto(`${server.url}${section}`)
      await fitsTheWidth(page)
      expect(await judgedByAxe(page)).toEqual([])
      expect(faults).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
