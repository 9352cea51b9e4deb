/** What happens to a team is recorded with the change, in a chain of the team, and told in the log whatever its level. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SignInEvent } from '#domain/sign-in-event.ts'
import type { TeamEventType } from '#domain/team-event.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { openBrowser, type Page, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf, type RecordedEvent } from '#tests/support/team-events.ts'
import { aCaller, aDraft, call } from '../web-api/caller.ts'
import { enterConsole, formEntries } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
let team = ''
let me = ''
let seen = 0
const started = new Date()

beforeAll(async () => {
  // The quietest setting: what is recorded is told nevertheless.
  server = await startTestServer({ env: { LOG_LEVEL: 'silent' } })
  administrator = await enterConsole(server, server.email, server.password)
  const [row] = await rowsOf<{ id: string; team_id: string }>(server, 'select id, team_id from members')
  me = row?.id ?? ''
  team = row?.team_id ?? ''
})
beforeEach(async () => {
  seen = (await eventsOf(server, team)).length
})
afterAll(() => server?.close())

/** What this test has caused, without when and from where. */
async function fresh(): Promise<Omit<RecordedEvent, 'at' | 'address'>[]> {
  return (await eventsOf(server, team)).slice(seen).map(({ at, address, userAgent, teamId, ...rest }) => {
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(120_000)
    expect([address, teamId]).toEqual(['127.0.0.1', team])
    expect(userAgent).toContain('a phone without JavaScript')
    return rest
  })
}

const actor = () => `member:${me}:console`
const lines = () =>
  server
    .process()
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

async function saveSettings(changes: Record<string, string>): Promise<Page> {
  const { html } = await administrator.get('/console/settings')
  return administrator.post('/console/settings', { ...formEntries(html), ...changes })
}

