/** A recipient is asked for a file: what they may do on the review, and what it takes to consent. */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitForStatus } from '#tests/support/integrator.ts'
import { hiddenFields } from '#tests/support/recipient.ts'
import { type Asked, askedContract, type Chosen, png, pressUpload, type Request } from './asked-for-a-file.ts'
import type { HandMadeBrowser } from './hand-made-browser.ts'
import { atTheDocument, openScene, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene
let url: string

beforeAll(async () => {
  scene = await openScene()
  url = `http://127.0.0.1:${scene.port}`
})
afterAll(() => scene.close())

const license: Chosen = { name: '免許証.png', type: 'image/png', bytes: png('license') }
const attachmentOf = async ({ sent }: Asked) =>
  (await sent.integrator.call('GET', `/documents/${sent.documentId}`)).body.attachment
const namesOf = async (asked: Asked) =>
  (await attachmentOf(asked)).attached_files.map((each: { name: string; status: number }) => [
    each.name,
    each.status,
  ])
const bytesOf = ({ sent }: Asked): Promise<string[]> =>
  readdir(join(scene.server.dataDirectory, 'files/documents', sent.documentId, 'attached')).catch(() => [])
const trailOf = ({ sent }: Asked) =>
  scene.sql('select type, row from audit where document_id = $1 order by sequence', [sent.documentId])

async function standAtReview(request: Request = {}) {
  const asked = await askedContract(scene, request)
  const browser = await atTheDocument(scene, asked)
  const upload = (chosen: Chosen | null, fields?: Record<string, string>) =>
    pressUpload(browser, { url, base: asked.base }, chosen, fields)
  return { asked, browser, upload }
}

async function consent(browser: HandMadeBrowser, { base }: Asked): Promise<void> {
  await browser.get(`${base}/confirm`)
  await browser.post(`${base}/consent`)
}

describe('the recipient who is asked', () => {
  test('sees what is wanted, uploads, sees what was uploaded, and consents', async () => {
    const { asked, browser, upload } = await standAtReview({ description: '免許証 <両面> を', seal: true })
    expect(browser.page.html).toContain('免許証 &lt;両面> を')
    expect(browser.page.html).toContain('アップロードが済むと、同意へ進めます。')
    const seal = /name="(widget-[^"]+)"/.exec(browser.page.html)?.[1] ?? ''
    const uploaded = await upload(license, { [seal]: '山田' })
    expect([uploaded.status, uploaded.location]).toEqual([303, `${asked.base}/review?attached=added`])
    const { html } = await browser.get(uploaded.location ?? '')
    expect(html).toContain('ファイルをアップロードしました。')
    expect(html).toContain('<strong>免許証.png</strong>')
    // The same press kept what was typed.
    expect(html).toContain('value="山田"')
    await browser.get(`${asked.base}/confirm`)
    expect(browser.page.html).toContain('<dd>免許証.png</dd>')
    await browser.post(`${asked.base}/consent`)
    expect(browser.page.path).toBe(`${asked.base}/done`)
    const { attachment } = await waitForStatus(asked.sent, 2)
    const [file] = attachment.attached_files
    expect(file).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), name: '免許証.png', status: 1 })
    const path = `${url}/documents/${asked.sent.documentId}/attachments/${attachment.id}/attached_files`
    const headers = { authorization: `Bearer ${scene.integrator.token}` }
    const fetched = await fetch(`${path}/${file.id}`, { headers })
    expect(Object.fromEntries(fetched.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^attachment; .*filename\*=UTF-8''%E5%85%8D/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringContaining('no-store'),
    })
    expect(Buffer.from(await fetched.arrayBuffer()).equals(Buffer.from(license.bytes))).toBe(true)
    const added = (await trailOf(asked)).find(({ type }) => type === 'attached_file.added')
    const sha256 = createHash('sha256').update(license.bytes).digest('hex')
    expect(added?.row).toContain(`"sha256":"${sha256}"`)
    expect(added?.row).toContain(`"bytes":${license.bytes.length}`)
    expect(added?.row).not.toContain('免許証')
  })

  test('deletes and uploads again; what was deleted stays listed and its bytes go', async () => {
    const { asked, browser, upload } = await standAtReview()
    await upload(license)
    await browser.get(`${asked.base}/review`)
    const [file] = (await attachmentOf(asked)).attached_files
    expect(await bytesOf(asked)).toEqual([file.id])
    const form = hiddenFields(browser.page.html, `${asked.base}/inputs`)
    const deletion = `${asked.base}/attached/${file.id}/delete`
    for (const _press of ['once', 'twice']) {
      await browser.post(deletion, {}, form)
      expect(browser.page.path).toBe(`${asked.base}/review?attached=deleted`)
    }
    expect(browser.page.html).not.toContain('<strong>免許証.png</strong>')
    expect(await bytesOf(asked)).toEqual([])
    await upload({ ...license, bytes: png('the other side') })
    expect(await namesOf(asked)).toEqual([
      ['免許証.png', 2],
      ['免許証.png', 1],
    ])
    const events = (await trailOf(asked))
      .map(({ type }) => type)
      .filter((type) => type.startsWith('attached'))
    expect(events).toEqual(['attached_file.added', 'attached_file.deleted', 'attached_file.added'])
    await consent(browser, asked)
    await waitForStatus(asked.sent, 2)
    const gone = `${url}/documents/${asked.sent.documentId}/attachments/${asked.attachmentId}/attached_files/${file.id}`
    const answer = await fetch(gone, { headers: { authorization: `Bearer ${scene.integrator.token}` } })
    expect([answer.status, (await answer.json()).error]).toEqual([403, 'not_acceptable'])
  })

  test('sees only their own request: the next recipient is asked for nothing', async () => {
    const { asked, browser, upload } = await standAtReview({ recipients: 2 })
    await upload(license)
    await consent(browser, asked)
    const base = await pathOf(asked.sent, 1)
    const next = await atTheDocument(scene, { base, tel: asked.tels[1] ?? '' })
    expect(next.page.html).not.toContain('attached')
    const answer = await pressUpload(next, { url, base }, license)
    expect(answer.status).toBe(404)
    expect(await namesOf(asked)).toEqual([['免許証.png', 1]])
  })
})

