import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxe } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, type Caller, upload } from '#tests/web-api/caller.ts'
import { fitsTheWidth, openChromium, screen, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
let caller: Caller
let draftId: string

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  draftId = await aDraft(caller, {
    title: '賃貸借契約書（居住用・二年・保証会社利用）',
    message: 'ご契約の内容をご確認ください。\nご不明な点は担当までお知らせください。',
    note: '物件番号 A-1023',
  })
  const path = `/documents/${draftId}`
  const people: Record<string, string>[] = [
    { name: '山田 花子', organization: '株式会社みなと商事', email: 'hanako@example.jp' },
    { name: '佐藤 一郎', tel: '09012345678', callback: '1' },
    { name: '鈴木 保証', email: 'guarantee@example.jp', access_code: 'himitsu' },
  ]
  for (const form of people) await caller.call('POST', `${path}/participants`, { form })
  const { body } = await caller.call('POST', `${path}/files`, {
    raw: upload(await contractPdf(), '賃貸借契約書.pdf'),
  })
  for (const { id, order } of body.participants) {
    const form = { participant_id: id, type: '0', page: '0', x: '10', y: '10', text: order === 0 ? '印' : '' }
    await caller.call('POST', `${path}/files/${body.files[0].id}/widgets`, { form })
  }
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

async function signedIn(options: BrowserContextOptions = {}) {
  const visitor = await visit(browser, { javaScriptEnabled: false, ...options })
  const { page } = visitor
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/home')
  return visitor
}

describe('templates in Chromium', () => {
  test('are saved, shared, used, renamed and deleted without scripts', async () => {
    const { page, faults, leave } = await signedIn()
    await page.goto(`${server.url}/console/documents/${draftId}`)
    await page.click(`a[href="/console/documents/${draftId}/template"]`)
    await page.uncheck('.places input >> nth=2')
    await page.fill('#title', '')
    await page.click('main .acts button')
    expect(await page.locator('#title-error').isVisible()).toBe(true)
    expect(await page.isChecked('.places input >> nth=2')).toBe(false)
    await page.fill('#title', '居住用賃貸借のひな形')
    await page.click('main .acts button')
    await page.waitForURL('**/templates/*?done=saved')
    const template = new URL(page.url()).pathname
    await page.click(`form[action="${template}/share"] button`)
    await page.waitForURL('**?done=shared')
    await page.fill('#title', '居住用賃貸借のひな形（改）')
    await page.click(`form[action="${template}/rename"] button`)
    await page.waitForURL('**?done=renamed')
    expect(await page.textContent('h1')).toBe('居住用賃貸借のひな形（改）')
    await page.click(`a[href="${template}/use"]`)
    await page.click('main .acts button[value="draft"]')
    await page.waitForURL('**/documents/*/draft')
    expect(await page.textContent('main')).toContain('空欄の宛先（_2）')
    await page.click('nav a[href="/console/templates"]')
    await page.click(`a[href="${template}"]`)
    await page.click(`a[href="${template}/delete"]`)
    await page.click('main .acts button')
    await page.waitForURL('**/templates?done=deleted')
    expect(faults).toEqual([])
    await leave()
  })

  test.each([
    [320, 740, 'light'],
    [360, 740, 'light'],
    [768, 1024, 'dark'],
    [1280, 800, 'light'],
  ] as const)('fit into %i×%i (%s), and nothing stands in the way of anybody', async (width, height, scheme) => {
    const { page, faults, leave } = await signedIn({
      viewport: { width, height },
      colorScheme: scheme,
      javaScriptEnabled: true,
    })
    const look = async (name: string) => {
      expect(await page.locator('h1').count()).toBe(1)
      await fitsTheWidth(page)
      expect([page.url(), await judgedByAxe(page)]).toEqual([page.url(), []])
      await screen(page, `console-templates-${name}-${width}`)
    }
    await page.goto(`${server.url}/console/templates?q=zzz`)
    await look('nothing')
    await page.goto(`${server.url}/console/templates?scope=shared`)
    await look('empty')
    await page.goto(`${server.url}/console/documents/${draftId}/template`)
    await look('save')
    await page.uncheck('.places input >> nth=2')
    await page.fill('#title', `居住用賃貸借のひな形 ${width}`)
    await page.click('main .acts button')
    await page.waitForURL('**/templates/*?done=saved')
    await look('one')
    const template = new URL(page.url()).pathname
    await page.click(`form[action="${template}/share"] button`)
    await page.waitForURL('**?done=shared')
    await page.click('ul.files .file-act')
    await look('replace')
    const { PDF } = await import('@libpdf/core')
    const small = PDF.create()
    small.addPage({ width: 60, height: 60 })
    const buffer = Buffer.from(await small.save())
    await page.setInputFiles('#uploadfile', { name: '改訂版.pdf', mimeType: 'application/pdf', buffer })
    // From here by keyboard alone: the choice, then the button behind it.
    await page.focus('main .acts button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.misfits')
    await look('misfits')
    await page.focus('#fate-move')
    await page.keyboard.press('ArrowDown')
    expect(await page.isChecked('#fate-drop')).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${template}`)
    await page.goto(`${server.url}/console/templates`)
    await look('list')
    await page.goto(`${server.url}${template}/delete`)
    await look('delete')
    for (const path of ['/console/templates', template, `/console/documents/${draftId}/template`]) {
      await page.goto(`${server.url}${path}?lang=en`)
      await look(`english-${path.split('/').length}`)
    }
    await page.goto(`${server.url}${template}?lang=ja`)
    await page.click(`a[href="${template}/use"]`)
    await look('use')
    await page.fill('#p1-name', '甲')
    await page.fill('#p1-tel', '03-1234-5678')
    await page.click('main .acts button[value="check"]')
    await look('use-refused')
    await page.goto(`${server.url}${template}/bulk`)
    await look('bulk')
    await page.click('main form.card button')
    await look('bulk-refused')
    const heading = '書類のタイトル,宛先1 氏名,宛先1 携帯電話番号,宛先2 氏名,宛先2 メールアドレス'
    const lines = ['題,甲,090-1111-1111,乙,otsu@example.jp', '題,,03-1234-5678,乙,otsu.example.jp']
    const csv = Buffer.from([heading, ...lines].join('\r\n'))
    await page.setInputFiles('#list', { name: '宛先.csv', mimeType: 'text/csv', buffer: csv })
    await page.click('#act-draft')
    await page.click('main form.card button')
    await page.waitForURL('**/bulk-sends/*?done=checked')
    await look('bulk-checked')
    const list = new URL(page.url()).pathname
    await page.goto(`${server.url}${list}?lang=en`)
    await look('bulk-checked-english')
    await page.goto(`${server.url}${list}/stop?lang=ja`)
    await look('bulk-stop')
    await page.goto(`${server.url}${list}`)
    await page.check('#leave-out')
    await page.click('.bulk-begin button')
    await page.waitForURL('**?done=start')
    // The page says by itself that it is over.
    await page.waitForSelector('a.primary[href$="/result.csv"]')
    await look('bulk-done')
    await page.goto(`${server.url}/console/bulk-sends`)
    await look('bulk-list')
    // Later screens expect that nothing is shared.
    await page.goto(`${server.url}${template}`)
    await page.click(`form[action="${template}/unshare"] button`)
    await page.waitForURL('**?done=unshared')
    expect(faults).toEqual([])
    await leave()
  })
})
