import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aFullDraft, type Caller, type Drafted } from '#tests/web-api/caller.ts'
import { aClientOf } from '#tests/web-api/other-clients.ts'
import { enterConsole, givePassword, postRaw } from './console-visitor.ts'
import { postTemplate, saveAsTemplate, share } from './template-maker.ts'

let server: TestServer
let caller: Caller
let console_: Recipient
let colleague: Recipient
let stranger: Recipient
let draft: Drafted

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
  draft = await aFullDraft(caller)
  const second = { name: '乙野 次郎', email: 'otsu@example.jp', access_code: 'himitsu' }
  await caller.call('POST', `${draft.path}/participants`, { form: second })
})
afterAll(() => server.close())

const pageOf = (id: string) => `/console/templates/${id}`

describe('a draft is saved as a template', () => {
  test('from its page, with every recipient open unless one says otherwise', async () => {
    const page = await console_.get(`/console/documents/${draft.id}`)
    expect(page.html).toContain(`href="/console/documents/${draft.id}/template"`)
    const { html } = await console_.get(`/console/documents/${draft.id}/template`)
    const boxes = [...html.matchAll(/<input type="checkbox"[^>]*name="slot-([0-9a-f]{32})"[^>]*>/g)]
    expect(boxes).toHaveLength(2)
    for (const [box] of boxes) expect(box).toContain('checked')
    expect(html).toContain('value="契約書"')
  })

  test('and has then the name that was typed, open places by number, and the others whole', async () => {
    const page = await postTemplate(console_, draft.id, { title: ' 賃貸借契約 ', slots: [draft.recipient] })
    expect(page.url).toMatch(/\/console\/templates\/[0-9a-f]{32}\?done=saved$/)
    expect(page.html).toMatch(/role="status"[^>]*>テンプレートとして保存しました/)
    expect(page.html).toMatch(/<h1>賃貸借契約<\/h1>/)
    expect(page.html).toContain('空欄の宛先（_1）')
    expect(page.html).toContain('乙野 次郎')
    expect(page.html).toContain('テンプレートとして保存されました')
    expect(page.html).not.toContain('himitsu')
    expect((await caller.call('GET', draft.path)).body.status).toBe(0)
  })

  test.each([
    ['', 'テンプレート名を入力してください。'],
    ['   ', 'テンプレート名を入力してください。'],
    ['長'.repeat(501), 'テンプレート名は500文字以内で入力してください。'],
  ])('not under the name %#: it is told beside the field, and the choices are kept', async (title, sentence) => {
    const page = await postTemplate(console_, draft.id, { title, slots: [draft.recipient] })
    expect(page.status).toBe(400)
    expect(page.html).toContain(sentence)
    expect(page.html).toContain('aria-invalid="true"')
    const boxes = [...page.html.matchAll(/<input type="checkbox"[^>]*name="slot-[^>]*>/g)].map(
      (each) => each[0],
    )
    expect(boxes.map((each) => each.includes('checked'))).toEqual([true, false])
  })

  test('also once it was sent, all places open; not by anybody else, nor by a form that is not ours', async () => {
    const sent = await aFullDraft(caller)
    const action = `/console/documents/${sent.id}/template`
    await console_.get(action)
    await caller.call('POST', sent.path)
    // The page was drawn while it was a draft, and no place was chosen: what was sent keeps nobody all the same.
    const late = await console_.post(action, { title: '遅い' })
    expect(late.url).toMatch(/done=saved$/)
    expect(late.html).toContain('空欄の宛先（_1）')
    expect(late.html).not.toContain('山田 花子')
    expect((await console_.get(`/console/documents/${sent.id}`)).html).toContain(`href="${action}"`)
    for (const other of [colleague, stranger]) {
      expect((await other.get(`/console/documents/${draft.id}/template`)).status).toBe(404)
    }
    const url = `${server.url}/console/documents/${draft.id}/template`
    expect((await postRaw(url, console_, { title: '偽' })).status).toBe(403)
    expect((await postRaw(url, null, { title: '偽' })).status).toBe(303)
  })

  test('while its files come and go: a whole template, or none', async () => {
    const { contractPdf } = await import('#tests/fixtures/contract-pdf.ts')
    const { upload } = await import('#tests/web-api/caller.ts')
    const pdf = await contractPdf()
    const moving = await aFullDraft(caller)
    let stop = false
    const churn = (async () => {
      let file = moving.file
      while (!stop) {
        const added = await caller.call('POST', `${moving.path}/files`, { raw: upload(pdf) })
        await caller.call('DELETE', `${moving.path}/files/${file}`)
        file = added.body.files.at(-1).id
      }
    })()
    for (let round = 0; round < 8; round++) {
      const page = await postTemplate(console_, moving.id, { title: `動く ${round}` })
      expect([200, 403]).toContain(page.status)
      const id = /templates\/([0-9a-f]{32})/.exec(page.url)?.[1]
      if (id === undefined) continue
      const { body } = await caller.call('GET', `/documents/${id}`)
      for (const file of body.files) {
        expect((await caller.call('GET', `/documents/${id}/files/${file.id}`)).status).toBe(200)
      }
    }
    stop = true
    await churn
  })
})

describe('the section of templates', () => {
  test('lists the own ones and those that the team shares, by name, and not among the documents', async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '部屋の雛形' })
    const own = await console_.get('/console/templates')
    expect(own.html).toContain('部屋の雛形')
    expect((await console_.get('/console/documents')).html).not.toContain('部屋の雛形')
    expect((await colleague.get('/console/templates?scope=shared')).html).not.toContain('部屋の雛形')
    await share(console_, id)
    for (const who of [console_, colleague]) {
      expect((await who.get('/console/templates?scope=shared')).html).toContain('部屋の雛形')
    }
    expect((await colleague.get('/console/templates')).html).not.toContain('部屋の雛形')
    expect((await stranger.get('/console/templates?scope=shared')).html).not.toContain('部屋の雛形')
    const search = (q: string) => console_.get(`/console/templates?q=${encodeURIComponent(q)}`)
    expect((await search('の雛')).html).toContain('部屋の雛形')
    expect((await search('無い名')).html).toContain('条件に合うテンプレートはありません')
    for (const odd of ['?scope=x', '?q=%27', '?after=zzz']) {
      expect((await console_.get(`/console/templates${odd}`)).status).toBe(200)
    }
    for (const broken of ['?after=%00', '?q=%00%27', '?q=%ff']) {
      expect((await console_.get(`/console/templates${broken}`)).status).toBe(400)
    }
  })

  test('is read page by page, each template once', async () => {
    const titled = await aDraft(caller, { title: '頁' })
    for (let k = 0; k < 33; k++) await saveAsTemplate(console_, titled, { title: `頁送り ${k}` })
    const seen: string[] = []
    let path: string | undefined = `/console/templates?q=${encodeURIComponent('頁送り')}`
    for (let pages = 0; path !== undefined && pages < 5; pages++) {
      const { html } = await console_.get(path)
      seen.push(...[...html.matchAll(/頁送り (\d+)<\/a>/g)].map((match) => match[1] ?? ''))
      path = /class="button quiet" href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(Array.from({ length: 33 }, (_, k) => `${32 - k}`))
  })

  test('says in English what it says in Japanese', async () => {
    const english = await enterConsole(server)
    await english.get('/console/templates?lang=en')
    for (const path of [
      '/console/templates',
      '/console/templates?scope=shared',
      '/console/templates?q=zzz',
    ]) {
      const { html } = await english.get(path)
      const section = html.slice(html.indexOf('<h1>')).replace(/<td[\s\S]*?<\/td>/g, '')
      expect(section).not.toMatch(/[ぁ-んァ-ヶ一-龠]/)
    }
  })
})

