import { PDF } from '@libpdf/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { type Page, type Recipient, readAsLines } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft, type Caller } from '#tests/web-api/caller.ts'
import { aClientOf } from '#tests/web-api/other-clients.ts'
import { aList, countsOf, documentsOf, stateOf, steer } from './bulk-visitor.ts'
import { enterConsole, formEntries, givePassword, postRaw } from './console-visitor.ts'
import { postFiles } from './making-visitor.ts'
import { saveAsTemplate, share } from './template-maker.ts'

let server: TestServer
let caller: Caller
let console_: Recipient
let colleague: Recipient
let stranger: Recipient

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  await aClientOf(server, { email: 'colleague@example.jp' })
  await aClientOf(server, { email: 'else@example.com', teamId: 'else' })
  for (const email of ['colleague@example.jp', 'else@example.com']) {
    await givePassword(server, email, 'a password of theirs')
  }
  console_ = await enterConsole(server)
  colleague = await enterConsole(server, 'colleague@example.jp', 'a password of theirs')
  stranger = await enterConsole(server, 'else@example.com', 'a password of theirs')
})
afterAll(() => server.close())

/** So many pages of this size; the words make its bytes its own. */
async function pdf(
  pages: number,
  words: string,
  size?: { width: number; height: number },
): Promise<Uint8Array> {
  const made = PDF.create()
  for (let at = 0; at < pages; at++) {
    const page = made.addPage(size ?? { size: 'a4' })
    page.drawText(`${words} ${at + 1}`, { x: 20, y: 40, size: 12 })
  }
  return made.save()
}

type Place = { page: string; x: string; y: string; label: string }
const first: Place = { page: '0', x: '100', y: '200', label: 'ご署名' }
const last: Place = { page: '1', x: '300', y: '500', label: '二枚目の印' }

/** A template of two pages with a field on each, and its file. */
async function aTemplate(places = [first, last]): Promise<{ id: string; file: string; path: string }> {
  const draft = await aFullDraft(caller)
  for (const place of places) {
    await caller.call('POST', `${draft.path}/files/${draft.file}/widgets`, {
      form: { participant_id: draft.recipient, type: '0', ...place },
    })
  }
  const id = await saveAsTemplate(console_, draft.id, { title: '差し替え', slots: [draft.recipient] })
  const file = (await filesOf(id))[0].id
  return { id, file, path: `/console/templates/${id}/files/${file}/replace` }
}

const filesOf = async (id: string) => (await caller.call('GET', `/documents/${id}`)).body.files

/** The fields of a document's first file: label, page, x, y. */
async function fieldsOf(id: string): Promise<[string, number, number, number][]> {
  const [file] = await filesOf(id)
  return file.widgets.map((each: { label: string; page: number; x: number; y: number }) => [
    each.label,
    each.page,
    each.x,
    each.y,
  ])
}

async function choose(path: string, bytes: Uint8Array | string, name = '新.pdf'): Promise<Page> {
  await console_.get(path)
  return postFiles(console_, path, [{ name, bytes }])
}

/** The yes on the page that names fields. */
function answer(page: Page, path: string, fields: Record<string, string>): Promise<Response> {
  const { origin } = new URL(server.url)
  return postRaw(`${server.url}${path}/yes`, console_, { ...formEntries(page.html), ...fields }, { origin })
}

