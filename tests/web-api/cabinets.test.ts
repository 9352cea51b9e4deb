import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, type Caller } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let sender: Caller
let manager: Caller
const managerId = 'member-manager@example.jp'

beforeAll(async () => {
  server = await startTestServer()
  sender = await aCaller(server.url, server.clientId)
  const clientId = await aClientOf(server, { email: 'manager@example.jp', documentAdministrator: true })
  manager = await aCaller(server.url, clientId)
})
afterAll(() => server.close())

beforeEach(async () => {
  await sql(
    server,
    `update teams set departments_enabled = true;
     delete from cabinet_departments; delete from cabinets; delete from department_members; delete from departments`,
  )
  await addDepartment('sales', managerId)
  await addCabinet('all', 'すべての書類', 'all_documents')
})

const addDepartment = (id: string, ...members: string[]) =>
  sql(
    server,
    `with made as (insert into departments (id, team_id, name, created_at, updated_at)
       select $1, team_id, $1, now(), now() from members where id = $2 returning id)
     insert into department_members (department_id, member_id) select made.id, unnest($3::text[]) from made`,
    [id, managerId, members],
  )

const addCabinet = (id: string, name: string, kind = 'ordinary', openTo: string[] = []) =>
  sql(
    server,
    `with made as (insert into cabinets (id, team_id, name, note, kind, created_at, updated_at)
       select $1, team_id, $2, 'メモ', $3, '2026-11-22T03:04:05.678Z', '2026-11-22T03:04:06.999Z'
       from members where id = $4 returning id)
     insert into cabinet_departments (cabinet_id, department_id) select made.id, unnest($5::text[]) from made`,
    [id, name, kind, managerId, openTo],
  )

const openTo = (cabinetId: string, departmentId: string) =>
  sql(server, 'insert into cabinet_departments (cabinet_id, department_id) values ($1, $2)', [
    cabinetId,
    departmentId,
  ])

const seeOf = async (caller: Caller, path: string) => (await caller.call('GET', path)).status

describe('the list of cabinets', () => {
  test('is forbidden where the team has no departments', async () => {
    await sql(server, 'update teams set departments_enabled = false')
    for (const path of ['/cabinets', '/cabinets?page=x']) {
      const { status, body } = await manager.call('GET', path)
      expect([status, body.error]).toEqual([403, 'forbidden'])
    }
  })

  test('has only those that the caller may open, all documents first, then by name', async () => {
    await addCabinet('b', '乙', 'ordinary', ['sales'])
    await addCabinet('a', '丙', 'ordinary', ['sales'])
    await addCabinet('c', '甲', 'ordinary')
    await openTo('all', 'sales')
    const { status, body } = await manager.call('GET', '/cabinets')
    expect(status).toBe(200)
    expect([body.total, body.page]).toEqual([3, 1])
    const names = body.cabinets.map((each: { name: string }) => each.name)
    expect(names).toEqual(['すべての書類', ...['乙', '丙'].sort()])
    expect(body.cabinets[0]).toEqual({
      id: 'all',
      name: 'すべての書類',
      note: 'メモ',
      type: 1,
      created_at: '2026-11-22T03:04:05Z',
      updated_at: '2026-11-22T03:04:06Z',
    })
    expect(body.cabinets[1].type).toBe(0)
  })

  test('is empty for a member of no department', async () => {
    await openTo('all', 'sales')
    const { body } = await sender.call('GET', '/cabinets')
    expect(body).toEqual({ total: 0, page: 1, cabinets: [] })
  })

  test('lists a cabinet once that is open to two of the caller’s departments', async () => {
    await addDepartment('legal', managerId)
    await addCabinet('both', '共通', 'ordinary', ['sales', 'legal'])
    expect((await manager.call('GET', '/cabinets')).body.total).toBe(1)
  })

  test('never shows a cabinet of another team', async () => {
    const clientId = await aClientOf(server, { email: 'elsewhere@example.com', teamId: 'another-team' })
    await sql(server, "update teams set departments_enabled = true where id = 'another-team'")
    await openTo('all', 'sales')
    const stranger = await aCaller(server.url, clientId)
    expect((await stranger.call('GET', '/cabinets')).body.total).toBe(0)
  })

  test.each(['0', '-1', 'x', '1.5', '99999999999'])('a senseless page is refused: %s', async (page) => {
    const { status, body } = await manager.call('GET', `/cabinets?page=${page}`)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`page`')
  })

  test('comes a hundred a page; a page past the end is empty', async () => {
    await sql(
      server,
      `with made as (insert into cabinets (id, team_id, name, kind, created_at, updated_at)
         select 'many-' || n, team_id, 'no ' || lpad(n::text, 3, '0'), 'ordinary', now(), now()
         from members, generate_series(1, 150) n where members.id = $1 returning id)
       insert into cabinet_departments (cabinet_id, department_id) select id, 'sales' from made`,
      [managerId],
    )
    const pages = await Promise.all(
      ['', '?page=', '?page=2', '?page=3'].map((query) => manager.call('GET', `/cabinets${query}`)),
    )
    expect(pages.map(({ body }) => [body.total, body.page, body.cabinets.length])).toEqual([
      [150, 1, 100],
      [150, 1, 100],
      [150, 2, 50],
      [150, 3, 0],
    ])
    expect(pages[2]?.body.cabinets[0].name).toBe('no 101')
  })
})

