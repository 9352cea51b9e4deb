import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import { hiddenFields, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'
import { begin } from './making-visitor.ts'

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

type Person = Record<
  'id' | 'name' | 'email' | 'tel' | 'organization' | 'language_code' | 'access_code',
  string
> & {
  callback: boolean
}
const people = async (): Promise<Person[]> =>
  (await api.call('GET', `/documents/${id}`)).body.participants.slice(1)
const draft = () => `/console/documents/${id}/draft`
const add = async (fields: Record<string, string>, by = clerk) => {
  await by.get(draft())
  return by.post(`/console/documents/${id}/people`, fields)
}
const bySms = (name: string, tel = freshTel()) => ({ how: 'sms', name, tel })
const byMail = (name: string, email: string) => ({ how: 'mail', name, email })

describe('a form without a script', () => {
  test('that arrives three times at once adds one recipient, and another one when other words are typed', async () => {
    const action = `/console/documents/${id}/people`
    const fields = { ...hiddenFields((await clerk.get(draft())).html, action), ...bySms('山田 花子') }
    const pages = await Promise.all([1, 2, 3].map(() => clerk.post(action, fields)))
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await people()).toHaveLength(1)
    await clerk.post(action, fields)
    expect(await people()).toHaveLength(1)
    // A page that the browser kept, gone back to.
    await clerk.post(action, { ...fields, name: '佐藤 美咲' })
    await clerk.post(action, { ...fields, name: '鈴木 一郎', press: "x'; --" })
    expect((await people()).map(({ name }) => name)).toEqual(['山田 花子', '佐藤 美咲', '鈴木 一郎'])
  })

  test('that arrives twice at once adds one person to inform', async () => {
    const action = `/console/documents/${id}/reportees`
    const who = { name: '総務', email: 'office@example.jp' }
    const fields = { ...hiddenFields((await clerk.get(draft())).html, action), ...who }
    const pages = await Promise.all([clerk.post(action, fields), clerk.post(action, fields)])
    expect(pages.map(({ status }) => status)).toEqual([200, 200])
    expect((await api.call('GET', `/documents/${id}`)).body.reportees).toHaveLength(1)
  })

  test('of one draft makes nobody of another', async () => {
    const first = id
    const { html } = await clerk.get(draft())
    const { press = '' } = hiddenFields(html, `/console/documents/${id}/people`)
    const fields = { ...bySms('山田 花子'), press }
    await clerk.post(`/console/documents/${id}/people`, fields)
    id = await begin(clerk)
    expect((await add(fields)).html).toContain('山田 花子')
    expect(await people()).toHaveLength(1)
    id = first
    expect(await people()).toHaveLength(1)
  })
})

