import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('callers see themselves, their team and what they may', async () => {
  const caller = await aCaller(server.url, server.clientId)
  const { status, body } = await caller.call('GET', '/me')
  expect(status).toBe(200)
  expect(body).toEqual({
    id: expect.any(String),
    email: server.email,
    name: '評価 太郎',
    organization: 'つばめ不動産',
    team: { id: expect.any(String), name: 'つばめ不動産 (評価用)' },
    authorities: {
      team_administrator: true,
      team_document_administrator: true,
      document_approver: true,
      private_document_administrator: true,
    },
  })
  const { body: draft } = await caller.call('POST', '/documents')
  expect(draft.user_id).toBe(body.id)
})

test.each([
  ['team_administrator', 'team_administrator'],
  ['document_administrator', 'team_document_administrator'],
  ['document_approver', 'document_approver'],
  ['private_document_administrator', 'private_document_administrator'],
])('the authority %s is told as %s, and no other with it', async (column, told) => {
  const email = `${column}@example.jp`
  const caller = await aCaller(server.url, await aClientOf(server, { email }))
  await sql(server, `update members set ${column} = true where email = $1`, [email])
  const { authorities } = (await caller.call('GET', '/me')).body
  expect(Object.keys(authorities).filter((each) => authorities[each])).toEqual([told])
})

test('a team with departments is refused', async () => {
  const someone = { email: 'd@example.jp', teamId: 'departments' }
  const caller = await aCaller(server.url, await aClientOf(server, someone))
  await sql(server, "update teams set departments_enabled = true where id = 'departments'")
  const { status, body } = await caller.call('GET', '/me')
  expect([status, body.error]).toEqual([403, 'forbidden'])
})
