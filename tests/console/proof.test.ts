/** Before acts that matter whoever is signed in shows once more who they are: which acts, and what that keeps off. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { consoleRoutes } from '#server/http/console-pages/routes.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, aSentDocument } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { aList, stateOf, steer } from './bulk-visitor.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { saveAsTemplate } from './template-maker.ts'
import { addWebhook } from './webhooks.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
// Each test signs in, and guesses, often enough to be a stranger who guesses.
beforeEach(() => sql(server, 'delete from stranger_limits'))
afterAll(() => server.close())

const old = () => sql(server, "update sign_in_sessions set proved_at = now() - interval '11 minutes'")

/** Forms that are taken without the proof, each with the reason. Every other form of a member asks. */
const unasked: [why: string, paths: RegExp][] = [
  ['one document or template is worked on', /^\/(documents|templates)\/(?!:id\/(delete|hold\/release)$)/],
  ['a list is held up', /^\/bulk-sends\/:id\/(pause|stop)$/],
  ['one entry of an address book that fills itself', /^\/contacts\/:contact\/forget$/],
  ['what the person alone has of it', /^\/(display|mails|me\/name|sign-out)$/],
  ['the present password is a field of the form', /^\/me\/password$/],
  ['an export, which is recorded', /^\/(register\/csv|history\/(csv|jsonl))$/],
  [
    'a test, or once more what was sent before',
    /^\/(mail\/test|webhooks\/:id\/(test|replay|deliveries\/:delivery\/replay))$/,
  ],
  ['what was asked for before is tried again', /^\/parked\/retry$/],
  ['a proposal is looked at, whose saving asks', /^\/settings\/look\/preview$/],
]
const forms = consoleRoutes.filter(({ method, check }) => method === 'POST' && check !== 'stranger')
const asking = forms.filter(({ asksProof }) => asksProof)

describe('the table of the console', () => {
  test.each(
    forms.map(({ path, asksProof }) => [path, asksProof] as const),
  )('%s asks who it is, unless a reason says otherwise', (path, asksProof) => {
    expect(asksProof).toBe(!unasked.some(([, paths]) => paths.test(path)))
  })

  test('asks an administrator before every change, but for what holds a document back from deletion', () => {
    const administrators = forms.filter(({ check }) => check.startsWith('administrator'))
    const changes = unasked.filter(([why]) => !why.startsWith('one document'))
    const free = administrators.filter(({ asksProof }) => !asksProof).map(({ path }) => path)
    expect(free.filter((path) => !changes.some(([, paths]) => paths.test(path)))).toEqual([
      '/documents/:id/hold',
    ])
  })

  test('has a route for each of these reasons', () => {
    for (const [why, paths] of unasked) {
      expect(
        forms.some(({ path }) => paths.test(path)),
        why,
      ).toBe(true)
    }
  })
})