describe('consent', () => {
  test('waits for a required file: it is named, and led to', async () => {
    const { asked, browser } = await standAtReview({ seal: true })
    const seal = /name="(widget-[^"]+)"/.exec(browser.page.html)?.[1] ?? ''
    expect(browser.page.html).toContain('未入力の項目が2件あります')
    const early = await browser.post(`${asked.base}/confirm`, { [seal]: '山田' })
    expect(early.status).toBe(422)
    expect(early.html).toContain('<a href="#attached-file">提出していただくファイル</a>')
    expect(early.html).toContain('ファイルがまだアップロードされていません。')
    // Nor does the consent itself go through when the page before it is skipped.
    const { form_token = '', revision = '' } = hiddenFields(early.html, `${asked.base}/inputs`)
    await browser.post(`${asked.base}/consent`, {}, { form_token, revision })
    expect([browser.page.status, browser.page.path]).toEqual([422, `${asked.base}/confirm`])
    expect((await trailOf(asked)).map(({ type }) => type)).not.toContain('participant.consented')
  })

  test('does not wait for an optional one', async () => {
    const { asked, browser } = await standAtReview({ required: false })
    expect(browser.page.html).toContain('提出は任意です。')
    await consent(browser, asked)
    expect(browser.page.path).toBe(`${asked.base}/done`)
  })

  test('is not given with a chosen file that was never uploaded: the page says so', async () => {
    const { asked, browser } = await standAtReview({ required: false })
    for (const action of ['confirm', 'inputs']) {
      await browser.get(`${asked.base}/review`)
      const form = hiddenFields(browser.page.html, `${asked.base}/inputs`)
      const answer = await browser.post(`${asked.base}/${action}`, { attached_file: '免許証.png' }, form)
      expect(answer.status).toBe(422)
      expect(answer.html).toContain('選んだファイルは、まだアップロードされていません。')
    }
  })

  test('is about the uploads that were shown: added on another device meanwhile, it is asked again', async () => {
    const { asked, browser, upload } = await standAtReview({ required: false })
    await browser.get(`${asked.base}/confirm`)
    const shown = hiddenFields(browser.page.html, `${asked.base}/consent`)
    const { form_token } = shown
    await upload(license, { form_token: form_token ?? '' })
    await browser.post(`${asked.base}/consent`, {}, shown)
    expect(stateOf(browser.page.html)).toBe('form_stale')
    await consent(browser, asked)
    expect(browser.page.path).toBe(`${asked.base}/done`)
  })

  test('ends uploading and deleting', async () => {
    const { asked, browser, upload } = await standAtReview()
    await upload(license)
    await browser.get(`${asked.base}/review`)
    const form = hiddenFields(browser.page.html, `${asked.base}/inputs`)
    const [file] = (await attachmentOf(asked)).attached_files
    await consent(browser, asked)
    const late = await upload({ ...license, bytes: png('late') }, form)
    expect([late.status, late.location]).toEqual([303, asked.base])
    await browser.post(`${asked.base}/attached/${file.id}/delete`, {}, form)
    expect(await namesOf(asked)).toEqual([['免許証.png', 1]])
    expect(await bytesOf(asked)).toEqual([file.id])
  })
})