describe('recorded with the change', () => {
  test('each setting that differs, with what it was and what it is', async () => {
    await saveSettings({
      contact: '03-1234-5678',
      cors_origins: 'https://shop.example.jp',
      imports_enabled: '1',
    })
    const events = await fresh()
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'settings.changed',
        setting: 'contact',
        to: '03-1234-5678',
        actor: actor(),
      }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'settings.changed',
        setting: 'corsOrigins',
        from: [],
        to: ['https://shop.example.jp'],
      }),
    )
    const told = lines().filter(({ event }) => event === 'team.settings.changed')
    expect(told.map(({ setting }) => setting)).toContain('contact')
    expect(JSON.stringify(told)).not.toContain('1234-5678')
  })

  test('nothing, where nothing was saved', async () => {
    expect((await saveSettings({ return_url: 'nowhere' })).status).toBe(400)
    await saveSettings({})
    expect(await fresh()).toEqual([])
  })

  test('a member added, invited, joined, given a role, disabled and enabled', async () => {
    await administrator.get('/console/members')
    const page = await administrator.post('/console/members', {
      name: '佐藤 一郎',
      organization: 'つばめ不動産',
      email: 'sato@example.jp',
      document_approver: '1',
    })
    const id = /\/console\/members\/([0-9a-f]{32})/.exec(page.url)?.[1] ?? ''
    const mail = (await server.mails()).find((each) => each.to === 'sato@example.jp')
    const link = /\/console\/invitations\/[A-Za-z0-9_-]{43}/.exec(mail?.text ?? '')?.[0] ?? ''
    const password = 'a password of their own'
    const browser = openBrowser(server.url)
    await browser.get(link)
    await browser.post(link, { password, again: password })
    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}`, {
      name: '佐藤 次郎',
      organization: '本社',
      team_administrator: '1',
      document_approver: '1',
    })
    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}/disable`)
    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}/enable`)
    const by = { actor: actor(), memberId: id }
    expect(await fresh()).toEqual([
      { ...by, type: 'member.added', roles: ['documentApprover'] },
      { ...by, type: 'member.invited' },
      { type: 'member.joined', memberId: id, actor: `member:${id}:console` },
      { ...by, type: 'member.renamed' },
      { ...by, type: 'member.organization_changed', from: 'つばめ不動産', to: '本社' },
      { ...by, type: 'member.role_changed', role: 'teamAdministrator', from: false, to: true },
      { ...by, type: 'member.disabled' },
      { ...by, type: 'member.enabled' },
    ])
    // No name and no address of a person, in the rows and in the log.
    const rows = JSON.stringify(await eventsOf(server, team))
    for (const personal of ['sato@example.jp', '佐藤', link.slice(-20), password]) {
      expect(rows).not.toContain(personal)
      expect(server.process().output()).not.toContain(personal)
    }
  })

  test('a member who has a password gets a link for a new one, which is no invitation, and uses it', async () => {
    const [row] = await rowsOf(server, `select id from members where email = 'sato@example.jp'`)
    const id = String(row?.id)
    await administrator.get(`/console/members/${id}`)
    await administrator.post(`/console/members/${id}/invitation`)
    const mail = (await server.mails()).find((each) => each.to === 'sato@example.jp')
    const link = /\/console\/invitations\/[A-Za-z0-9_-]{43}/.exec(mail?.text ?? '')?.[0] ?? ''
    const browser = openBrowser(server.url)
    await browser.get(link)
    await browser.post(link, { password: 'another one of theirs', again: 'another one of theirs' })
    expect(await fresh()).toEqual([
      { type: 'member.access_reset', memberId: id, actor: actor() },
      { type: 'member.password_changed', memberId: id, actor: `member:${id}:console` },
    ])
    const page = (await administrator.get('/console/history')).html
    expect(page).toContain('佐藤 次郎さんのために、パスワードを設定し直すリンクを作りました')
    expect(page).toContain('佐藤 次郎さんがパスワードを設定し直しました')
    expect(page).toContain('佐藤 次郎さんへの招待のリンクを作りました')
  })

  test('a client id issued and revoked, of which only the ending is told', async () => {
    await administrator.get('/console/clients')
    const { html } = await administrator.post('/console/clients', { label: '申込サイト' })
    const clientId = /class="secret" value="([A-Za-z0-9_-]{32})"/.exec(html)?.[1] ?? 'none shown'
    const list = (await administrator.get('/console/clients')).html
    const path = /\/console\/clients\/[0-9a-f]{32}\/revoke/.exec(list)?.[0] ?? ''
    await administrator.get(path)
    await administrator.post(path)
    const id = path.split('/')[3]
    const client = { actor: actor(), clientId: id, label: '申込サイト', ending: clientId.slice(-4) }
    expect(await fresh()).toEqual([
      { type: 'client.issued', ...client },
      { type: 'client.revoked', ...client },
    ])
    expect(JSON.stringify(await eventsOf(server, team))).not.toContain(clientId)
  })

  test('which mails a member chose', async () => {
    await administrator.get('/console/mails')
    await administrator.post('/console/mails', { concluded: '1', declined: '1' })
    const off = [
      'alert',
      'notice_end',
      'contract_end',
      'mail_rejected',
      'sms_undelivered',
      'approval_requested',
      'approved',
      'returned',
    ]
    expect(await fresh()).toEqual([{ actor: actor(), type: 'member.mails_chosen', memberId: me, off }])
  })

  test('in which language a member wants their mails, and that they want none any more', async () => {
    const kept = { concluded: '1', declined: '1' }
    for (const language of ['zh-CHT', 'zh-CHT', 'klingon'])
      await administrator.post('/console/mails', { ...kept, language })
    const event = { actor: actor(), type: 'member.letter_language_chosen', memberId: me }
    expect(await fresh()).toEqual([
      { ...event, language: 'zh-CHT' },
      { ...event, language: null },
    ])
  })

  test('departments switched on, one made, filled, opened a cabinet that gets another name, emptied, renamed and removed', async () => {
    const section = '/console/departments'
    const post = async (path: string, fields: Record<string, string> = {}) => {
      await administrator.get(/[0-9a-f]{32}/.test(path) ? path.replace(/\/remove$/, '') : section)
      return administrator.post(path, fields)
    }
    const idIn = ({ url }: Page) => /[0-9a-f]{32}/.exec(url)?.[0] ?? ''
    await post(`${section}/on`)
    const department = idIn(await post(section, { name: '営業部' }))
    const cabinet = idIn(await post(`${section}/cabinets`, { name: '契約書' }))
    await post(`${section}/cabinets/${cabinet}`, {
      name: '契約書',
      note: '原本',
      [`department-${department}`]: '1',
    })
    await post(`${section}/cabinets/${cabinet}`, {
      name: '契約書類',
      note: '原本',
      [`department-${department}`]: '1',
    })
    await post(`${section}/${department}`, { name: '営業部', [`member-${me}`]: '1' })
    await post(`${section}/${department}`, { name: '営業一部' })
    await post(`${section}/${department}/remove`)
    const inDepartment = { actor: actor(), departmentId: department }
    const inCabinet = { actor: actor(), cabinetId: cabinet, name: '契約書' }
    expect(await fresh()).toEqual([
      { actor: actor(), type: 'settings.changed', setting: 'departmentsEnabled', from: false, to: true },
      { ...inDepartment, type: 'department.added', name: '営業部' },
      { ...inCabinet, type: 'cabinet.added' },
      { ...inCabinet, type: 'cabinet.note_changed', from: '', to: '原本' },
      { ...inCabinet, type: 'cabinet.access_changed', opened: ['営業部'], closed: [] },
      { actor: actor(), type: 'cabinet.renamed', cabinetId: cabinet, from: '契約書', to: '契約書類' },
      { ...inDepartment, type: 'department.members_changed', name: '営業部', joined: [me], left: [] },
      { ...inDepartment, type: 'department.renamed', from: '営業部', to: '営業一部' },
      { ...inDepartment, type: 'department.members_changed', name: '営業一部', joined: [], left: [me] },
      { ...inDepartment, type: 'department.removed', name: '営業一部' },
    ])
  })
})

/**
 * Every type but those of webhooks, SMS, bulk sending and second factors (webhooks.test.ts, sms.test.ts, bulk.test.ts,
 * second-factor.test.ts): the compiler refuses the table where one is missing.
 */
type Elsewhere = Exclude<SignInEvent['type'], `sign_in.${string}`>
type Here = Exclude<
  TeamEventType,
  | 'export.documents'
  | `webhook.${string}`
  | `return_secret.${string}`
  | `sms.${string}`
  | `bulk_send.${string}`
  | `retention.${string}`
  | Elsewhere
>
const everyType: Here[] = Object.keys({
  'settings.changed': true,
  'member.added': true,
  'member.invited': true,
  'member.joined': true,
  'member.access_reset': true,
  'member.password_changed': true,
  'member.role_changed': true,
  'member.renamed': true,
  'member.organization_changed': true,
  'member.disabled': true,
  'member.enabled': true,
  'member.mails_chosen': true,
  'member.letter_language_chosen': true,
  'department.added': true,
  'department.renamed': true,
  'department.members_changed': true,
  'department.removed': true,
  'cabinet.added': true,
  'cabinet.renamed': true,
  'cabinet.note_changed': true,
  'cabinet.access_changed': true,
  'client.issued': true,
  'client.revoked': true,
  'sign_in.succeeded': true,
  'sign_in.ended': true,
  'sign_in.refused': true,
  'call.refused': true,
  'export.team_events': true,
  'export.audit_trail': true,
  'export.register': true,
  'export.document_list': true,
} satisfies Record<Here, true>) as Here[]

test('the log has one line of each event, of every type there is, at the quietest setting', async () => {
  const other = await enterConsole(server, server.email, server.password)
  await other.post('/console/sign-out')
  const wrong = openBrowser(server.url)
  await wrong.get('/console/sign-in')
  await wrong.post('/console/sign-in', { email: server.email, password: 'a wrong password' })
  await call(server.url, 'POST', '/token', { form: { client_id: 'nobody' } })
  await administrator.get('/console/history')
  await administrator.post('/console/history/csv')
  await administrator.get('/console/register')
  await administrator.post('/console/register/csv')
  const documentId = await aDraft(await aCaller(server.url, server.clientId))
  await administrator.get('/console/documents')
  await administrator.post('/console/documents/csv')
  await administrator.get(`/console/documents/${documentId}/audit.jsonl`)
  await server.process().stop()

  // Of the team's beginning the process told that made the template of these databases.
  const rows = await rowsOf<{ row: string }>(server, 'select row from team_events where at >= $1', started)
  const recorded = rows.map(({ row }) => JSON.parse(row))
  const told = lines().filter(({ event }) => event?.startsWith('team.'))
  expect(new Set(told.map(({ event }) => event.slice('team.'.length)))).toEqual(new Set(everyType))
  const ids = [
    'teamId',
    'address',
    'memberId',
    'departmentId',
    'cabinetId',
    'clientId',
    'documentId',
    'count',
  ]
  const known = (each: Record<string, unknown>, type: string) =>
    JSON.stringify([type, ...ids.map((id) => each[id] ?? null)])
  expect(told.map((line) => known(line, line.event.slice('team.'.length))).sort()).toEqual(
    recorded.map((event) => known(event, event.type)).sort(),
  )
  // What people typed is in the rows only.
  for (const typed of ['営業', '契約書', '原本', '申込サイト', 'a wrong password']) {
    expect(JSON.stringify(told)).not.toContain(typed)
  }
  await server.restart()
  administrator = await enterConsole(server, server.email, server.password)
})

describe('the chain', () => {
  test('numbers and chains whatever is inserted, and nothing of it is changed or removed', async () => {
    const before = await eventsOf(server, team)
    await rowsOf(
      server,
      `insert into team_events (chain, sequence, kind, type, at, row, hash)
       values ($1, 999, 'settings', 'x', now(), '{"type":"x"}', 'mine')`,
      team,
    )
    expect(await eventsOf(server, team)).toHaveLength(before.length + 1)
    for (const sql of [
      "update team_events set row = '{}'",
      'delete from team_events',
      'truncate team_events',
    ]) {
      await expect(rowsOf(server, sql)).rejects.toThrow('append-only')
    }
  })

  test('holds when many write at once', async () => {
    const before = (await eventsOf(server, team)).length
    await Promise.all(
      Array.from({ length: 20 }, () =>
        rowsOf(
          server,
          `insert into team_events (chain, sequence, kind, type, at, row, hash)
           select $1, 0, 'settings', 'x', now(), '{"type":"x"}', '' from generate_series(1, 5)`,
          team,
        ),
      ),
    )
    expect(await eventsOf(server, team)).toHaveLength(before + 100)
  })
})
