/** Approval before sending (承認): off by default; where it is on nothing goes out that no approver has said yes to. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { trailOf } from '#tests/support/concluded-once.ts'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft, type Caller, type Drafted } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let caller: Caller
let sender: Recipient
let approver: Recipient
let second: Recipient
let plain: Recipient
const password = 'a password of theirs'

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  sender = await enterConsole(server)
  const enter = async (email: string) => {
    await addColleague(server, email, password)
    return enterConsole(server, email, password)
  }
  approver = await enter('approver@example.jp')
  second = await enter('second@example.jp')
  plain = await enter('plain@example.jp')
  // The sender is an approver, too, and may still not approve what is theirs.
  await sql(
    server,
    `update members set document_administrator = false, private_document_administrator = false,
       document_approver = email <> 'plain@example.jp'`,
  )
})
beforeEach(() => required(true))
afterAll(() => server.close())

const required = (on: boolean) => sql(server, 'update teams set approval_required = $1', [on])
const base = ({ id }: Drafted) => `/console/documents/${id}`
const send = async ({ path }: Drafted) => caller.call('POST', path)

async function ask(draft: Drafted, fields: Record<string, string> = {}): Promise<Page> {
  await sender.get(`${base(draft)}/send`)
  return sender.post(`${base(draft)}/approval`, fields)
}

const asked = async () => {
  const draft = await aFullDraft(caller)
  expect((await ask(draft)).url).toMatch(/\/send\?done=requested$/)
  return draft
}

/** Opens the page and presses one of its buttons; `page` is what the browser shows then. */
async function answer(by: Recipient, draft: Drafted, which: 'yes' | 'no', comment = ''): Promise<Page> {
  await by.get(`${base(draft)}/approval`)
  return by.post(`${base(draft)}/approval/${which}`, which === 'yes' ? {} : { comment })
}

const waitsFor = async (by: Recipient, { id }: Drafted) =>
  (await by.get('/console/approvals')).html.includes(id)
const mailsTo = async (email: string) => (await server.mails()).filter(({ to }) => to === email)

test('the names of colleagues, by whom the list is narrowed, are for those who approve', async () => {
  const named = async (by: Recipient) =>
    (await by.get('/console/approvals?asked=me')).html.includes('>同僚 次郎</option>')
  expect([await named(approver), await named(plain)]).toEqual([true, false])
})