describe('the file of a template is replaced', () => {
  test('where every field has its place: they stay, and what is made from it has the new bytes', async () => {
    const { id, path, file } = await aTemplate()
    expect((await console_.get(`/console/templates/${id}`)).html).toContain(`href="${path}"`)
    const bytes = await pdf(3, 'new')
    const page = await choose(path, bytes, '改訂版.pdf')
    expect(page.url).toMatch(/\?done=replaced$/)
    expect(page.html).toMatch(/role="status"[^>]*>ファイルを差し替えました/)
    expect(page.html).toContain('ファイルが差し替えられました（3ページ）')
    expect(page.html).toContain('改訂版.pdf')
    expect(await fieldsOf(id)).toEqual([
      ['ご署名', 0, 100, 200],
      ['二枚目の印', 1, 300, 500],
    ])
    const { body: draft } = await caller.call('POST', '/documents', { form: { template_id: id } })
    const copy = await caller.call('GET', `/documents/${draft.id}/files/${draft.files[0].id}`)
    expect(copy.status).toBe(200)
    expect(await fieldsOf(draft.id)).toHaveLength(2)
    expect(draft.files[0].name).toBe('改訂版.pdf')
    // Of the old one nothing is left, and its page is an old page.
    expect((await console_.get(`/console/templates/${id}/files/${file}`)).status).toBe(404)
    expect(await keysWith(file)).toEqual([])
  })

  test('not at once where a page is gone: the field and its page are named, nothing is replaced', async () => {
    const { id, path, file } = await aTemplate()
    const page = await choose(path, await pdf(1, 'short'))
    expect(page.status).toBe(200)
    expect(page.html).toContain('入力項目1か所の場所がありません')
    expect(page.html).toContain('押印「二枚目の印」・空欄の宛先（_1）')
    expect(page.html).toContain('2ページ目。新しいファイルは1ページまでです。')
    expect(page.html).not.toContain('ご署名')
    expect((await filesOf(id))[0].id).toBe(file)
    const unsaid = await answer(page, path, {})
    expect(unsaid.status).toBe(400)
    expect(await unsaid.text()).toContain('どちらかを選んでください。')
    expect((await filesOf(id))[0].id).toBe(file)
  })

  test.each([
    ['drop', [['ご署名', 0, 100, 200]]],
    [
      'move',
      [
        ['ご署名', 0, 100, 200],
        ['二枚目の印', 0, 300, 500],
      ],
    ],
  ])('and after a yes to %s', async (fate, fields) => {
    const { id, path, file } = await aTemplate()
    const page = await choose(path, await pdf(1, fate))
    const done = await answer(page, path, { fate })
    expect(done.status).toBe(303)
    expect(done.headers.get('location')).toBe(`/console/templates/${id}?done=replaced`)
    expect(await fieldsOf(id)).toEqual(fields)
    expect(await keysWith(file)).toEqual([])
    // The yes once more, from the same page, is an old page.
    expect((await answer(page, path, { fate })).status).toBe(403)
  })

  test('onto smaller pages: to the nearest place, and what is larger than the page only goes', async () => {
    const { id, path } = await aTemplate()
    const page = await choose(path, await pdf(2, 'small', { width: 200, height: 160 }))
    expect(page.html).toContain('新しいページからはみ出します')
    expect((await answer(page, path, { fate: 'move' })).status).toBe(303)
    for (const [, , x, y] of await fieldsOf(id)) {
      expect(x).toBeLessThan(200)
      expect(y).toBeLessThan(160)
    }
    const tiny = await aTemplate()
    const asked = await choose(tiny.path, await pdf(2, 'tiny', { width: 20, height: 20 }))
    expect(asked.html).toContain('新しいページに入る大きさではないため、移せません。')
    await answer(asked, tiny.path, { fate: 'move' })
    expect(await fieldsOf(tiny.id)).toEqual([])
  })

  test('a field that came meanwhile is not dropped by a yes to others: it is asked anew', async () => {
    const { id, path, file } = await aTemplate()
    const page = await choose(path, await pdf(1, 'meanwhile'))
    await console_.get(`/console/templates/${id}/fields`)
    const [recipient] = (await caller.call('GET', `/documents/${id}`)).body.participants.slice(1)
    const widget = `${'a'.repeat(31)}1`
    const changes = [
      {
        act: 'add',
        id: widget,
        file_id: file,
        participant_id: recipient.id,
        type: '0',
        page: '1',
        x: '5',
        y: '5',
      },
    ]
    const added = await console_.post(`/console/templates/${id}/fields/changes`, {
      changes: JSON.stringify(changes),
      file_id: file,
    })
    expect(added.status).toBe(200)
    const asked = await answer(page, path, { fate: 'drop' })
    expect(asked.status).toBe(409)
    const html = readAsLines(await asked.text())
    expect(html).toContain('入力項目2か所の場所がありません')
    expect(html).toMatch(/id="fate-drop"[^>]*checked/)
    expect((await filesOf(id))[0].id).toBe(file)
    expect((await answer({ ...page, html }, path, { fate: 'drop' })).status).toBe(303)
    expect(await fieldsOf(id)).toEqual([['ご署名', 0, 100, 200]])
  })

  test('another upload in between takes the place of what waited', async () => {
    const { path } = await aTemplate()
    const page = await choose(path, await pdf(1, 'one'))
    const other = await choose(path, await pdf(1, 'another'))
    const late = await answer(page, path, { fate: 'drop' })
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('先にお預かりしたファイルがなくなりました')
    expect((await answer(other, path, { fate: 'drop' })).status).toBe(303)
    for (const forged of [{ sha256: 'x' }, { sha256: '0'.repeat(64) }]) {
      const again = await aTemplate()
      expect((await answer(page, again.path, { fate: 'drop', ...forged })).status).toBe(409)
    }
  })

  test('not by what is no PDF, nothing or too much: told beside the field, and nothing is left in storage', async () => {
    const { id, path, file } = await aTemplate()
    const before = await keysWith(id)
    for (const bytes of ['no pdf at all', '%PDF-1.7\nbroken']) {
      const page = await choose(path, bytes)
      expect(page.status).toBe(400)
      expect(page.html).toContain('aria-invalid="true"')
    }
    await console_.get(path)
    expect((await postFiles(console_, path, [])).html).toContain('PDFファイルを選んでください。')
    expect((await filesOf(id))[0].id).toBe(file)
    expect(await keysWith(id)).toEqual(before)
  })

  test('by its maker alone', async () => {
    const { id, path } = await aTemplate()
    await share(console_, id)
    expect((await colleague.get(`/console/templates/${id}`)).html).not.toContain(path)
    for (const other of [colleague, stranger]) {
      expect((await other.get(path)).status).toBe(404)
      await other.get('/console/documents/new')
      expect((await postFiles(other, path, [{ name: 'a.pdf', bytes: await contractPdf() }])).status).toBe(404)
      await other.get('/console/documents/new')
      expect((await other.post(`${path}/yes`, { fate: 'drop', sha256: '0'.repeat(64) })).status).toBe(404)
    }
    const raw = await postRaw(`${server.url}${path}/yes`, console_, { fate: 'drop' })
    expect(raw.status).toBe(403)
  })
})

