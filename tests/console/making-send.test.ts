import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel } from '#tests/support/integrator.ts'
import { hiddenFields, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'
import { begin } from './making-visitor.ts'
import { saveAsTemplate } from './template-maker.ts'

let server: TestServer
let clerk: Recipient
let api: Caller
let id: string

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
  api = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())
beforeEach(async () => {
  id = await begin(clerk)
})

const stored = async () => (await api.call('GET', `/documents/${id}`)).body
const send = () => `/console/documents/${id}/send`
const draft = () => `/console/documents/${id}/draft`
const add = async (fields: Record<string, string>) => {
  await clerk.get(draft())
  await clerk.post(`/console/documents/${id}/people`, fields)
}
const hanako = { how: 'mail', name: '山田 花子', email: 'hanako@example.jp' }

describe('before sending', () => {
  test('what lacks is listed with where it is mended, and nothing can be sent', async () => {
    const empty = (await api.call('POST', '/documents', { form: { title: '' } })).body.id
    const page = await clerk.get(`/console/documents/${empty}/send`)
    expect(page.html).toContain('次の2件を直してください')
    expect(page.html).toContain(`href="/console/documents/${empty}/draft#files"`)
    expect(page.html).toContain(`href="/console/documents/${empty}/draft#people"`)
    expect(page.html).not.toContain('id="send"')
    const pressed = await clerk.post(`/console/documents/${empty}/send`)
    expect(pressed.status).toBe(400)
    expect(pressed.html).toContain('ファイルがありません')
    expect((await api.call('GET', `/documents/${empty}`)).body.status).toBe(0)
  })

  test('everything that will be sent is shown, and what happens then', async () => {
    await add({ how: 'sms', name: '佐藤 <b>美咲</b>', tel: '090-1111-2222' })
    await add(hanako)
    const { html } = await clerk.get(send())
    expect(html).toContain('佐藤 &lt;b>美咲&lt;/b>')
    expect(html).toContain('090-1111-2222')
    expect(html).toContain('hanako@example.jp')
    expect(html).toContain('/picture"')
    expect(html).toContain('同意用URLとQRコードを表示できます')
    expect(html).toContain('id="send"')
  })

  test('two recipients with one number, and a file that is there twice, are pointed out', async () => {
    const pdf = await contractPdf()
    id = await begin(clerk, [
      { name: 'a.pdf', bytes: pdf },
      { name: 'b.pdf', bytes: pdf },
    ])
    await add({ how: 'sms', name: '夫', tel: '09011112222' })
    await add({ how: 'sms', name: '妻', tel: '09011112222' })
    const { html } = await clerk.get(send())
    expect(html).toContain('同じ電話番号の宛先があります：夫・妻')
    expect(html).toContain('同じ内容のファイルが重なっています：b.pdf')
    expect(html).toContain('id="send"')
  })

  test('an open place of a template is lacking', async () => {
    await add(hanako)
    await clerk.get(`/console/documents/${id}/template`)
    const [, person] = (await stored()).participants
    const saved = await clerk.post(`/console/documents/${id}/template`, {
      title: '雛形',
      [`slot-${person.id}`]: '1',
    })
    const template = /templates\/([0-9a-f]{32})/.exec(saved.url)?.[1]
    await clerk.post(`/console/templates/${template}/draft`)
    id = /documents\/([0-9a-f]{32})/.exec(clerk.page().url)?.[1] ?? ''
    const { html } = await clerk.get(send())
    expect(html).toContain('1番目の宛先が空欄です')
    const place = /href="(\/console\/documents\/[0-9a-f]+\/people\/[0-9a-f]+)"/.exec(html)?.[1] ?? ''
    await clerk.get(place)
    await clerk.post(place, hanako)
    expect((await clerk.get(send())).html).toContain('id="send"')
  })
})