describe('every form that asks', () => {
  let browser: Recipient
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    browser = await enterConsole(server)
    await addColleague(server, 'subject@example.jp', 'a password of theirs')
    const caller = await aCaller(server.url, server.clientId)
    const draft = await aFullDraft(caller)
    ids['/templates/'] = await saveAsTemplate(browser, draft.id, { slots: [draft.recipient] })
    ids['/documents/'] = draft.id
    ids.kept = (await aSentDocument(caller)).id
    const row = '題,甲,つばめ,09011112222,'
    const heading = '書類のタイトル,宛先1 氏名,宛先1 会社名・組織名,宛先1 携帯電話番号,宛先1 メールアドレス'
    ids['/bulk-sends/'] = await aList(browser, ids['/templates/'], `${heading}\r\n${row}\r\n`)
    await browser.get('/console/departments')
    await browser.post('/console/departments/on')
    await browser.post('/console/departments', { name: '営業部' })
    await browser.get('/console/departments')
    await browser.post('/console/departments/cabinets', { name: '契約書' })
    ids['/webhooks/'] = (await addWebhook(browser, 'http://127.0.0.1:9/hook')).id
    const first = async (table: string, where = 'true') => {
      const [found] = await rowsOf<{ id: string }>(server, `select id from ${table} where ${where} limit 1`)
      if (found === undefined) throw new Error(`none of ${table}`)
      return found.id
    }
    ids['/members/'] = await first('members', "email = 'subject@example.jp'")
    ids['/departments/'] = await first('departments')
    ids['/departments/cabinets/'] = await first('cabinets', "name = '契約書'")
    ids['/clients/'] = await first('clients')
    ids['/me/sessions/'] = await first('sign_in_sessions')
    ids['/me/passkeys/'] = '0'.repeat(32)
  })

  test.each(asking.map(({ path }) => [path] as const))('%s', async (path) => {
    const [before = ''] = path.split(':')
    if (path.includes(':') && ids[before] === undefined) throw new Error(`no subject for ${path}`)
    const subject = path.startsWith('/documents/:id/hold') ? ids.kept : ids[before]
    const action = `/console${path.replace(/:\w+/g, subject ?? '')}`
    await old()
    const happened = 'select count(*)::int as events from team_events'
    const documents = 'select count(*)::int as documents from documents'
    const was = [await rowsOf(server, happened), await rowsOf(server, documents)]
    await browser.get('/console/me')
    const page = await browser.post(action, { name: '待つ "人" & <友', leave_out: '1' })
    expect(page.status).toBe(403)
    expect(page.html).toContain('name="proof_password"')
    expect(page.html).toContain(`action="${action}"`)
    expect(page.html).toContain('name="name" value="待つ &quot;人&quot; &amp; ')
    expect([await rowsOf(server, happened), await rowsOf(server, documents)]).toEqual(was)
  })

  test('begins a bulk sending only after the proof, and holds it up without one', async () => {
    const id = ids['/bulk-sends/'] ?? ''
    await old()
    expect((await steer(browser, id, 'start')).status).toBe(403)
    expect(await stateOf(server, id)).toBe('checked')
    expect((await browser.post(`/console/bulk-sends/${id}/start`, { proof_password: 'no' })).status).toBe(401)
    expect(await stateOf(server, id)).toBe('checked')
    await browser.post(`/console/bulk-sends/${id}/start`, { proof_password: server.password })
    expect(['running', 'done']).toContain(await stateOf(server, id))
  })

  test('ends no other session of whoever cannot show the password', async () => {
    const other = await enterConsole(server)
    await old()
    await browser.get('/console/me')
    await browser.post('/console/me/sessions/end-others')
    await browser.post('/console/me/sessions/end-others', { proof_password: 'not the password' })
    expect((await other.get('/console/me')).url).toMatch(/\/console\/me$/)
    await browser.post('/console/me/sessions/end-others', { proof_password: server.password })
    expect((await other.get('/console/me')).url).toContain('/console/sign-in')
  })
})

describe('the proof', () => {
  test('is asked for again after ten minutes, and what was typed is kept', async () => {
    const browser = await enterConsole(server)
    await browser.get('/console/members')
    await old()
    const typed = {
      name: '待つ "人" & <友',
      organization: 'つばめ',
      email: 'waiting@example.jp',
      document_approver: '1',
    }
    const asked = await browser.post('/console/members', typed)
    expect(asked.status).toBe(403)
    expect(asked.html).toContain('ご本人の確認')
    const count = async () =>
      (await rowsOf(server, "select from members where email = 'waiting@example.jp'")).length
    expect(await count()).toBe(0)
    const wrong = await browser.post('/console/members', { proof_password: 'not the password' })
    expect(wrong.status).toBe(401)
    expect(await count()).toBe(0)
    const done = await browser.post('/console/members', { proof_password: server.password })
    expect(done.status).toBe(200)
    const [row] = await rowsOf<{ name: string; document_approver: boolean }>(
      server,
      "select name, document_approver from members where email = 'waiting@example.jp'",
    )
    expect(row).toEqual({ name: typed.name, document_approver: true })
    // For ten minutes nobody is asked again.
    await browser.get('/console/clients')
    const issued = await browser.post('/console/clients', { label: '試し' })
    expect(issued.html).not.toContain('proof_password')
  })

  test('counts wrong passwords, and takes none for a while after ten', async () => {
    const browser = await enterConsole(server)
    await browser.get('/console/clients')
    await old()
    await browser.post('/console/clients', { label: '試し' })
    const statuses: number[] = []
    for (let k = 0; k < 12; k++) {
      statuses.push((await browser.post('/console/clients', { proof_password: `wrong ${k}` })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    expect((await browser.post('/console/clients', { proof_password: server.password })).status).toBe(429)
  })
})
