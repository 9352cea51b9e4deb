/** The plan of reminders on pages: the team's, a document's own, and what stands on the document's page. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'

let server: TestServer
let member: Recipient
let integrator: Integrator
beforeAll(async () => {
  server = await startTestServer()
  member = await enterConsole(server)
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

const plan = { reminder_from: 'request', reminder_first: '4', reminder_every: '2', reminder_most: '3' }

async function saveSettings(changes: Record<string, string>): Promise<Page> {
  const { html } = await member.get('/console/settings')
  return member.post('/console/settings', { ...formEntries(html), ...changes })
}

async function draft(person: Record<string, string> = { email: 'r@example.jp' }): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', ...person })
  return body.id
}

const send = (id: string) => integrator.call('POST', `/documents/${id}`)

async function choose(id: string, fields: Record<string, string>): Promise<Page> {
  await member.get(`/console/documents/${id}/reminders`)
  return member.post(`/console/documents/${id}/reminders`, fields)
}

const section = ({ html }: Page) => /id="reminders-heading"[\s\S]*?<\/section>/.exec(html)?.[0] ?? ''
const dueOf = async (id: string) =>
  (await rowsOf<{ at: Date | null }>(server, 'select remind_at as at from documents where id = $1', id))[0]
    ?.at

test('the team’s plan is kept, and shown in drafts that say none of their own; what is sent keeps it', async () => {
  const id = await draft()
  expect(section(await member.get(`/console/documents/${id}`))).toContain('チーム設定のとおり（しない）')
  expect((await saveSettings({ reminders: '1', ...plan })).url).toMatch(/done=saved$/)
  expect((await saveSettings({})).url).toMatch(/done=unchanged$/)
  expect(section(await member.get(`/console/documents/${id}`))).toContain(
    'チーム設定のとおり（確認依頼の4日後から2日ごと、3回まで）',
  )
  await send(id)
  await saveSettings({ reminder_first: '9' })
  const shown = section(await member.get(`/console/documents/${id}`))
  expect(shown).toContain('確認依頼の4日後から2日ごと、3回まで')
  expect(shown).toMatch(/次の再送：20\d\d\/\d\d\/\d\d \d\d:\d\d/)
  expect(shown).toContain('自動で送った回数：0 / 3回')
  expect((await member.get('/console/history?kind=settings')).html).toContain(
    '「確認依頼の9日後から2日ごと、3回まで」',
  )
})

test('a sender changes the plan of a document on its way and switches it off; the trail says so', async () => {
  const id = await draft()
  await send(id)
  const changed = await choose(id, { choice: 'plan', ...plan, reminder_from: 'end', reminder_first: '３' })
  expect(changed.url).toMatch(/done=reminders$/)
  expect(changed.html).toContain('自動の再送の設定を保存しました。')
  expect(section(changed)).toContain('期限の3日前から2日ごと、3回まで')
  expect(changed.html).toContain('自動の再送が変更されました（期限の3日前から2日ごと、3回まで）')
  expect(formEntries((await member.get(`/console/documents/${id}/reminders`)).html)).toMatchObject({
    choice: 'plan',
    reminder_from: 'end',
    reminder_first: '3',
  })
  expect(await dueOf(id)).not.toBeNull()
  const off = await choose(id, { choice: 'none', reminder_first: 'x' })
  expect(section(off)).toContain('しない')
  expect(await dueOf(id)).toBeNull()
})

test('numbers that are out of range are refused beside their field, and nothing is saved', async () => {
  const id = await draft()
  const refused = await choose(id, { choice: 'plan', ...plan, reminder_first: '10', reminder_most: '' })
  expect(refused.status).toBe(400)
  expect(refused.html).toMatch(/id="reminder_first-error"[\s\S]*?1〜9の整数を入力してください。/)
  expect(refused.html).toMatch(/id="reminder_most-error"[\s\S]*?1〜10の整数を入力してください。/)
  expect(formEntries(refused.html)).toMatchObject({ choice: 'plan', reminder_first: '10' })
  expect((await saveSettings({ reminders: '1', reminder_every: '0' })).status).toBe(400)
  expect(formEntries((await member.get('/console/settings')).html).reminder_every).toBe('2')
  await saveSettings({ reminders: '1', ...plan })
  for (const choice of ['', 'as_team_', '__proto__', 'constructor']) {
    expect((await choose(id, { choice, ...plan })).status).toBe(403)
  }
})

test('nobody but the sender finds the page, and there is none of a document that is over', async () => {
  const id = await draft()
  await addColleague(server, 'other@example.jp', 'a password of theirs')
  const colleague = await enterConsole(server, 'other@example.jp', 'a password of theirs')
  expect((await colleague.get(`/console/documents/${id}/reminders`)).status).toBe(404)
  await send(id)
  expect((await choose(id, { choice: 'as_team' })).status).toBe(403)
  await member.get(`/console/documents/${id}/reminders`)
  await integrator.call('PUT', `/documents/${id}/decline`)
  expect((await member.post(`/console/documents/${id}/reminders`, { choice: 'none' })).status).toBe(409)
  expect((await member.get(`/console/documents/${id}/reminders`)).status).toBe(403)
  expect(section(await member.get(`/console/documents/${id}`))).toBe('')
})

test('a document with recipients of embedded signing alone shows no plan, and a template gives its own to drafts', async () => {
  await saveSettings({ embedded_signing: '1', return_url: 'https://shop.example/back' })
  const embedded = await draft({ tel: freshTel(), callback: 'true' })
  await send(embedded)
  expect(section(await member.get(`/console/documents/${embedded}`))).toBe('')
  const id = await draft()
  await choose(id, { choice: 'plan', ...plan, reminder_first: '5' })
  await member.get(`/console/documents/${id}/template`)
  const saved = await member.post(`/console/documents/${id}/template`, { title: '雛形' })
  expect(saved.html).toContain('確認依頼の5日後から2日ごと、3回まで')
  const template = /\/console\/templates\/([0-9a-f]{32})/.exec(saved.url)?.[1] ?? ''
  const { body } = await integrator.call('POST', '/documents', { template_id: template })
  expect(section(await member.get(`/console/documents/${body.id}`))).toContain('確認依頼の5日後から')
})

test('the page says that a request did not arrive where one did not, and nothing while the document cannot be sealed', async () => {
  const id = await draft()
  await choose(id, { choice: 'plan', ...plan })
  await send(id)
  const shown = async (changes: string) => {
    await sql(
      server,
      `update documents set snapshot = ${changes} || jsonb_build_object('remind_at', null) where id = $1`,
      [id],
    )
    return section(await member.get(`/console/documents/${id}`))
  }
  const waits = await shown(`jsonb_set(snapshot::jsonb, '{reminding,at}', 'null')`)
  expect(waits).toContain('自動で送った回数：0 / 3回')
  expect(waits).not.toContain('届かなかった')
  const stopped = await shown(`jsonb_set(snapshot::jsonb, '{reminding,stopped}', 'true')`)
  expect(stopped).toContain('確認依頼が届かなかったため、自動の再送を止めています')
  const trouble = `'{"sealing": {"tries": 3, "failedAt": "2026-11-30T00:00:00Z", "reason": "x"}}'::jsonb`
  const failing = await shown(`snapshot::jsonb || ${trouble}`)
  expect(failing).toContain('3回まで')
  expect(failing).not.toMatch(/届かなかった|次の再送|自動で送った回数/)
})

test('the page of a draft leads to its plan and back, and a template of its maker’s to the one that its drafts take over', async () => {
  const id = await draft()
  const home = `/console/documents/${id}/draft`
  const link = `href="/console/documents/${id}/reminders"`
  expect((await member.get(home)).html).toMatch(
    new RegExp(`自動の再送：チーム設定のとおり[^<]*<a[^>]*${link}`),
  )
  const planned = await choose(id, { choice: 'plan', ...plan, reminder_first: '6' })
  expect(new URL(planned.url).pathname).toBe(home)
  expect(planned.html).toContain('自動の再送の設定を保存しました。')
  expect(planned.html).toContain('自動の再送：確認依頼の6日後から2日ごと、3回まで')

  await member.get(`/console/documents/${id}/template`)
  const saved = await member.post(`/console/documents/${id}/template`, { title: '覚書のひな形' })
  const template = /templates\/([0-9a-f]{32})/.exec(saved.url)?.[1] ?? ''
  const page = await member.get(`/console/templates/${template}`)
  expect(page.html).toContain('確認依頼の6日後から2日ごと、3回まで')
  expect(page.html).toContain(`href="/console/documents/${template}/reminders"`)
  expect((await member.get(`/console/documents/${template}/reminders`)).html).toContain(
    `href="/console/templates/${template}"`,
  )
  const changed = await choose(template, { choice: 'plan', ...plan, reminder_first: '7' })
  expect(new URL(changed.url).pathname).toBe(`/console/templates/${template}`)
  expect(changed.html).toContain('自動の再送の設定を保存しました。')
  expect(changed.html).toContain('確認依頼の7日後から2日ごと、3回まで')
  const made = await member.post(`/console/templates/${template}/draft`)
  expect(made.html).toContain('確認依頼の7日後から2日ごと、3回まで')
})
