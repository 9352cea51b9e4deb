/** What the viewer loads: ranges of the file, the copy laid out for reading, and the first look. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { consent, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { until } from '#tests/support/until.ts'
import { atTheCode, openScene, type Scene } from './scene.ts'

let scene: Scene
let browser: Recipient
let file: string

beforeAll(async () => {
  scene = await openScene()
  const content = `BT /F1 12 Tf 72 700 Td (Article 1) Tj ET ${'0 0 1 1 re f '.repeat(400)}`
  const { base, tel, sent } = await scene.contract({
    pdf: makePdf({ pages: Array.from({ length: 60 }, () => ({ content })) }),
  })
  await until('the sending is signed', async () => {
    const [row] = await scene.sql('select signed_at from acts where document_id = $1', [sent.documentId])
    return row?.signed_at != null
  })
  // A browser says what it asks for (Fetch Metadata): then the copy is made while its code is on the way.
  const metadata = { 'sec-fetch-dest': 'document' }
  browser = await proveThePhone(`${scene.server.url}${base}`, tel, scene.server.codeFor, 0, metadata)
  file = `${base}/files/${sent.fileId}`
})
afterAll(() => scene?.close())

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return fetch(`${scene.server.url}${path}`, { headers: { cookie, ...headers }, redirect: 'manual' })
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer())
}

describe('the shown file', () => {
  test('is sent whole or by ranges, which put together are the file', async () => {
    const whole = await bytesOf(await get(file))
    const head = await get(file, { range: 'bytes=0-99' })
    const rest = await get(file, { range: 'bytes=100-' })
    expect([head.status, rest.status]).toEqual([206, 206])
    expect(head.headers.get('content-range')).toBe(`bytes 0-99/${whole.length}`)
    expect(Buffer.concat([await bytesOf(head), await bytesOf(rest)]).equals(whole)).toBe(true)
    const tail = await get(file, { range: 'bytes=-7' })
    expect((await bytesOf(tail)).equals(whole.subarray(-7))).toBe(true)
  })

  test.each([
    'bytes=9-3',
    'bytes=a-b',
    'bytes=0-1,5-6',
    'lines=1-2',
    'bytes=-',
  ])('ignores the range %s and sends the whole', async (range) => {
    const answer = await get(file, { range })
    expect(answer.status).toBe(200)
    await answer.body?.cancel()
  })

  test('says so when nothing of the range is there', async () => {
    const answer = await get(file, { range: 'bytes=99999999-' })
    expect(answer.status).toBe(416)
    expect(answer.headers.get('content-range')).toMatch(/^bytes \*\/\d+$/)
  })
})

test('the copy for reading is another file with the same pages; the download stays the revision', async () => {
  const revision = await bytesOf(await get(file))
  await until('the copy is made', async () => (await get(`${file}/reading`)).status === 200)
  const copy = await bytesOf(await get(`${file}/reading`))
  expect(copy.toString('latin1', 0, 200)).toContain('/Linearized')
  expect((await bytesOf(await get(`${file}?download=1`))).equals(revision)).toBe(true)
})

test('a page tells the viewer one file for all of its pieces: the copy only where it was there already', async () => {
  const review = file.replace(/\/files\/.*$/, '/review')
  const page = await (await get(review)).text()
  expect(page).toContain(`data-source="${file}/reading"`)
  const contract = await scene.contract()
  const small = await proveThePhone(`${scene.server.url}${contract.base}`, contract.tel, scene.server.codeFor)
  const own = `${contract.base}/files/${contract.sent.fileId}`
  expect(small.page().html).toContain(`data-source="${own}"`)
  // Asked for all the same, a copy that is not there is no other file in its place.
  await small.get(`${own}/reading`)
  expect(small.page().status).toBe(404)
})

test('the first look is a small PNG', async () => {
  // A door that waited four seconds for the drawing answers that there is none yet.
  await until('it is drawn', async () => (await get(`${file}/first-page`)).status === 200)
  const answer = await get(`${file}/first-page`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect((await bytesOf(answer)).length).toBeLessThan(40_000)
})

test('nothing of it is had before the code is right', async () => {
  const contract = await scene.contract()
  const outside = await atTheCode(scene, contract)
  const base = `${contract.base}/files/${contract.sent.fileId}`
  for (const path of [`${base}/reading`, `${base}/first-page`]) {
    await outside.get(path)
    expect(outside.page.path).not.toBe(path)
  }
})

test('after the consent the viewer that still loads gets no page in place of its file, and a person gets one', async () => {
  const contract = await scene.contract()
  const reader = await proveThePhone(
    `${scene.server.url}${contract.base}`,
    contract.tel,
    scene.server.codeFor,
  )
  const cookie = [...reader.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = (path: string, destination: string) =>
    fetch(`${scene.server.url}${path}`, {
      headers: { cookie, 'sec-fetch-dest': destination },
      redirect: 'manual',
    })
  await consent(reader)
  const own = `${contract.base}/files/${contract.sent.fileId}`
  for (const [path, destination] of [
    [own, 'empty'],
    [`${own}/reading`, 'empty'],
    [`${own}/first-page`, 'image'],
  ] as const) {
    const answer = await ask(path, destination)
    expect([answer.status, await answer.text()], path).toEqual([403, ''])
  }
  const answer = await ask(own, 'document')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, contract.base])
})
