/** The report of what was on the screen: bounded, of this document, and never more than the session can have seen. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atTheCode, atTheDocument, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const told = (documentId: string) =>
  scene.sql(
    "select row::json ->> 'files' as files from audit where document_id = $1 and type = 'pages.shown'",
    [documentId],
  )

test('is recorded with pages and seconds, as far as it can be true', async () => {
  const contract = await scene.contract()
  const { documentId, fileId } = contract.sent
  const browser = await atTheDocument(scene, contract)
  const { html } = browser.page
  const token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const report = async (pages: string) =>
    (await browser.post(`${contract.base}/pages`, { pages }, { form_token: token })).status
  expect(await report(`${fileId}:1=2,2=999999,77=4;elsewhere:1=1`)).toBe(204)
  const [row] = await told(documentId)
  const [file] = JSON.parse(row.files)
  expect(file.fileId).toBe(fileId)
  expect(file.pages.map(([page]: [number]) => page)).toEqual([1, 2])
  for (const [, seconds] of file.pages) expect(seconds).toBeLessThan(120)

  expect(await report('<script>')).toBe(400)
  expect(
    (await browser.post(`${contract.base}/pages`, { pages: `${fileId}:1=1` }, { form_token: 'x' })).status,
  ).toBe(403)
  for (let more = 0; more < 40; more++) expect(await report(`${fileId}:1=1`)).toBe(204)
  expect(await told(documentId)).toHaveLength(30)
})

test('notes for how many of the seconds a page was there as text', async () => {
  const contract = await scene.contract()
  const { documentId, fileId } = contract.sent
  const browser = await atTheDocument(scene, contract)
  const token = /name="form_token" value="([^"]+)"/.exec(browser.page.html)?.[1] ?? ''
  await browser.post(`${contract.base}/pages`, { pages: `${fileId}:1=1t1,2=1` }, { form_token: token })
  expect(browser.page.status).toBe(204)
  const [row] = await told(documentId)
  expect(JSON.parse(row.files)).toEqual([
    {
      fileId,
      pages: [
        [1, 1],
        [2, 1],
      ],
      asText: [[1, 1]],
    },
  ])
})

test('is taken from nobody who has not proved who they are', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  await browser.post(`${contract.base}/pages`, { pages: `${contract.sent.fileId}:1=1` })
  expect(browser.page.status).toBe(403)
  expect(await told(contract.sent.documentId)).toEqual([])
})