describe('sending', () => {
  test('mails the first recipient, and the draft is one no more', async () => {
    await add(hanako)
    await clerk.get(send())
    const page = await clerk.post(send())
    expect(page.html).toContain('送信しました')
    expect((await stored()).status).toBe(1)
    expect((await clerk.get(draft())).url).toMatch(new RegExp(`${id}$`))
    expect((await clerk.get(send())).url).toMatch(new RegExp(`${id}$`))
  })

  test('twice at once is once, and neither press is an error', async () => {
    await add(hanako)
    await clerk.get(send())
    const other = await enterConsole(server)
    await other.get(send())
    const pages = await Promise.all([clerk.post(send()), other.post(send()), other.post(send())])
    for (const page of pages) {
      expect(page.status).toBe(200)
      expect(page.html).toContain('送信しました')
    }
    const trail = await clerk.get(`/console/documents/${id}/audit.jsonl`)
    expect(trail.html.match(/document\.sent/g)).toHaveLength(1)
    expect(trail.html.match(/turn\.started/g)).toHaveLength(1)
  })

  test('sends nothing but what was looked through', async () => {
    await add(hanako)
    await clerk.get(send())
    await api.call('POST', `/documents/${id}/participants`, {
      form: { name: '割込 者', email: 'late@example.jp' },
    })
    const told = await clerk.post(send())
    expect(told.status).toBe(409)
    expect(told.html).toContain('別の画面で下書きが変更されました')
    expect(told.html).toContain('割込 者')
    expect((await stored()).status).toBe(0)
    // Looked through again, it goes.
    expect((await clerk.post(send())).html).toContain('送信しました')
  })

  test('shows when people are reminded, and sends by no other plan', async () => {
    await add(hanako)
    expect((await clerk.get(send())).html).toContain('自動の再送：チーム設定のとおり（しない）')
    const other = await enterConsole(server)
    await other.get('/console/settings')
    const kept = formEntries(other.page().html)
    const plan = { reminder_from: 'request', reminder_first: '3', reminder_every: '7', reminder_most: '2' }
    await other.post('/console/settings', { ...kept, reminders: '1', ...plan })
    const told = await clerk.post(send())
    expect(told.status).toBe(409)
    expect(told.html).toContain('チーム設定のとおり（確認依頼の3日後から7日ごと、2回まで）')
    const reminders = `/console/documents/${id}/reminders`
    await other.get(reminders)
    await other.post(reminders, { choice: 'none' })
    expect((await clerk.post(send())).status).toBe(409)
    expect((await stored()).status).toBe(0)
    expect((await clerk.post(send())).html).toContain('送信しました')
    await other.get('/console/settings')
    await other.post('/console/settings', kept)
  })

  test('of a draft whose file was taken out meanwhile says so', async () => {
    await add(hanako)
    await clerk.get(send())
    const [file] = (await stored()).files
    await api.call('DELETE', `/documents/${id}/files/${file.id}`)
    const told = await clerk.post(send())
    expect(told.status).toBe(409)
    expect(told.html).toContain('ファイルがありません')
  })

  test('of a draft that was deleted meanwhile says that it is gone', async () => {
    await add(hanako)
    await clerk.get(send())
    await api.call('DELETE', `/documents/${id}`)
    expect((await clerk.post(send())).status).toBe(404)
  })

  test('is for its sender alone', async () => {
    await add({ how: 'sms', name: '山田 花子', tel: freshTel() })
    await addColleague(server, `send-${id}@example.jp`, 'a password of theirs')
    const colleague = await enterConsole(server, `send-${id}@example.jp`, 'a password of theirs')
    expect((await colleague.get(send())).status).toBe(404)
    await colleague.get('/console/documents')
    const token = hiddenFields(colleague.page().html, '/console/sign-out').form_token ?? ''
    expect((await colleague.post(send(), { form_token: token })).status).toBe(404)
    expect((await stored()).status).toBe(0)
  })
})

describe('the page of what was sent', () => {
  const remind = () => `/console/documents/${id}/remind`

  test('sends the request again to whom it went by mail, and says so', async () => {
    await add(hanako)
    await clerk.get(send())
    const page = await clerk.post(send())
    expect(page.html).toContain(`action="${remind()}"`)
    expect((await clerk.post(remind())).html).toContain('確認依頼のメールをもう一度送りました')
    const trail = await clerk.get(`/console/documents/${id}/audit.jsonl`)
    expect(trail.html.match(/turn\.started/g)).toHaveLength(2)
  })

  test('has no mail for somebody who gets a link, and none once it is cancelled', async () => {
    await add({ how: 'sms', name: '山田 花子', tel: freshTel() })
    await clerk.get(send())
    await clerk.post(send())
    const page = await clerk.get(`/console/documents/${id}`)
    expect(page.html).not.toContain(`action="${remind()}"`)
    const refused = await clerk.post(remind())
    expect([refused.status, refused.html.includes('同意用URLをお渡しください')]).toEqual([409, true])
    await clerk.get(`/console/documents/${id}/cancel`)
    await clerk.post(`/console/documents/${id}/cancel`, { comment: '条件が変わったため' })
    await clerk.get(`/console/documents/${id}`)
    expect((await clerk.post(remind())).status).toBe(409)
  })
})