describe('a recipient', () => {
  test('by phone number is one whom an SMS identifies, however the number is written', async () => {
    const page = await add({
      how: 'sms',
      name: '山田 花子',
      organization: '山田商店',
      tel: '０９０－1234 5678',
    })
    expect(page.html).toContain('宛先を追加しました')
    expect(page.html).toContain('090-1234-5678')
    const [person] = await people()
    expect(person).toMatchObject({
      name: '山田 花子',
      organization: '山田商店',
      tel: '09012345678',
      callback: true,
    })
  })

  test('by e-mail has an address, an access code and a language', async () => {
    const fields = {
      ...byMail('李 明', 'li@example.cn'),
      access_code: 'さくら2026年',
      language_code: 'zh-CHS',
    }
    const page = await add({ ...fields, tel: '090-0000-0000' })
    expect(page.html).toContain('アクセスコードあり')
    const [person] = await people()
    expect(person).toMatchObject({
      email: 'li@example.cn',
      language_code: 'zh-CHS',
      callback: false,
      tel: '',
    })
  })

  test.each<[string, Record<string, string>, string]>([
    ['no name', { how: 'sms', name: ' ', tel: '09012345678' }, '氏名を入力してください'],
    ['no number', { how: 'sms', name: '山田', tel: '' }, '携帯電話番号を入力してください'],
    [
      'a fixed line',
      { how: 'sms', name: '山田', tel: '03-1234-5678' },
      '日本の携帯電話番号を入力してください',
    ],
    ['letters', { how: 'sms', name: '山田', tel: '<b>090</b>' }, '日本の携帯電話番号を入力してください'],
    ['no address', { how: 'mail', name: '山田', email: '' }, 'メールアドレスを入力してください'],
    [
      'no address at all',
      { how: 'mail', name: '山田', email: 'hanako' },
      'メールアドレスの形を確かめてください',
    ],
    ['a short code', { ...byMail('山田', 'a@b.jp'), access_code: '123' }, '6文字以上64文字以内'],
    ['a long name', bySms('あ'.repeat(65)), '64文字以内で入力してください'],
    ['an invisible letter', bySms('山田\u200b花子'), '目に見えない文字（U+200B）'],
    ['an unprintable letter', bySms('山田\u{1f600}'), '書類に印字できません'],
  ])('with %s is told at the field, and what was typed stays', async (_, fields, sentence) => {
    const page = await add({ ...fields, organization: '残る商店' })
    expect(page.status).toBe(400)
    expect(page.html).toContain(sentence)
    expect(page.html).toContain('value="残る商店"')
    expect(page.html).toContain('aria-invalid="true"')
    expect(page.html).not.toContain('<b>090')
    expect(await people()).toEqual([])
  })

  test('is not entered twice under one address', async () => {
    await add(byMail('山田 花子', 'hanako@example.jp'))
    const page = await add(byMail('山田 花', 'Hanako@example.jp'))
    expect(page.html).toContain('すでに宛先にあります')
    expect(await people()).toHaveLength(1)
  })

  test('is no 129th', async () => {
    for (let k = 0; k < 128; k++) {
      const form = { name: `宛先 ${k}`, email: `r${k}@example.jp` }
      await api.call('POST', `/documents/${id}/participants`, { form })
    }
    const page = await add(bySms('百二十九'))
    expect(page.status).toBe(400)
    expect(page.html).toContain('宛先は128名までです')
  })

  test('is changed from one way to the other, and leaves nothing of the first', async () => {
    await add(bySms('山田 花子', '09011112222'))
    const [before] = await people()
    const path = `/console/documents/${id}/people/${before?.id}`
    const form = formEntries((await clerk.get(path)).html)
    expect(form).toMatchObject({ name: '山田 花子', tel: '09011112222' })
    const page = await clerk.post(path, { ...byMail('山田 華子', 'hanako@example.jp'), tel: '09011112222' })
    expect(page.html).toContain('宛先を保存しました')
    const [after] = await people()
    expect(after).toMatchObject({ name: '山田 華子', email: 'hanako@example.jp', tel: '', callback: false })
  })

  test('of a team without a return URL is entered here all the same', async () => {
    const settings = '/console/settings'
    const form = formEntries((await clerk.get(settings)).html)
    const { embedded_signing: _, ...others } = form
    const without = { ...others, return_url: '' }
    expect((await clerk.post(settings, without)).url).toContain('done=')
    const refused = await api.call('POST', `/documents/${id}/participants`, {
      form: { name: '山田', tel: '09012345678', callback: 'true' },
    })
    expect(refused.status).toBe(400)
    expect((await add(bySms('山田 花子'))).html).toContain('宛先を追加しました')
    await clerk.get(settings)
    await clerk.post(settings, form)
  })
})

