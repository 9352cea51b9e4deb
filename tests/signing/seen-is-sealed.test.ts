import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTel, waitForStatus } from '#tests/support/integrator.ts'
import { hiddenFields } from '#tests/support/recipient.ts'
import { atTheDocument, type Contract, openScene, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

function named(html: string, kind: string): string {
  const tags = html.match(/<(?:input|textarea)[^>]*name="widget-[^"]+"[^>]*>/g) ?? []
  const tag = tags.find((each) => each.includes(`data-kind="${kind}"`)) ?? ''
  return /name="([^"]+)"/.exec(tag)?.[1] ?? ''
}

const statusOf = async ({ sent }: Contract) =>
  (await sent.integrator.call('GET', `/documents/${sent.documentId}`)).body.status

/** The text of the sealed file as a stranger's reader extracts it. */
async function sealedText(contract: Contract): Promise<string> {
  const { documentId, fileId, integrator } = contract.sent
  const { bytes } = await integrator.download(`/documents/${documentId}/files/${fileId}`)
  const path = join(mkdtempSync(join(tmpdir(), 'musubi-seen-')), 'sealed.pdf')
  writeFileSync(path, bytes)
  return execFileSync('pdftotext', ['-raw', path, '-']).toString()
}

async function signs(scene: Scene, text: string, seal: string) {
  const contract = await scene.contract({ widgets: true })
  const { base } = contract
  const browser = await atTheDocument(scene, contract)
  const { html } = browser.page
  const all = { [named(html, 'seal')]: seal, [named(html, 'text')]: text, [named(html, 'checkbox')]: '1' }
  const confirm = await browser.post(`${base}/confirm`, all)
  return { contract, browser, base, all, confirm, field: named(html, 'text') }
}

test('a text that its box cannot show whole is kept as a draft, and not consented to', async () => {
  const long = `${'漢'.repeat(200)}金壱百万円`
  const { contract, browser, base, all, confirm, field } = await signs(scene, long, '山田')
  expect(confirm.status).toBe(422)
  expect(confirm.html).toContain(`id="${field}-error"`)
  expect(confirm.html).toContain('はじめの96文字までなら入ります')
  // Kept: the page shows it again, and again says that it is too long.
  const again = await browser.get(`${base}/review`)
  expect(again.html).toContain(long)
  const skipped = await browser.get(`${base}/confirm`)
  expect([skipped.status, skipped.html.includes(`id="${field}-error"`)]).toEqual([422, true])
  const { form_token = '', revision = '' } = hiddenFields(skipped.html, `${base}/inputs`)
  await browser.post(`${base}/consent`, {}, { form_token, revision })
  expect(await statusOf(contract)).toBe(1)
  browser.headers = { accept: 'application/json' }
  const quiet = await browser.post(`${base}/inputs`, all)
  expect([quiet.status, JSON.parse(quiet.html)]).toEqual([
    422,
    { widgetId: field.replace('widget-', ''), kind: 'does_not_fit', most: 96 },
  ])
})

test('what was typed is what the sealed file says, letter for letter, in whatever script', async () => {
  const text = '葛\u{e0100}飾区 张伟 김철수 Юрий Nguyễn ภาษาไทย हिन्दी ２の３'
  const seal = '独立行政法人日本学術振興会研究事業部長'
  const { contract, browser, base, confirm } = await signs(scene, text, seal)
  expect(confirm.status).toBe(200)
  const done = await browser.post(`${base}/consent`, {}, hiddenFields(confirm.html, `${base}/consent`))
  expect(done.path).toBe(`${base}/done`)
  await waitForStatus(contract.sent, 2)
  const extracted = (await sealedText(contract)).normalize('NFC')
  expect(extracted.replaceAll(/\s/g, '')).toContain(text.normalize('NFC').replaceAll(' ', ''))
  for (const letter of seal) expect(extracted).toContain(letter)
})

test('invisible characters satisfy no required field, are refused by name, and stop no one who deletes them', async () => {
  const { confirm, browser, base, all, field } = await signs(scene, '\u3164', '山田')
  expect(confirm.status).toBe(422)
  expect(confirm.html).toContain('U+3164')
  const turned = await browser.post(`${base}/confirm`, { ...all, [field]: '百万円\u202e円万' })
  expect([turned.status, turned.html.includes('U+202E')]).toEqual([422, true])
  const blank = await browser.post(`${base}/confirm`, { ...all, [field]: '　\u00a0' })
  expect([blank.status, blank.html.includes(`id="${field}-error"`)]).toEqual([422, true])
  const fine = await browser.post(`${base}/confirm`, { ...all, [field]: '東京都' })
  expect(fine.status).toBe(200)
})

test('a variation selector that no font knows is dropped, and the consent goes through', async () => {
  const { contract, browser, base, confirm } = await signs(scene, '辻\u{e01ef}さん', '山田')
  expect(confirm.status).toBe(200)
  const done = await browser.post(`${base}/consent`, {}, hiddenFields(confirm.html, `${base}/consent`))
  expect(done.path).toBe(`${base}/done`)
  await waitForStatus(contract.sent, 2)
  expect(await sealedText(contract)).toContain('辻さん')
})

test('a reason for declining has lines, and nothing that nobody sees', async () => {
  const contract = await scene.contract()
  const { base } = contract
  const browser = await atTheDocument(scene, contract)
  await browser.get(`${base}/decline`)
  const refused = await browser.post(`${base}/decline`, { reason: 'だめ\u202eです' })
  expect([refused.status, refused.html.includes('U+202E')]).toEqual([422, true])
  await browser.post(`${base}/decline`, { reason: '一行目\r\n二行目' })
  const { body } = await contract.sent.integrator.call('GET', `/documents/${contract.sent.documentId}`)
  expect([body.status, body.decline_comment]).toEqual([3, '一行目\n二行目'])
})

test('each recipient reads their own document, and nothing of the one that was read a moment before', async () => {
  const people = [
    { name: '青木 一', title: '賃貸借 <一>' },
    { name: '馬場 "二"', title: '保証 & 二' },
  ]
  const read = await Promise.all(
    people.map(async ({ name, title }) => {
      const tel = freshTel()
      const contract = await scene.contract({ title, recipients: [{ name, tel }] })
      const browser = await atTheDocument(scene, { ...contract, tel })
      return { browser, contract, pages: [await browser.get(`${contract.base}/review`)] }
    }),
  )
  // Read in turns, so that each page is drawn when the other's was the last.
  for (const _ of [1, 2])
    for (const { browser, contract, pages } of read) pages.push(await browser.get(`${contract.base}/review`))
  const own = [
    ['青木 一', '賃貸借 &lt;一>'],
    ['馬場 "二"', '保証 &amp; 二'],
  ]
  const texts = (of: number) => {
    const { contract } = read[of] as (typeof read)[number]
    return [
      ...(own[of] ?? []).map((text) => text.replaceAll('"', '&quot;')),
      contract.base,
      contract.sent.fileId,
    ]
  }
  for (const [of, { pages }] of read.entries())
    for (const { html } of pages) {
      for (const text of texts(of)) expect(html).toContain(text)
      for (const text of texts(1 - of)) expect(html).not.toContain(text)
    }
})