describe('an upload that is not taken says why, keeps what was typed, and stores nothing', () => {
  test.each<[string, Chosen | null, string]>([
    ['no file', null, 'ファイルが選ばれていません。'],
    ['an empty file', { name: 'a.pdf', bytes: '' }, 'ファイルの中身が空でした。'],
    [
      'a kind that is not taken',
      { name: 'a.html', type: 'text/html', bytes: '<script>' },
      'この種類のファイルは',
    ],
    ['a name that lies', { name: 'a.pdf', type: 'application/pdf', bytes: 'MZ' }, 'ファイルの中身が、'],
    ['a declared type that lies', { name: 'a.txt', type: 'image/png', bytes: 'text' }, 'ファイルの中身が、'],
    [
      'more than 20 MB',
      { name: 'a.txt', type: 'text/plain', bytes: 'x'.repeat(20 * 1024 * 1024 + 1) },
      'ファイルが大きすぎます。1件20MBまで',
    ],
    [
      'far more than 20 MB',
      { name: 'a.txt', type: 'text/plain', bytes: 'x'.repeat(24 * 1024 * 1024) },
      'ファイルが大きすぎます。1件20MBまで',
    ],
  ])('%s', async (_what, chosen, words) => {
    const { asked, browser, upload } = await standAtReview({ seal: true })
    const seal = /name="(widget-[^"]+)"/.exec(browser.page.html)?.[1] ?? ''
    const answer = await upload(chosen, { [seal]: '山田' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain(words)
    expect(answer.html).toMatch(/id="attached-file"[^>]*aria-invalid="true"/)
    expect(answer.html).toContain('value="山田"')
    expect(await namesOf(asked)).toEqual([])
    expect(await bytesOf(asked)).toEqual([])
  })

  test('exactly 20 MB are taken', async () => {
    const { asked, upload } = await standAtReview()
    expect((await upload({ name: 'a.txt', bytes: 'x'.repeat(20 * 1024 * 1024) })).status).toBe(303)
    expect(await namesOf(asked)).toEqual([['a.txt', 1]])
  })

  test('an eleventh file', async () => {
    const { asked, upload } = await standAtReview()
    for (let number = 1; number <= 10; number++) {
      expect((await upload({ name: `${number}.png`, bytes: png(String(number)) })).status).toBe(303)
    }
    const answer = await upload({ name: '11.png', bytes: png('11') })
    expect(answer.html).toContain('これ以上アップロードできません。')
    expect(await bytesOf(asked)).toHaveLength(10)
  })

  test('without the form’s token, from another site, or without a session: nothing is stored', async () => {
    const { asked, browser, upload } = await standAtReview()
    expect((await upload(license, { form_token: 'x' })).status).toBe(403)
    const stranger = scene.browser()
    await stranger.get(asked.base)
    const unproven = await pressUpload(stranger, { url, base: asked.base }, license)
    expect([unproven.status, stateOf(unproven.html)]).toEqual([403, 'form_stale'])
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
    const body = new FormData()
    // The file stands before the token.
    body.append('attached_file', new Blob([license.bytes as BlobPart], { type: 'image/png' }), 'a.png')
    body.append('form_token', hiddenFields(browser.page.html, `${asked.base}/inputs`).form_token ?? '')
    const post = (origin: string, type?: string) =>
      fetch(`${url}${asked.base}/attached`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, origin, ...(type === undefined ? {} : { 'content-type': type }) },
        body: type === undefined ? body : 'form_token=x',
      })
    expect((await post(url)).status).toBe(403)
    expect((await post('https://elsewhere.example')).status).toBe(403)
    expect((await post(url, 'application/x-www-form-urlencoded')).status).toBe(403)
    expect((await post(url, 'multipart/form-data')).status).toBe(403)
    expect((await post(url, 'application/json')).status).toBe(415)
    expect(await bytesOf(asked)).toEqual([])
    expect(await namesOf(asked)).toEqual([])
  })

  test('one that is cut half way: nothing of it stays, and the next one is taken', async () => {
    const { asked, browser, upload } = await standAtReview()
    const token = hiddenFields(browser.page.html, `${asked.base}/inputs`).form_token ?? ''
    const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"`
    const beginning = `${part('form_token')}\r\n\r\n${token}\r\n${part('attached_file')}; filename="a.png"\r\n\r\n`
    await new Promise<void>((resolve) => {
      const cut = httpRequest(`${url}${asked.base}/attached`, {
        method: 'POST',
        headers: {
          cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': '5000000',
        },
      })
      cut.on('error', () => resolve())
      cut.write(beginning)
      cut.write(png('x'.repeat(1_000_000)))
      setTimeout(() => cut.destroy(new Error('gone')), 300)
    })
    expect((await upload(license)).status).toBe(303)
    const [file] = (await attachmentOf(asked)).attached_files
    expect(await bytesOf(asked)).toEqual([file.id])
    await expect
      .poll(() => readdir(join(scene.server.dataDirectory, 'files/.incoming')), { timeout: 20_000 })
      .toEqual([])
  })

  test('somebody who is asked for nothing', async () => {
    const contract = await scene.contract()
    const browser = await atTheDocument(scene, contract)
    const answer = await pressUpload(browser, { url, base: contract.base }, license)
    expect([answer.status, stateOf(answer.html)]).toEqual([404, 'url_unknown'])
  })

  test('an address that forms post to leads back to the review', async () => {
    const { asked, browser } = await standAtReview()
    for (const action of ['attached', `attached/${'0'.repeat(32)}/delete`]) {
      expect((await browser.get(`${asked.base}/${action}`)).path).toBe(`${asked.base}/review`)
    }
    const form = hiddenFields(browser.page.html, `${asked.base}/inputs`)
    expect((await browser.post(`${asked.base}/attached/x/delete`, {}, form)).status).toBe(404)
  })
})
