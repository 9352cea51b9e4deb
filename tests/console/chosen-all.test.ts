/** Acts for all documents of a page, and for all that match: named one by one, so that what changes meanwhile is no surprise. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { hiddenFields, type Recipient, readAsLines } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole, postRaw } from './console-visitor.ts'

let server: TestServer
let sender: Caller
let clerk: Recipient
let plain: Recipient
beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  sender = await aCaller(server.url, server.clientId)
  clerk = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  plain = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
}, 120_000)
afterAll(() => server.close())

const list = '/console/documents?q='
const statusOf = async (id: string) => (await sender.call('GET', `/documents/${id}`)).body.status

async function awaiting(title: string, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, async () => {
    const { id, path } = await aFullDraft(sender, { name: '佐藤', email: 'sato@example.com' })
    await sender.call('PUT', path, { form: { title } })
    expect((await sender.call('POST', path)).status).toBe(200)
    return id
  })
  return (await Promise.all(made)).sort()
}

/** Presses a button of a page that stands there, with all that its form holds. */
async function press(by: Recipient, html: string, path: string, more: Record<string, string>) {
  const entries = { ...hiddenFields(html, path), ...more }
  const answer = await postRaw(`${server.url}${path}`, by, entries)
  return { status: answer.status, html: readAsLines(await answer.text()) }
}
const chosenPath = '/console/documents/chosen'
const ask = async (by: Recipient, path: string, more: Record<string, string>) =>
  press(by, (await by.get(path)).html, chosenPath, more)
const namedIn = (html: string) =>
  [...html.matchAll(/name="chosen_([0-9a-z]{32})"/g)].map((match) => match[1]).sort()

describe('all of a page', () => {
  test('are meant without a tick and without a script', async () => {
    const ids = await awaiting('ページの契約', 3)
    const asked = await ask(clerk, `${list}ページの契約`, { which: 'page', act: 'cancel' })
    expect(asked.html).toContain('3件の書類を取り消します。')
    expect(namedIn(asked.html)).toEqual(ids)
    expect(await Promise.all(ids.map(statusOf))).toEqual([1, 1, 1])
  })

  test('of whoever may not see them are not found', async () => {
    const ids = await awaiting('ページの他人', 2)
    const { html } = await plain.get('/console/home')
    const fields = { which: 'page', page: ids.join(' '), act: 'download' }
    const token = hiddenFields(html, '/console/sign-out').form_token ?? ''
    const answer = await postRaw(`${server.url}${chosenPath}`, plain, { ...fields, form_token: token })
    const asked = await answer.text()
    expect(asked).toContain('見つかりませんでした')
    expect(asked).not.toContain('ページの他人')
  })
})

describe('all that match', () => {
  test('are those of the filter on every page, and no other', async () => {
    const ids = await awaiting('全件の契約', 33)
    await awaiting('別の契約', 1)
    const page = await clerk.get(`${list}全件`)
    expect(page.html).toContain('条件に合う33件すべてを')
    const asked = await ask(clerk, `${list}全件`, { which: 'all', act: 'remind' })
    expect(asked.html).toContain('33件の書類の確認依頼メール')
    expect(namedIn(asked.html)).toEqual(ids)
    expect(asked.html).not.toContain('続きの書類に進む')
  })

  test('are done as they were shown: one that changed meanwhile is told, one that came to match is left alone', async () => {
    const [first = '', ...others] = await awaiting('競う契約', 4)
    const asked = await ask(clerk, `${list}競う契約`, { which: 'all', act: 'cancel' })
    expect((await sender.call('PUT', `/documents/${first}/decline`)).status).toBe(200)
    const [late = ''] = await awaiting('競う契約', 1)
    const done = await press(clerk, asked.html, `${chosenPath}/cancel`, { comment: '取りやめ' })
    expect(done.html).toContain('取り消した書類（3）')
    expect(done.html).toContain('できなかった書類（1）')
    expect(await Promise.all(others.map(statusOf))).toEqual([3, 3, 3])
    expect(await statusOf(late)).toBe(1)
  })

  test('confirmed twice at once are each cancelled once', async () => {
    const ids = await awaiting('二度の契約', 6)
    const asked = await ask(clerk, `${list}二度の契約`, { which: 'all', act: 'cancel' })
    const twice = await Promise.all([1, 2].map(() => press(clerk, asked.html, `${chosenPath}/cancel`, {})))
    expect(twice.map(({ status }) => status)).toEqual([200, 200])
    const cancelled = await rowsOf(
      server,
      `select document_id from audit where type = 'document.cancelled' and document_id in (${ids.map((id) => `'${id}'`)})`,
    )
    expect(cancelled).toHaveLength(6)
  })

  test('of a filter that cannot be read, or of an address elsewhere, are none', async () => {
    const wrong = await ask(clerk, `${list}全件`, {
      ...{ which: 'all', act: 'cancel', back: '/console/documents?min=abc' },
    })
    expect([wrong.status, namedIn(wrong.html)]).toEqual([400, []])
    const elsewhere = await ask(clerk, `${list}全件`, {
      ...{ which: 'all', act: 'download', back: 'https://example.org/?q=x' },
    })
    expect(elsewhere.html).toContain('href="/console/documents"')
  })

  test('and are more than can be done at once: the page says so, and goes on with the rest', async () => {
    const [id = ''] = await awaiting('多い契約', 1)
    await sql(
      server,
      `insert into documents (id, snapshot) select n.id, (replace(d.snapshot::text, d.id, n.id)::jsonb
         || jsonb_build_object('participants', '[]'::jsonb, 'acts', '[]'::jsonb, 'revisions', '[]'::jsonb, 'status', 'cancelled'))::json
       from documents d, (select lpad(n::text, 32, '0') as id from generate_series(1, 501) n) n where d.id = '${id}'`,
    )
    const asked = await ask(clerk, `${list}多い契約`, { which: 'all', act: 'cancel' })
    expect(asked.html).toContain('条件に合う書類は502件あります。一度にできるのは500件まで')
    const rest = await press(clerk, asked.html, chosenPath, { which: 'all', act: 'cancel' })
    const seen = (html: string) =>
      new Set([...html.matchAll(/href="\/console\/documents\/([0-9a-z]{32})"/g)].map((match) => match[1]))
    const both = [seen(asked.html), seen(rest.html)]
    expect(both.map(({ size }) => size)).toEqual([500, 2])
    expect(new Set(both.flatMap((each) => [...each])).size).toBe(502)
    expect(rest.html).not.toContain('続きの書類に進む')
  })
})
