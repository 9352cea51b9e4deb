import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let sender: Caller
/** By title. */
const ids = new Map<string, string>()
const password = 'a password of theirs'
const people = ['ordinary', 'secret', 'both', 'plain'] as const
const consoleOf = new Map<string, Recipient>()
const of = (name: string): Recipient => {
  const found = consoleOf.get(name)
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}

async function aDocument(
  title: string,
  form: Record<string, string> = {},
  email = 'customer@example.com',
): Promise<string> {
  const drafted = await aFullDraft(sender, { name: '宛先', email })
  await sender.call('PUT', drafted.path, { form: { title, ...form } })
  const sent = await sender.call('POST', drafted.path)
  expect(sent.status).toBe(200)
  ids.set(title, drafted.id)
  return drafted.id
}

beforeAll(async () => {
  server = await startTestServer()
  sender = await aCaller(server.url, server.clientId)
  await sql(server, 'update teams set private_documents = true')
  for (const each of people) {
    await addColleague(server, `${each}@example.jp`, password)
    consoleOf.set(each, await enterConsole(server, `${each}@example.jp`, password))
  }
  await sql(
    server,
    `update members set document_administrator = email in ('ordinary@example.jp', 'both@example.jp'),
      private_document_administrator = email in ('secret@example.jp', 'both@example.jp') where email like '%@example.jp' and name = '同僚 次郎'`,
  )
  const { body } = await sender.call('POST', '/documents', { form: { title: '下書きの契約' } })
  ids.set('下書きの契約', body.id)
  await aDocument('ふつうの契約')
  await aDocument('非公開の契約', { private: 'true' })
  await aDocument('同僚への契約', {}, 'Plain@Example.jp')
})
afterAll(() => server.close())

const titlesIn = ({ html }: { html: string }) =>
  [...html.matchAll(/class="row-title"[^>]*>([^<]*)</g)].map((match) => match[1])
const list = async (name: string, which: string) =>
  titlesIn(await of(name).get(`/console/documents?list=${which}`))
const seen = async (name: string, title: string, path = '') =>
  (await of(name).get(`/console/documents/${ids.get(title)}${path}`)).status

describe('the list of the team', () => {
  test('holds what was sent, as far as the office reaches', async () => {
    expect(await list('ordinary', 'team')).toEqual(['同僚への契約', 'ふつうの契約'])
    expect(await list('secret', 'team')).toEqual(['非公開の契約'])
    expect(await list('both', 'team')).toEqual(['同僚への契約', '非公開の契約', 'ふつうの契約'])
  })

  test('is not there without an office: the address shows the own list, which is empty', async () => {
    expect(await list('plain', 'team')).toEqual([])
    const { html } = await of('plain').get('/console/documents?list=team')
    expect(html).toContain('自分の書類')
    expect(html).not.toContain('チームの書類')
  })

  test('is filtered by state and title, and read further', async () => {
    const search = `q=${encodeURIComponent('同僚')}`
    expect(await list('both', `team&status=awaiting&${search}`)).toEqual(['同僚への契約'])
    expect(await list('both', 'team&status=concluded')).toEqual([])
    expect(await list('both', `team&after=${ids.get('同僚への契約')}`)).toEqual([
      '非公開の契約',
      'ふつうの契約',
    ])
  })

  test('is as far as departments and cabinets reach, each document once', async () => {
    await sql(server, 'update teams set departments_enabled = true')
    try {
      expect(await list('both', 'team')).toEqual([])
      await sql(
        server,
        `insert into departments (id, team_id, name, created_at, updated_at)
           select 'd1', id, '営業部', now(), now() from teams limit 1`,
      )
      await sql(
        server,
        `insert into department_members (department_id, member_id) values ('d1', md5('both@example.jp'))`,
      )
      await sql(
        server,
        `insert into cabinets (id, team_id, name, note, kind, created_at, updated_at)
           select 'c1', id, '契約書', '', 'ordinary', now(), now() from teams limit 1`,
      )
      await sql(server, `insert into cabinet_departments values ('c1', 'd1')`)
      await sql(
        server,
        `update documents set snapshot = jsonb_set(snapshot::jsonb, '{cabinet_id}', '"c1"')::json where id = $1`,
        [ids.get('ふつうの契約')],
      )
      expect(await list('both', 'team')).toEqual(['ふつうの契約'])
      expect(await seen('both', 'ふつうの契約')).toBe(200)
      expect(await seen('both', '同僚への契約')).toBe(404)
      await sql(
        server,
        `insert into department_members (department_id, member_id)
           select 'd1', id from members where email = $1`,
        [server.email],
      )
      expect(await list('both', 'team')).toEqual(['同僚への契約', '非公開の契約', 'ふつうの契約'])
      // Taken out of the cabinet by whoever oversees it.
      const overseer = of('both')
      await overseer.get(`/console/documents/${ids.get('ふつうの契約')}/cabinet`)
      const page = await overseer.post(`/console/documents/${ids.get('ふつうの契約')}/cabinet`, {
        cabinet_id: '',
      })
      expect(page.url).toMatch(/done=filed$/)
    } finally {
      await sql(server, 'delete from department_members')
      await sql(server, 'update teams set departments_enabled = false')
    }
  })
})

describe('a document of a colleague', () => {
  test('is read by whose office it is, and changed by its sender alone', async () => {
    for (const path of ['', '/audit.jsonl']) expect(await seen('ordinary', 'ふつうの契約', path)).toBe(200)
    const { html } = await of('ordinary').get(`/console/documents/${ids.get('ふつうの契約')}`)
    expect(html).toContain('書類管理者として表示しています')
    expect(html).not.toMatch(/\/(remind|cancel|tel)"/)
    for (const path of ['/cancel', '/send', '/draft', '/reminders']) {
      expect(await seen('ordinary', 'ふつうの契約', path)).toBe(404)
    }
    await of('ordinary').get('/console/documents')
    for (const path of ['/cancel', '/remind', '/send', '/reminders']) {
      const page = await of('ordinary').post(`/console/documents/${ids.get('ふつうの契約')}${path}`, {})
      expect(page.status).toBe(404)
    }
  })

  test('is not found by guessing its address', async () => {
    for (const path of ['', '/audit.jsonl', '/certificate', '/cabinet', '/cancel']) {
      expect(await seen('ordinary', '非公開の契約', path)).toBe(404)
      expect(await seen('plain', 'ふつうの契約', path)).toBe(404)
      expect(await seen('secret', 'ふつうの契約', path)).toBe(404)
    }
  })
})

describe('what somebody received', () => {
  test('is on their list, and on nobody else’s', async () => {
    expect(await list('plain', 'received')).toEqual(['同僚への契約'])
    expect(await list('plain', 'received&status=awaiting')).toEqual(['同僚への契約'])
    expect(await list('plain', `received&q=${encodeURIComponent('ない')}`)).toEqual([])
    expect(await list('ordinary', 'received')).toEqual([])
  })

  test('is read without its trail', async () => {
    const { html, status } = await of('plain').get(`/console/documents/${ids.get('同僚への契約')}`)
    expect(status).toBe(200)
    expect(html).toContain('あなたの確認を待っています')
    expect(html).not.toContain('127.0.0.1')
    expect(await seen('plain', '同僚への契約', '/audit.jsonl')).toBe(404)
    const file = /href="(\/console\/documents\/[^"]*\/files\/[^"]*)"/.exec(html)?.[1] ?? ''
    expect((await of('plain').get(file)).status).toBe(200)
  })
})