describe('a template', () => {
  test('becomes a draft of whoever uses it; open places are said, and shown in the list', async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '使う雛形', slots: [draft.recipient] })
    await share(console_, id)
    for (const who of [console_, colleague]) {
      await who.get(pageOf(id))
      const page = await who.post(`${pageOf(id)}/draft`)
      expect(page.url).toMatch(/\/console\/documents\/[0-9a-f]{32}\?done=made$/)
      expect(page.html).toContain('テンプレートから下書きを作りました。')
      expect(page.html).toContain('空欄の宛先が1件あります。')
      expect(page.html).toContain('空欄の宛先（_1）')
      expect(page.html).toContain('テンプレートから書類が作成されました')
      expect((await who.get('/console/documents')).html).toContain('空欄の宛先（_1） ほか1名')
    }
  })

  test('is renamed; a wrong name is told and kept', async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '前の名' })
    await console_.get(pageOf(id))
    const wrong = await console_.post(`${pageOf(id)}/rename`, { title: '長'.repeat(501) })
    expect(wrong.status).toBe(400)
    expect(wrong.html).toContain('長'.repeat(501))
    expect(wrong.html).toContain('<h1>前の名</h1>')
    const page = await console_.post(`${pageOf(id)}/rename`, { title: '後の名' })
    expect(page.html).toContain('<h1>後の名</h1>')
    expect(page.html).toContain('名前が変更されました')
    expect((await caller.call('GET', `/documents/${id}`)).body.title).toBe('後の名')
  })

  test('is shared and taken back, and its trail says so', async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '共有の雛形' })
    await share(console_, id)
    const page = await colleague.get(pageOf(id))
    expect(page.status).toBe(200)
    expect(page.html).toContain(`action="${pageOf(id)}/draft"`)
    for (const act of ['share', 'unshare', 'rename', 'delete']) {
      expect(page.html).not.toContain(`${pageOf(id)}/${act}`)
    }
    await share(console_, id, 'unshare')
    expect((await colleague.get(pageOf(id))).status).toBe(404)
    const { html } = await console_.get(pageOf(id))
    for (const sentence of ['チームで共有されました', 'チームでの共有が終わりました']) {
      expect(html).toContain(sentence)
    }
  })

  test('is deleted after one more question; its files go with it', async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '消す雛形' })
    const page = await console_.get(`${pageOf(id)}/delete`)
    expect(page.html).toContain('「消す雛形」を削除します。')
    const after = await console_.post(`${pageOf(id)}/delete`)
    expect(after.url).toMatch(/\/console\/templates\?done=deleted$/)
    expect(after.html).toContain('テンプレートを削除しました。')
    expect((await console_.get(pageOf(id))).status).toBe(404)
    expect((await caller.call('GET', `/documents/${id}`)).status).toBe(404)
  })

  test("that is not shared is not found by anybody else; nobody changes another's", async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '秘密の雛形' })
    const { body } = await caller.call('GET', `/documents/${id}`)
    const gets = ['', '/delete', `/files/${body.files[0].id}`]
    const posts = ['/draft', '/share', '/unshare', '/rename', '/delete']
    const tryAll = async (who: Recipient, rest: string[], how: 'get' | 'post') => {
      await who.get('/console/templates?scope=shared')
      return Promise.all(
        rest.map(
          async (each) =>
            (await (how === 'get' ? who.get(pageOf(id) + each) : who.post(pageOf(id) + each))).status,
        ),
      )
    }
    for (const who of [colleague, stranger]) {
      expect(await tryAll(who, gets, 'get')).toEqual([404, 404, 404])
    }
    await share(console_, id)
    expect(await tryAll(stranger, gets, 'get')).toEqual([404, 404, 404])
    expect(await tryAll(colleague, gets, 'get')).toEqual([200, 404, 200])
    // A colleague's form token is taken from a page of theirs that has forms of this template.
    for (const rest of posts.slice(1)) {
      await colleague.get(pageOf(id))
      expect((await colleague.post(pageOf(id) + rest, { title: '奪う' })).status).toBe(404)
    }
    expect((await caller.call('GET', `/documents/${id}`)).body.title).toBe('秘密の雛形')
  })

  test('asked for as a document leads to its section; its file is the draft’s, byte for byte', async () => {
    const id = await saveAsTemplate(console_, draft.id, { title: '道しるべ' })
    expect((await console_.get(`/console/documents/${id}`)).url).toBe(`${server.url}${pageOf(id)}`)
    const { body } = await caller.call('GET', `/documents/${id}`)
    const file = await console_.get(`${pageOf(id)}/files/${body.files[0].id}`)
    const original = await console_.get(`/console/documents/${draft.id}/files/${draft.file}`)
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(file.html).toBe(original.html)
    expect((await console_.get(`${pageOf(draft.id)}`)).status).toBe(404)
    expect((await console_.get('/console/templates/%27%20or%201')).status).toBe(404)
  })
})