describe('the order of the recipients', () => {
  const names = async () => (await people()).map(({ name }) => name)
  const order = () => `/console/documents/${id}/people/order`

  test('is changed by buttons, which keep the focus', async () => {
    for (const name of ['一', '二', '三']) await add(bySms(name))
    const [, , third] = await people()
    await clerk.get(draft())
    const page = await clerk.post(order(), { move: third?.id ?? '', by: 'up' })
    expect(await names()).toEqual(['一', '三', '二'])
    expect(page.html).toMatch(/aria-label="三を1つ前へ"[^>]*autofocus/)
    await clerk.post(order(), { move: third?.id ?? '', by: 'up' })
    await clerk.post(order(), { move: third?.id ?? '', by: 'up' })
    expect(await names()).toEqual(['三', '一', '二'])
  })

  test('is taken whole from a page, and not from one that does not know everybody', async () => {
    for (const name of ['一', '二']) await add(bySms(name))
    const [first, second] = await people()
    const reversed = `${second?.id},${first?.id}`
    await clerk.get(draft())
    await clerk.post(order(), { order: reversed, move: '' })
    expect(await names()).toEqual(['二', '一'])
    await add(bySms('三'))
    const late = await clerk.post(order(), { order: reversed, move: '' })
    expect(late.status).toBe(409)
    expect(late.html).toContain('下書きが別の画面で変更されました')
  })
})

describe('two pages of one draft', () => {
  test('do not overwrite a recipient unseen', async () => {
    await add(bySms('山田 花子', '09011112222'))
    const [person] = await people()
    const path = `/console/documents/${id}/people/${person?.id}`
    const other = await enterConsole(server)
    await clerk.get(path)
    await other.get(path)
    await clerk.post(path, bySms('山田 花子', '09033334444'))
    const told = await other.post(path, bySms('山田 はな子', '09011112222'))
    expect(told.status).toBe(409)
    expect(told.html).toContain('別の画面で先に変更されました')
    expect(told.html).toContain('090-3333-4444')
    expect((await people())[0]).toMatchObject({ name: '山田 花子', tel: '09033334444' })
  })

  test('remove a recipient once, and say that they are gone where they are changed', async () => {
    await add(bySms('山田 花子'))
    const [person] = await people()
    const path = `/console/documents/${id}/people/${person?.id}`
    const other = await enterConsole(server)
    await other.get(path)
    await clerk.get(draft())
    await clerk.post(`${path}/remove`)
    expect((await clerk.post(`${path}/remove`)).status).toBe(200)
    expect((await other.post(path, bySms('遅い'))).status).toBe(404)
    expect(await people()).toEqual([])
  })

  test('of which one has sent the draft: the other is told, and nothing is added', async () => {
    await add(byMail('山田 花子', 'hanako@example.jp'))
    await clerk.get(draft())
    await api.call('POST', `/documents/${id}`)
    const late = await clerk.post(`/console/documents/${id}/people`, bySms('遅い'))
    expect(late.status).toBe(409)
    expect(late.html).toContain('すでに送信されたか削除されています')
    expect(await people()).toHaveLength(1)
  })
})

describe('a reportee', () => {
  const reportees = async () => (await api.call('GET', `/documents/${id}`)).body.reportees

  test('is added, refused where they are a recipient, and removed', async () => {
    await add(byMail('山田 花子', 'hanako@example.jp'))
    const path = `/console/documents/${id}/reportees`
    await clerk.post(path, { name: '総務 係', email: 'soumu@example.jp' })
    const [reportee] = await reportees()
    expect(reportee).toMatchObject({ name: '総務 係', email: 'soumu@example.jp' })
    const twice = await clerk.post(path, { name: '山田', email: 'hanako@example.jp' })
    expect(twice.status).toBe(400)
    expect(twice.html).toContain('すでに宛先か共有先にあります')
    await clerk.get(draft())
    await clerk.post(`${path}/${reportee.id}/remove`)
    expect(await reportees()).toEqual([])
  })
})

test('a colleague finds neither the draft nor its recipients', async () => {
  await add(bySms('山田 花子'))
  const [person] = await people()
  await addColleague(server, 'people@example.jp', 'a password of theirs')
  const colleague = await enterConsole(server, 'people@example.jp', 'a password of theirs')
  expect((await colleague.get(`/console/documents/${id}/people/${person?.id}`)).status).toBe(404)
  await colleague.get('/console/documents')
  const late = await colleague.post(`/console/documents/${id}/people`, bySms('他人'))
  expect(late.status).toBe(404)
  expect(await people()).toHaveLength(1)
})
