import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, type Caller, recipientForm, upload } from '../web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let clerk: Recipient
let api: Caller

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
  api = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

type Field = { id: string; page: number; x: number; y: number; w: number; h: number; participant_id: string }

const stored = async (id: string) => (await api.call('GET', `/documents/${id}`)).body
const fieldsOf = async (id: string): Promise<Field[]> => (await stored(id)).files[0].widgets
const fieldsPath = (id: string) => `/console/documents/${id}/fields`

/** A draft with a file and a recipient, and its page of fields open. */
async function open() {
  const { body } = await api.call('POST', '/documents', { form: { title: '覚書' } })
  const id: string = body.id
  await api.call('POST', `/documents/${id}/participants`, { form: recipientForm })
  await api.call('POST', `/documents/${id}/files`, { raw: upload(await contractPdf()) })
  const { participants } = await stored(id)
  await clerk.get(fieldsPath(id))
  return { id, sender: participants[0].id as string, recipient: participants[1].id as string }
}

const seal = (participant: string) => ({
  kind: 'seal',
  participant,
  page: '1',
  x: '100',
  y: '200',
  w: '',
  h: '',
})

describe('fields placed without a script', () => {
  test('lie where the figures say, in the size that is asked for, and are found by the Web API', async () => {
    const { id, recipient } = await open()
    const page = await clerk.post(fieldsPath(id), seal(recipient))
    expect(page.html).toContain('入力項目を置きました')
    await clerk.post(fieldsPath(id), {
      ...seal(recipient),
      kind: 'text',
      x: '72',
      y: '300',
      w: '320',
      h: '48',
      label: 'ご住所',
      font_size: '10',
    })
    expect(await fieldsOf(id)).toMatchObject([
      { widget_type: 0, page: 0, x: 100, y: 200, w: 56, h: 56, participant_id: recipient },
      { widget_type: 1, x: 72, y: 300, w: 320, h: 48, label: 'ご住所', font_size: '10' },
    ])
  })

  test('lie with their middle where the picture was pressed, pushed into the page at its edge', async () => {
    const { id, recipient } = await open()
    await clerk.post(fieldsPath(id), { ...seal(recipient), 'at.x': '300', 'at.y': '400' })
    await clerk.post(fieldsPath(id), { ...seal(recipient), 'at.x': '590', 'at.y': '3' })
    // Enter in a field presses the picture at 0, 0: then the figures count.
    await clerk.post(fieldsPath(id), { ...seal(recipient), 'at.x': '0', 'at.y': '0' })
    expect(await fieldsOf(id)).toMatchObject([
      { x: 272, y: 372 },
      { x: 539, y: 0 },
      { x: 100, y: 200 },
    ])
  })

  test('are changed and removed, also twice', async () => {
    const { id, recipient } = await open()
    await clerk.post(fieldsPath(id), seal(recipient))
    const [first] = await fieldsOf(id)
    const edit = await clerk.get(`${fieldsPath(id)}?edit=${first?.id}`)
    expect(edit.html).toContain('value="200"')
    const changed = await clerk.post(`${fieldsPath(id)}/${first?.id}`, {
      ...seal(recipient),
      x: '111',
      w: '40',
      h: '40',
    })
    expect(changed.html).toContain('入力項目を変更しました')
    expect(await fieldsOf(id)).toMatchObject([{ id: first?.id, x: 111, y: 200, w: 40, h: 40 }])
    // The Web API knows no sizes, and leaves the one that was given.
    const path = `/documents/${id}/files/${(await stored(id)).files[0].id}/widgets/${first?.id}`
    await api.call('PUT', path, { form: { x: '120' } })
    expect(await fieldsOf(id)).toMatchObject([{ x: 120, w: 40, h: 40 }])
    const remove = `${fieldsPath(id)}/${first?.id}/remove`
    expect((await clerk.post(remove)).html).toContain('入力項目を外しました')
    expect((await clerk.post(remove)).status).toBe(200)
    expect(await fieldsOf(id)).toEqual([])
  })

  test('are taken in full-width figures', async () => {
    const { id, recipient } = await open()
    await clerk.post(fieldsPath(id), { ...seal(recipient), page: '１', x: '７２', y: '１００' })
    expect(await fieldsOf(id)).toMatchObject([{ page: 0, x: 72, y: 100 }])
  })

  test.each<[string, Record<string, string>, string]>([
    ['a page that is not there', { page: '99' }, 'のページ番号を入力してください'],
    ['page 0', { page: '0' }, 'のページ番号を入力してください'],
    ['a place outside the page', { x: '540' }, 'ページからはみ出します。0〜539にしてください。'],
    ['a place that is no number', { y: 'なかほど' }, '半角の整数で入力してください'],
    ['a seal that nobody could read', { w: '8', h: '8' }, '30〜140の整数で入力してください'],
    ['a seal that is not square', { w: '60', h: '80' }, '60にしてください'],
    ['no kind', { kind: 'stamp' }, '種類を選んでください'],
    ['a stranger', { participant: '0'.repeat(32) }, 'だれが記入するかを選び直してください'],
    ['a letter of 40 points', { kind: 'text', font_size: '40' }, '8〜14の整数で入力してください'],
    ['the text of a recipient', { kind: 'text', text: '代筆' }, 'ご本人が記入します'],
    ['an invisible letter in the name', { label: '署\u202e名' }, '目に見えない文字（U+202E）'],
  ])('are not taken with %s, and what was typed is kept', async (_, wrong, sentence) => {
    const { id, recipient } = await open()
    const page = await clerk.post(fieldsPath(id), { ...seal(recipient), label: '残る名前', ...wrong })
    expect(page.status).toBe(400)
    expect(page.html).toContain(sentence)
    expect(page.html).toMatch(wrong.label === undefined ? /value="残る名前"/ : /aria-invalid/)
    expect(await fieldsOf(id)).toEqual([])
  })

  test('of the sender need their text, and only these', async () => {
    const { id, sender } = await open()
    const bare = await clerk.post(fieldsPath(id), { ...seal(sender), kind: 'text' })
    expect(bare.html).toContain('記入する内容を入力してください')
    await clerk.post(fieldsPath(id), { ...seal(sender), kind: 'text', text: '東京都' })
    expect(await fieldsOf(id)).toMatchObject([{ text: '東京都', participant_id: sender }])
    const long = await clerk.post(fieldsPath(id), {
      ...seal(sender),
      w: '30',
      h: '30',
      text: '山'.repeat(30),
    })
    expect(long.html).toContain('枠に入りきりません')
  })
})