describe('a document administrator of a team with departments', () => {
  let document: string
  let senderId: string

  beforeEach(async () => {
    document = `/documents/${await aDraft(sender)}`
    senderId = (await sender.call('GET', document)).body.user_id
  })

  const putInto = (cabinet: string | null) =>
    sql(server, amendDocument, [document.slice(11), { cabinet_id: cabinet }])

  test('reads documents of members of their own departments, and no others', async () => {
    expect(await seeOf(manager, document)).toBe(403)
    await addDepartment('legal', senderId)
    expect(await seeOf(manager, document)).toBe(403)
    await sql(server, "insert into department_members (department_id, member_id) values ('sales', $1)", [
      senderId,
    ])
    expect(await seeOf(manager, document)).toBe(200)
    expect((await manager.call('PUT', document, { form: { title: '別' } })).status).toBe(403)
  })

  test('reads documents in cabinets that are open to them', async () => {
    await addCabinet('shared', '共有')
    await putInto('shared')
    expect(await seeOf(manager, document)).toBe(403)
    await openTo('shared', 'sales')
    expect(await seeOf(manager, document)).toBe(200)
    await putInto(null)
    expect(await seeOf(manager, document)).toBe(403)
  })

  test('reads everything once the all-documents cabinet is open to them, but for private documents', async () => {
    await openTo('all', 'sales')
    expect(await seeOf(manager, document)).toBe(200)
    await sql(server, amendDocument, [document.slice(11), { private: true }])
    expect(await seeOf(manager, document)).toBe(403)
    await sql(server, 'update members set private_document_administrator = true where id = $1', [managerId])
    expect(await seeOf(manager, document)).toBe(200)
    await sql(server, 'update members set private_document_administrator = false where id = $1', [managerId])
  })

  test('reads the whole team again when departments are switched off', async () => {
    expect(await seeOf(manager, document)).toBe(403)
    await sql(server, 'update teams set departments_enabled = false')
    expect(await seeOf(manager, document)).toBe(200)
  })

  test('without the role a colleague of the same department reads nothing', async () => {
    const clientId = await aClientOf(server, { email: `plain-${document.slice(-6)}@example.jp` })
    const plain = await aCaller(server.url, clientId)
    await addDepartment('legal', senderId, `member-plain-${document.slice(-6)}@example.jp`)
    await openTo('all', 'legal')
    expect(await seeOf(plain, document)).toBe(403)
  })
})