describe('where the team wants an approval', () => {
  test('nothing is sent without one: the Web API says why, the console asks for it', async () => {
    const draft = await aFullDraft(caller)
    const refused = await send(draft)
    expect(refused).toMatchObject({ status: 400, body: { error: 'bad_request' } })
    expect(refused.body.message).toContain('approval')
    const { html } = await sender.get(`${base(draft)}/send`)
    expect(html).toContain('承認を依頼する')
    expect(html).not.toContain('id="send"')
    expect((await sender.post(`${base(draft)}/send`)).status).toBe(400)
    await required(false)
    expect((await send(draft)).status).toBe(200)
  })

  test('every approver but the sender is asked by mail and finds it on a list; others find nothing', async () => {
    const draft = await asked()
    expect((await send(draft)).body.message).toContain('waits for the approval')
    await until('both are asked', async () => {
      const texts = await Promise.all(['approver@example.jp', 'second@example.jp'].map(mailsTo))
      return texts.every((mails) => mails.some(({ text }) => text.includes(`${base(draft)}/approval`)))
    })
    expect((await mailsTo(server.email)).some(({ text }) => text.includes('/approval'))).toBe(false)
    expect([await waitsFor(approver, draft), await waitsFor(second, draft)]).toEqual([true, true])
    expect([await waitsFor(plain, draft), await waitsFor(sender, draft)]).toEqual([false, false])
    for (const by of [plain, sender]) {
      expect((await by.get(`${base(draft)}/approval`)).status).toBe(404)
      await by.get('/console/documents')
      expect((await by.post(`${base(draft)}/approval/yes`, { request: 'x' })).status).toBe(404)
    }
    expect((await plain.get(base(draft))).status).toBe(404)
  })

  test('one who is named is asked alone', async () => {
    const draft = await aFullDraft(caller)
    const { html } = await sender.get(`${base(draft)}/send`)
    const named = /<option value="([^"]+)"/.exec(html)?.[1] ?? ''
    await ask(draft, { approver: named, comment: '月末までにお願いします' })
    const both = [await waitsFor(approver, draft), await waitsFor(second, draft)]
    expect(both.filter(Boolean)).toHaveLength(1)
    const [chosen, other] = both[0] === true ? [approver, second] : [second, approver]
    expect((await chosen.get(`${base(draft)}/approval`)).html).toContain('月末までにお願いします')
    expect((await other.get(`${base(draft)}/approval`)).status).toBe(404)
  })

  test('approved, it is sent as it is, and the approver reads it no more', async () => {
    const draft = await asked()
    const { html } = await approver.get(`${base(draft)}/approval`)
    expect(html).toContain('山田 花子')
    const file = /href="([^"]*\/files\/[^"]*\/read)"/.exec(html)?.[1] ?? ''
    expect((await approver.get(file)).status).toBe(200)
    expect((await answer(approver, draft, 'yes')).url).toMatch(/\/approvals\?done=approved$/)
    await until('the sender is told', async () =>
      (await mailsTo(server.email)).some(
        ({ subject, text }) => subject.startsWith('承認されました') && text.includes(draft.id),
      ),
    )
    expect((await approver.get(`${base(draft)}/approval`)).status).toBe(404)
    expect((await approver.get(file)).status).toBe(404)
    expect((await sender.get(`${base(draft)}/send`)).html).toContain('承認しました')
    expect((await send(draft)).status).toBe(200)
    expect(await trailOf(server, draft.id)).toMatchObject({ 'approval.requested': 1, 'approval.given': 1 })
    expect((await sender.get(base(draft))).html).toContain('書類が承認されました')
  })

  test.each<[string, (draft: Drafted) => [method: string, path: string, form: Record<string, string>]]>([
    ['the title', ({ path }) => ['PUT', path, { title: '別の契約書' }]],
    [
      'a recipient',
      ({ path, recipient }) => ['PUT', `${path}/participants/${recipient}`, { name: '別の方' }],
    ],
    ['a file', ({ path, file }) => ['DELETE', `${path}/files/${file}`, {}]],
    [
      'a field',
      ({ path, file, recipient }) => [
        'POST',
        `${path}/files/${file}/widgets`,
        { participant_id: recipient, type: '0', page: '0', x: '60', y: '600' },
      ],
    ],
    ['who is informed', ({ path }) => ['POST', `${path}/reportees`, { email: 'r@example.jp', name: 'r' }]],
  ])('a change of %s after the approval asks anew, and before it cannot be approved', async (_what, change) => {
    const draft = await asked()
    const late = await asked()
    await answer(approver, draft, 'yes')
    for (const each of [draft, late]) {
      const [method, path, form] = change(each)
      expect((await caller.call(method, path, { form })).status).toBe(200)
    }
    expect((await send(draft)).body.message).toMatch(/changed after the approval|no file/)
    expect((await answer(approver, late, 'yes')).status).toBe(409)
    expect(await trailOf(server, late.id)).not.toHaveProperty('approval.given')
  })

  test('a page that stood open says yes to what it showed, also where the sender asks again with the same press', async () => {
    const draft = await aFullDraft(caller)
    const [first, other] = ['a'.repeat(32), 'b'.repeat(32)]
    await ask(draft, { press: first })
    await approver.get(`${base(draft)}/approval`)
    // Asked anew for something else, and then for a third text under the press of the page that is open.
    await caller.call('PUT', draft.path, { form: { title: '途中の契約書' } })
    await ask(draft, { press: other })
    await caller.call('PUT', draft.path, { form: { title: '見ていない契約書' } })
    await ask(draft, { press: first })
    expect((await approver.post(`${base(draft)}/approval/yes`)).status).toBe(409)
    expect((await send(draft)).body.message).toContain('waits for the approval')
    expect(await trailOf(server, draft.id)).toMatchObject({ 'approval.requested': 3 })
  })

  test('what recipients never see may change', async () => {
    const draft = await asked()
    await answer(approver, draft, 'yes')
    await caller.call('PUT', draft.path, { form: { note: '社内の覚え' } })
    expect((await send(draft)).status).toBe(200)
  })

  test('sent back with a comment, which cannot be empty, it is mended and asked for again', async () => {
    const draft = await asked()
    const empty = await answer(approver, draft, 'no', ' ')
    expect([empty.status, empty.html.includes('直してほしいところを入力してください')]).toEqual([400, true])
    await answer(approver, draft, 'no', '金額が<b>違います</b>')
    await until('the sender reads why', async () =>
      (await mailsTo(server.email)).some(({ text }) => text.includes('金額が<b>違います</b>')),
    )
    const { html } = await sender.get(`${base(draft)}/send`)
    expect(html).toContain('金額が&lt;b>違います')
    expect((await send(draft)).body.message).toContain('sent the document back')
    await ask(draft)
    await answer(second, draft, 'yes')
    expect((await send(draft)).status).toBe(200)
  })

  test('what lacks something is not asked for, and a draft is copied without its approval', async () => {
    const id = (await caller.call('POST', '/documents', { form: { title: 'まだ' } })).body.id
    await sender.get('/console/documents')
    const press = 'a'.repeat(32)
    const page = await sender.post(`/console/documents/${id}/approval`, { press })
    expect(page.status).toBe(400)
    expect(await trailOf(server, id)).not.toHaveProperty('approval.requested')
  })

  test('a member who does without such mails gets none', async () => {
    await sql(
      server,
      `update members set mails_off = '{approval_requested}' where email = 'second@example.jp'`,
    )
    const draft = await asked()
    await until('the other is asked', async () =>
      (await mailsTo('approver@example.jp')).some(({ text }) => text.includes(draft.id)),
    )
    expect((await mailsTo('second@example.jp')).some(({ text }) => text.includes(draft.id))).toBe(false)
    await sql(server, `update members set mails_off = '{}'`)
  })
})