describe('the page of fields', () => {
  test('shows the picture of each page of a file, and of no other', async () => {
    const { id } = await open()
    const file = (await stored(id)).files[0]
    const picture = (page: number) => clerk.get(`/console/documents/${id}/files/${file.id}/pages/${page}`)
    const first = await picture(1)
    expect(first.headers.get('content-type')).toBe('image/png')
    for (const page of [0, file.total_pages + 1, -1]) expect((await picture(page)).status).toBe(404)
    expect((await clerk.get(`/console/documents/${id}/files/${file.id}/pages/x`)).status).toBe(404)
  })

  test('leads back to a document that was sent meanwhile, and takes nothing for it', async () => {
    const { id, recipient } = await open()
    const { html } = await clerk.get(fieldsPath(id))
    expect((await api.call('POST', `/documents/${id}`)).status).toBe(200)
    const token = /name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const late = await clerk.post(fieldsPath(id), { form_token: token, file: '1', ...seal(recipient) })
    expect(late.status).toBe(409)
    expect((await clerk.get(fieldsPath(id))).url).toMatch(new RegExp(`/documents/${id}$`))
    expect(await fieldsOf(id)).toEqual([])
  })

  test('is not there for a colleague, nor for a field of another document', async () => {
    const one = await open()
    await clerk.post(fieldsPath(one.id), seal(one.recipient))
    const [field] = await fieldsOf(one.id)
    const other = await open()
    const stray = await clerk.post(`${fieldsPath(other.id)}/${field?.id}`, {
      file: '1',
      ...seal(other.recipient),
    })
    expect(stray.status).toBe(409)
    expect(stray.html).toContain('別の画面で外されました')
    await clerk.post(`${fieldsPath(other.id)}/${field?.id}/remove`)
    expect(await fieldsOf(one.id)).toHaveLength(1)
    await addColleague(server, 'placing@example.jp', 'a password of theirs')
    const colleague = await enterConsole(server, 'placing@example.jp', 'a password of theirs')
    expect((await colleague.get(fieldsPath(one.id))).status).toBe(404)
  })

  test('asks for a file where there is none', async () => {
    const { body } = await api.call('POST', '/documents', { form: { title: '空' } })
    expect((await clerk.get(fieldsPath(body.id))).html).toContain('先にファイルを追加してください')
  })

  test('serves a template and its open places, whose drafts take the fields over', async () => {
    const { id, recipient } = await open()
    await clerk.get(`/console/documents/${id}/template`)
    const saved = await clerk.post(`/console/documents/${id}/template`, {
      title: 'ひな形',
      [`slot-${recipient}`]: '1',
    })
    const template = /templates\/([0-9a-f]{32})/.exec(saved.url)?.[1] ?? ''
    const path = `/console/templates/${template}/fields`
    const { html } = await clerk.get(path)
    const place = /<option value="([0-9a-f]{32})"/.exec(html)?.[1] ?? ''
    await clerk.post(path, { ...seal(place), w: '70', h: '70' })
    await clerk.get(`/console/templates/${template}`)
    const made = await clerk.post(`/console/templates/${template}/draft`)
    const draft = /documents\/([0-9a-f]{32})/.exec(made.url)?.[1] ?? ''
    expect(await fieldsOf(draft)).toMatchObject([{ x: 100, y: 200, w: 70, h: 70 }])
  })
})

