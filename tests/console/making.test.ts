import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { hiddenFields, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { begin, postFiles, slowUpload } from './making-visitor.ts'

let server: TestServer
let clerk: Recipient
let api: Caller

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
  api = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const stored = async (id: string) => (await api.call('GET', `/documents/${id}`)).body
const filesOf = async (id: string) => (await stored(id)).files as { id: string; name: string }[]
const draftPath = (id: string) => `/console/documents/${id}/draft`

describe('a document without a program', () => {
  test('begins from the list with its files, and is called as the first of them', async () => {
    const list = await clerk.get('/console/documents')
    expect(list.html).toContain('href="/console/documents/new"')
    const pdf = await contractPdf()
    const id = await begin(clerk, [
      { name: '秘密保持契約書.pdf', bytes: pdf },
      { name: '別紙 1.pdf', bytes: pdf },
    ])
    const document = await stored(id)
    expect(document.title).toBe('秘密保持契約書')
    expect(document.status).toBe(0)
    expect((await filesOf(id)).map(({ name }) => name)).toEqual(['秘密保持契約書.pdf', '別紙 1.pdf'])
    expect(clerk.page().html).toContain('1番目のファイルと同じ内容です')
  })

  test('is left, and found again among the drafts', async () => {
    const id = await begin(clerk, [{ name: '書きかけ.pdf', bytes: await contractPdf() }])
    for (const place of [
      '/console/documents?status=draft',
      '/console/documents/new',
      `/console/documents/${id}`,
    ]) {
      expect((await clerk.get(place)).html).toContain(`href="${draftPath(id)}"`)
    }
  })

  test('says beside the file why it is not taken, keeps the others, and goes on', async () => {
    await clerk.get('/console/documents/new')
    const page = await postFiles(clerk, '/console/documents/new', [
      { name: '表計算.xlsx', bytes: 'PK not a pdf' },
      { name: '覚書.pdf', bytes: await contractPdf() },
      { name: '途中.pdf', bytes: (await contractPdf()).slice(0, 500) },
    ])
    expect(page.status).toBe(400)
    expect(page.html).toContain('表計算.xlsx')
    expect(page.html).toContain(
      'PDFファイルではありません。作成したソフトでPDFに書き出してからお送りください。',
    )
    expect(page.html).toContain('ファイルが途中で切れています。')
    const id = /documents\/([0-9a-f]{32})\/files/.exec(page.html)?.[1] ?? ''
    expect((await filesOf(id)).map(({ name }) => name)).toEqual(['覚書.pdf'])
    expect((await stored(id)).title).toBe('覚書')
  })

  test('asks for a file where none was chosen, and makes nothing', async () => {
    const before = (await api.call('GET', '/documents')).body.total
    await clerk.get('/console/documents/new')
    const nameless = await postFiles(clerk, '/console/documents/new', [{ name: '', bytes: '' }])
    expect(nameless.status).toBe(400)
    expect(nameless.html).toContain('PDFファイルを選んでください')
    const ordinary = await clerk.post('/console/documents/new')
    expect(ordinary.status).toBe(400)
    expect((await api.call('GET', '/documents')).body.total).toBe(before)
  })

  test('does not take a file of more than 50 MB, and takes the next one of the same form', async () => {
    await clerk.get('/console/documents/new')
    const page = await postFiles(clerk, '/console/documents/new', [
      { name: '大きい.pdf', bytes: new Uint8Array(50 * 1024 * 1024 + 1) },
      { name: '小さい.pdf', bytes: await contractPdf() },
    ])
    expect(page.html).toContain('50MBを超えています')
    const id = /documents\/([0-9a-f]{32})\/files/.exec(page.html)?.[1] ?? ''
    expect((await filesOf(id)).map(({ name }) => name)).toEqual(['小さい.pdf'])
  })

  test('shows the first page of a file, and the file itself', async () => {
    const id = await begin(clerk)
    const [file] = await filesOf(id)
    const picture = await clerk.get(`/console/documents/${id}/files/${file?.id}/picture`)
    expect(picture.status).toBe(200)
    expect(picture.headers.get('content-type')).toBe('image/png')
    const read = await clerk.get(`/console/documents/${id}/files/${file?.id}/read`)
    expect(read.headers.get('content-disposition')).toMatch(/^inline/)
    expect(read.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('loses a file that is taken out, once and for good', async () => {
    const id = await begin(clerk)
    const [file] = await filesOf(id)
    const remove = `/console/documents/${id}/files/${file?.id}/remove`
    await clerk.get(draftPath(id))
    expect((await clerk.post(remove)).html).toContain('ファイルを外しました')
    expect((await clerk.post(remove)).status).toBe(200)
    expect(await filesOf(id)).toEqual([])
  })

  test('is deleted after one question, and is gone', async () => {
    const id = await begin(clerk)
    const asked = await clerk.get(`/console/documents/${id}/delete`)
    expect(asked.html).toContain('「賃貸借契約書」を削除します')
    const page = await clerk.post(`/console/documents/${id}/delete`)
    expect(page.html).toContain('下書きを削除しました')
    expect((await api.call('GET', `/documents/${id}`)).status).toBe(404)
    expect((await clerk.get(draftPath(id))).status).toBe(404)
  })
})

describe('what is said about a draft', () => {
  test('is saved, and what cannot be kept is told at its field with what was typed', async () => {
    const id = await begin(clerk)
    await clerk.get(draftPath(id))
    const saved = await clerk.post(draftPath(id), {
      title: '覚書',
      message: 'ご確認ください\r\n山田',
      note: '内部',
      can_transfer: '1',
    })
    expect(saved.html).toContain('保存しました')
    expect(await stored(id)).toMatchObject({
      title: '覚書',
      message: 'ご確認ください\n山田',
      note: '内部',
      can_transfer: true,
    })

    const long = await clerk.post(draftPath(id), { title: 'あ'.repeat(501), message: '残る言葉' })
    expect(long.status).toBe(400)
    expect(long.html).toContain('500文字以内')
    expect(long.html).toContain('残る言葉')
    const hostile = await clerk.post(draftPath(id), {
      title: '契約\u202e書',
      message: '"><script>alert(1)</script>',
    })
    expect(hostile.status).toBe(400)
    expect(hostile.html).toContain('目に見えない文字（U+202E）')
    expect(hostile.html).not.toContain('<script>alert')
    expect((await stored(id)).title).toBe('覚書')
  })

  test('is not lost between two pages: the later one is told, keeps its words, and may put them through', async () => {
    const id = await begin(clerk)
    const other = await enterConsole(server)
    await clerk.get(draftPath(id))
    await other.get(draftPath(id))
    await clerk.post(draftPath(id), { title: '先の題名', message: '' })
    const told = await other.post(draftPath(id), { title: '後の題名', message: '後の言葉' })
    expect(told.status).toBe(409)
    expect(told.html).toContain('別の画面で先に変更されました')
    expect(told.html).toContain('先の題名')
    expect(told.html).toContain('value="後の題名"')
    expect((await stored(id)).title).toBe('先の題名')
    // The page that told knows what is saved now.
    await other.post(draftPath(id), { title: '後の題名', message: '後の言葉' })
    expect(await stored(id)).toMatchObject({ title: '後の題名', message: '後の言葉' })
  })

  test('keeps a title that was typed while its first file was on its way', async () => {
    const { id } = (await api.call('POST', '/documents', { form: { title: '' } })).body
    await clerk.get(draftPath(id))
    const slow = await slowUpload(server, clerk, `/console/documents/${id}/files`, await contractPdf())
    const saved = await clerk.post(draftPath(id), { title: '打った題名', message: '' })
    expect(saved.html).toContain('保存しました')
    expect((await slow.finish()).status).toBe(303)
    expect(await filesOf(id)).toHaveLength(1)
    expect((await stored(id)).title).toBe('打った題名')
  })

  test('may be sent twice by a double press', async () => {
    const id = await begin(clerk)
    const { html } = await clerk.get(draftPath(id))
    const fields = { ...hiddenFields(html, draftPath(id)), title: '二度', message: '' }
    await clerk.post(draftPath(id), fields)
    const again = await clerk.post(draftPath(id), fields)
    expect(again.html).toContain('保存しました')
  })
})

describe('a draft that is not for this browser', () => {
  test('is not there for a colleague, whatever they send', async () => {
    const id = await begin(clerk)
    await addColleague(server, 'making@example.jp', 'a password of theirs')
    const colleague = await enterConsole(server, 'making@example.jp', 'a password of theirs')
    await colleague.get('/console/documents/new')
    const token = hiddenFields(colleague.page().html, '/console/documents/new').form_token ?? ''
    const pdf = await contractPdf()
    const files = [{ name: 'x.pdf', bytes: pdf }]
    expect((await postFiles(colleague, `/console/documents/${id}/files`, files, { token })).status).toBe(404)
    expect((await colleague.get(draftPath(id))).status).toBe(404)
    expect((await colleague.post(`/console/documents/${id}/delete`, { form_token: token })).status).toBe(404)
    expect(await filesOf(id)).toHaveLength(1)
  })

  test('takes no file with a missing or foreign token, or from another site', async () => {
    const id = await begin(clerk)
    const action = `/console/documents/${id}/files`
    const files = [{ name: 'x.pdf', bytes: await contractPdf() }]
    expect((await postFiles(clerk, action, files, { token: null })).status).toBe(403)
    expect((await postFiles(clerk, action, files, { token: 'x'.repeat(43) })).status).toBe(403)
    await clerk.get(draftPath(id))
    const headers = { origin: 'https://elsewhere.example' }
    expect((await postFiles(clerk, action, files, { headers })).status).toBe(403)
    expect((await postFiles(openBrowser(server.url), action, files)).url).toContain('/console/sign-in')
    expect(await filesOf(id)).toHaveLength(1)
  })

  test('is told to be sent, where it was sent meanwhile', async () => {
    const id = await begin(clerk)
    const { html } = await clerk.get(draftPath(id))
    const form = { email: 'hanako@example.jp', name: '山田 花子' }
    await api.call('POST', `/documents/${id}/participants`, { form })
    expect((await api.call('POST', `/documents/${id}`)).status).toBe(200)
    const token = hiddenFields(html, draftPath(id)).form_token ?? ''
    const late = await clerk.post(draftPath(id), { form_token: token, title: '遅い' })
    expect(late.status).toBe(409)
    expect(late.html).toContain('すでに送信されたか削除されています')
    await clerk.get('/console/documents/new')
    const files = [{ name: 'x.pdf', bytes: await contractPdf() }]
    expect((await postFiles(clerk, `/console/documents/${id}/files`, files, { token })).status).toBe(409)
    expect((await clerk.get(draftPath(id))).url).toMatch(new RegExp(`/documents/${id}$`))
  })
})