test('raced by two replacements, edits of fields and drafts made from it: one whole template, whole drafts', async () => {
  const { id, path, file } = await aTemplate([first])
  const [{ widgets }] = await filesOf(id)
  await console_.get(path)
  const { form_token = '' } = formEntries(console_.page().html)
  const edits = [
    {
      act: 'update',
      id: widgets[0].id,
      file_id: file,
      participant_id: widgets[0].participant_id,
      x: '110',
      page: '0',
    },
  ]
  const uploads = await Promise.all([1, 2].map((n) => pdf(2, `race ${n}`)))
  const [edited, one, two, ...drafts] = await Promise.all([
    postRaw(
      `${server.url}/console/templates/${id}/fields/changes`,
      console_,
      { form_token, file_id: file, changes: JSON.stringify(edits) },
      { origin: new URL(server.url).origin },
    ),
    ...uploads.map((bytes) => postFiles(console_, path, [{ name: 'r.pdf', bytes }])),
    ...Array.from({ length: 6 }, () => caller.call('POST', '/documents', { form: { template_id: id } })),
  ])
  const statuses = [one, two].map((each) => each?.status).sort()
  expect(statuses).toEqual([200, 403])
  expect(await filesOf(id)).toHaveLength(1)
  // The edit came before or after; either way it is kept where it was answered so.
  expect(edited?.status).toBe(200)
  expect(await fieldsOf(id)).toEqual([['ご署名', 0, 110, 200]])
  for (const draft of drafts) {
    if (!('body' in draft) || draft instanceof Response) throw new Error('no answer of the Web API')
    expect(draft.status).toBe(200)
    const [file] = draft.body.files
    expect((await caller.call('GET', `/documents/${draft.body.id}/files/${file.id}`)).status).toBe(200)
    expect(file.widgets).toHaveLength(1)
  }
})

describe('a bulk sending of the template', () => {
  const heading = '書類のタイトル,宛先1 氏名,宛先1 メールアドレス'
  const rows = (n: number) =>
    [heading, ...Array.from({ length: n }, (_, at) => `題 ${at},人 ${at},r${at}@example.jp`)].join('\r\n')

  test('that runs stands still with the reason; going on, the rows that are left have the new file', async () => {
    const { id, path } = await aTemplate()
    const list = await aList(console_, id, rows(200), { act: 'draft' })
    await steer(console_, list, 'start')
    await until('some rows are made', async () => ((await countsOf(server, list)).made ?? 0) > 0)
    const bytes = await pdf(2, 'second edition')
    expect((await choose(path, bytes, '第二版.pdf')).url).toMatch(/done=replaced$/)
    await until('it stands still', async () => (await stateOf(server, list)) === 'paused')
    expect((await console_.get(`/console/bulk-sends/${list}`)).html).toContain('テンプレートが')
    const before = (await countsOf(server, list)).made ?? 0
    expect(before).toBeLessThan(200)
    await steer(console_, list, 'resume')
    await until('it has ended', async () => (await stateOf(server, list)) === 'done', 120)
    const made = await documentsOf(server, list)
    expect(made).toHaveLength(200)
    const names = await Promise.all(made.map(async (each) => (await filesOf(each.id))[0].name))
    expect(names.filter((name) => name === '第二版.pdf')).toHaveLength(200 - before)
    const [some] = made.slice(-1)
    const [file] = await filesOf(some?.id ?? '')
    expect((await caller.call('GET', `/documents/${some?.id}/files/${file.id}`)).status).toBe(200)
  }, 240_000)

  test('that was only checked does not start', async () => {
    const { id, path } = await aTemplate()
    const list = await aList(console_, id, rows(2), { act: 'draft' })
    await choose(path, await pdf(2, 'checked'))
    expect((await steer(console_, list, 'start')).status).toBe(409)
    expect(await stateOf(server, list)).toBe('checked')
  })
})

/** What lies in storage whose name has this in it. */
async function keysWith(part: string): Promise<string[]> {
  const { readdir } = await import('node:fs/promises')
  const all = await readdir(server.dataDirectory, { recursive: true })
  return all.filter((each) => each.includes(part) && each.endsWith('.pdf')).sort()
}