describe('at the same moment', () => {
  test('two approvers answer: one answer holds, and the other is told', async () => {
    for (let round = 0; round < 8; round++) {
      const draft = await asked()
      const [one, other] = round % 2 === 0 ? (['yes', 'no'] as const) : (['yes', 'yes'] as const)
      const pages = await Promise.all([
        answer(approver, draft, one),
        answer(second, draft, other, '直してください'),
      ])
      expect(pages.filter(({ url }) => url.includes('?done='))).toHaveLength(1)
      // Told that it was answered, or that there is nothing for them any more.
      expect(pages.filter(({ status }) => status === 409 || status === 404)).toHaveLength(1)
      const { 'approval.given': given = 0, 'approval.returned': back = 0 } = await trailOf(server, draft.id)
      expect(given + back).toBe(1)
    }
  })

  test('one approves while the sender changes it: what is sent was approved', async () => {
    for (let round = 0; round < 8; round++) {
      const draft = await asked()
      await Promise.all([
        answer(approver, draft, 'yes'),
        caller.call('PUT', draft.path, { form: { title: `変更 ${round}` } }),
      ])
      expect((await send(draft)).status).toBe(400)
    }
  })

  test('one approves while the sender deletes it: it is gone', async () => {
    for (let round = 0; round < 4; round++) {
      const draft = await asked()
      await Promise.all([answer(approver, draft, 'yes'), caller.call('DELETE', draft.path)])
      expect((await caller.call('GET', draft.path)).status).toBe(404)
      expect(await waitsFor(approver, draft)).toBe(false)
    }
  })
})