describe('what the editor saves', () => {
  /** As the island posts it. */
  async function post(id: string, changes: unknown, more: Record<string, string> = {}) {
    const { html, url } = clerk.page()
    const cookie = [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = new URLSearchParams({
      form_token: /name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? '',
      file_id: (await stored(id)).files[0].id,
      changes: typeof changes === 'string' ? changes : JSON.stringify(changes),
      ...more,
    })
    const answer = await fetch(`${server.url}${fieldsPath(id)}/changes`, {
      method: 'POST',
      body,
      headers: { accept: 'application/json', cookie, origin: new URL(url).origin },
    })
    return { status: answer.status, said: await answer.json() }
  }

  const id32 = (digit: number) => digit.toString(16).repeat(32)
  async function adding(id: string, party: string, more: Record<string, string> = {}) {
    const file_id = (await stored(id)).files[0].id
    const place = { participant_id: party, type: '0', page: '0', x: '100', y: '100' }
    return { act: 'add', id: id32(1), file_id, ...place, ...more }
  }

  test('is one step: all of it, or nothing', async () => {
    const { id, recipient } = await open()
    const [one, two] = [await adding(id, recipient), await adding(id, recipient, { id: id32(2), x: '900' })]
    const refused = await post(id, [one, two])
    expect(refused).toMatchObject({ status: 400, said: { fields: [] } })
    expect(refused.said.problem).toContain('ページからはみ出します')
    const done = await post(id, [one, { ...two, x: '300' }])
    expect(done.said.fields).toMatchObject([{ id: id32(1) }, { id: id32(2), x: 300 }])
    // The answer was lost, and the step comes again.
    expect((await post(id, [one, { ...two, x: '300' }])).said.fields).toHaveLength(2)
    expect(await fieldsOf(id)).toHaveLength(2)
  })

  test('is told to be over where the field is gone, with what is saved now', async () => {
    const { id, recipient } = await open()
    await post(id, [await adding(id, recipient)])
    const update = { ...(await adding(id, recipient)), act: 'update', x: '120' }
    expect((await post(id, [update])).said.fields).toMatchObject([{ x: 120 }])
    await post(id, [{ act: 'remove', id: id32(1) }])
    expect((await post(id, [{ act: 'remove', id: id32(1) }])).status).toBe(200)
    const late = await post(id, [update])
    expect(late).toMatchObject({ status: 409, said: { fields: [] } })
    expect(late.said.problem).toContain('別の画面で外されました')
  })

  test.each<[string, unknown]>([
    ['no JSON', '[{'],
    ['no list', { act: 'add' }],
    ['a list of nothing', [null]],
    ['numbers where texts are due', [{ act: 'remove', id: 1 }]],
    ['an unknown act', [{ act: 'steal', id: '1'.repeat(32) }]],
    ['an id of ours that is none', [{ act: 'remove', id: '../../x' }]],
    [
      'more than a thousand at once',
      Array.from({ length: 1001 }, () => ({ act: 'remove', id: '1'.repeat(32) })),
    ],
  ])('is refused as %s', async (_, changes) => {
    const { id } = await open()
    expect((await post(id, changes)).status).toBe(400)
    expect(await fieldsOf(id)).toEqual([])
  })

  test('says of too many changes and of nonsense what is wrong, and never that a figure is', async () => {
    const { id } = await open()
    const many = Array.from({ length: 1001 }, () => ({ act: 'remove', id: id32(1) }))
    expect((await post(id, many)).said.problem).toContain('一度に保存できるのは1,000件まで')
    expect((await post(id, '[{')).said.problem).toContain('読み込み直して')
  })

  test('goes onto no file and to nobody of another document', async () => {
    const [one, other] = [await open(), await open()]
    const foreignFile = { file_id: (await stored(one.id)).files[0].id }
    expect((await post(other.id, [await adding(other.id, other.recipient, foreignFile)])).status).toBe(409)
    expect((await post(other.id, [await adding(other.id, one.recipient)])).status).toBe(400)
    expect(await fieldsOf(one.id)).toEqual([])
    expect(await fieldsOf(other.id)).toEqual([])
  })
})