describe('the preview of what a recipient will see', () => {
  const preview = (path = '') => `/console/documents/${id}/preview${path}`
  /** What is of this look or of this session, and of no recipient's page. */
  const bare = (html: string, base: string) =>
    html
      .replace(/<aside class="preview-mark".*?<\/aside>/s, '')
      .replace(/<div id="preview-said".*?<\/div><\/div>/s, '')
      .replace(/ data-others="[^"]*"/, '')
      .replace(/<dialog id="idle-warning".*?<\/dialog>/s, '')
      .replace(/<script[^>]*idle[^>]*><\/script>/, '')
      .replace(/<span lang="ja">送信するときに決まります。<\/span>/, '<code></code>')
      .replace(/<code>[0-9a-f ]*<\/code>/, '<code></code>')
      .replace(/name="(form_token|revision)" value="[^"]*"/g, 'name="$1"')
      .replace(/<span class="party-at">[^<]*<\/span>/g, '')
      .replaceAll(base, '')
      .replace('href="/review?lang=en"', 'href="?lang=en"')
  const pictureOf = async (browser: Recipient, html: string) => {
    const address = /rel="preload" as="image" href="([^"]*)"/.exec(html)?.[1] ?? ''
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${server.url}${address}`, { headers: { cookie } })
    return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  const keptFiles = async () =>
    (await readdir(server.dataDirectory, { recursive: true })).filter(
      (name) => name.includes(id) && name.includes('/preview-'),
    )
  const kept = async () => (await keptFiles()).length
  /** How many consent URLs were ever issued for it; a session begins with one of them. */
  const urls = async () => {
    const client = new Client({ connectionString: server.databaseUrl })
    await client.connect()
    const { rows } = await client.query('select count(*)::int from signing_urls where document_id = $1', [id])
    await client.end()
    return rows[0].count
  }
  /** Two recipients with fields, and what the sender wrote on the page. */
  const withFields = async () => {
    const tels = [freshTel(), freshTel()]
    await add({ how: 'sms', name: '山田 花子', tel: tels[0] ?? '' })
    await add({ how: 'sms', name: '佐藤 美咲', tel: tels[1] ?? '' })
    const { participants, files } = await stored()
    const place = (form: Record<string, string>) =>
      api.call('POST', `/documents/${id}/files/${files[0].id}/widgets`, {
        form: { page: '0', x: '100', y: '500', w: '60', h: '60', ...form },
      })
    const [sender, first, second] = participants.map((each: { id: string }) => each.id)
    await place({ participant_id: first, type: '0' })
    await place({ participant_id: second, type: '0', x: '300' })
    const written = { participant_id: sender, type: '1', text: '送信者の言葉', w: '120', h: '20', y: '600' }
    await place(written)
    return { tels, first, second }
  }

  test('is the page that they meet, word for word, and the paper that they read, mark for mark', async () => {
    const { tels, first } = await withFields()
    const looked = await clerk.get(preview(`/${first}`))
    expect(looked.html).toContain('class="preview-mark"')
    expect(looked.html).toContain('佐藤 美咲')
    const seen = bare(looked.html, preview(`/${first}`))
    const picture = await pictureOf(clerk, looked.html)
    expect(picture.type).toBe('image/png')
    const file = (await keptFiles()).find((name) => name.endsWith('.pdf')) ?? ''
    expect(file).not.toBe('')

    await clerk.get(send())
    await clerk.post(send())
    const shown = await clerk.post(`/console/documents/${id}/participants/${first}/url`)
    const url = /id="signing-url"[^>]*value="([^"]*)"/.exec(shown.html)?.[1] ?? ''
    const phone = await proveThePhone(url, tels[0] ?? '', server.codeFor)
    const real = await phone.get(`${new URL(url).pathname}/review`)
    expect(bare(real.html, new URL(url).pathname)).toBe(seen)
    expect((await pictureOf(phone, real.html)).bytes.equals(picture.bytes)).toBe(true)
    // What was only looked at is gone, and so is the way to it.
    expect(await kept()).toBe(0)
    // Also where the server died after the signature was recorded.
    await writeFile(join(server.dataDirectory, file), 'left')
    await rowsOf(
      server,
      `select graphile_worker.add_job('sign-act', json_build_object('documentId', $1::text, 'act', 0))`,
      id,
    )
    await until('it is tidied', async () => (await kept()) === 0)
    expect((await clerk.get(preview(`/${first}`))).url).toBe(`${server.url}/console/documents/${id}`)
  })

  test('records nothing and sends nothing, whatever is pressed on it', async () => {
    const { first } = await withFields()
    const trail = async () =>
      (await clerk.get(`/console/documents/${id}/audit.jsonl`)).html.split('\n').length
    const before = [await trail(), (await stored()).updated_at]
    const { html } = await clerk.get(preview(`/${first}`))
    const [widget = ''] = /name="(widget-[^"]*)"/.exec(html)?.slice(1) ?? []
    for (const press of ['inputs', 'confirm', 'consent']) {
      await clerk.get(preview(`/${first}`))
      const after = await clerk.post(preview(`/${first}/${press}`), { [widget]: '山田' })
      expect(after.html).toContain('プレビューのため、保存も送信もされません')
      expect(after.html).not.toContain('value="山田"')
    }
    for (const press of ['decline', 'transfer', 'confirm']) {
      expect((await clerk.get(preview(`/${first}/${press}`))).html).toContain('保存も送信もされません')
    }
    expect([await trail(), (await stored()).updated_at]).toEqual(before)
    expect(await urls()).toBe(0)
  })

  test('stands in a frame of our own with who it is for, and tells others that it is not there', async () => {
    const { first, second } = await withFields()
    const outer = await clerk.get(preview(`?from=check`))
    expect(outer.html).toContain(`src="${preview(`/${first}`)}?from=check"`)
    expect(outer.html).toContain(`href="/console/documents/${id}/send"`)
    expect(outer.headers.get('content-security-policy')).toContain("frame-src 'self'")
    const other = await clerk.get(preview(`?for=${second}`))
    expect(other.html).toContain(`src="${preview(`/${second}`)}?from=draft"`)
    const inner = await clerk.get(preview(`/${second}`))
    expect(inner.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")

    await addColleague(server, `preview-${id}@example.jp`, 'a password of theirs')
    const colleague = await enterConsole(server, `preview-${id}@example.jp`, 'a password of theirs')
    for (const path of ['', `/${first}`, `/${first}/terms`]) {
      expect((await colleague.get(preview(path))).status).toBe(404)
    }
    await clerk.get(`/console/documents/${id}/delete`)
    await clerk.post(`/console/documents/${id}/delete`)
    expect(await kept()).toBe(0)
  })

  test('speaks the language in which a recipient was entered, and theirs alone when it is switched', async () => {
    await add({ how: 'mail', name: 'John Smith', email: `john-${id}@example.com`, language_code: 'en' })
    const { participants } = await stored()
    const page = await clerk.get(preview(`/${participants[1].id}`))
    expect(page.html).toContain('<html lang="en">')
    expect(page.html).toContain('lang="ja"><p><strong>プレビュー')
    const switched = await clerk.get(preview(`/${participants[1].id}?lang=ja`))
    expect(switched.html).toContain('<html lang="ja">')
    expect(clerk.cookies.has('musubi-lang')).toBe(false)
  })

  test('of a template shows an open place by its number, to whoever may use it', async () => {
    const { first } = await withFields()
    const template = await saveAsTemplate(clerk, id, { slots: [first] })
    const page = await clerk.get(`/console/templates/${template}`)
    expect(page.html).toContain(`/console/templates/${template}/preview?from=template`)
    const outer = await clerk.get(`/console/templates/${template}/preview?from=template`)
    const inner = /<iframe[^>]*src="([^"]*)"/.exec(outer.html)?.[1] ?? ''
    expect((await clerk.get(inner)).html).toContain('空欄の宛先（_1）')
  })
})
