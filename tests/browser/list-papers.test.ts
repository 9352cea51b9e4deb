import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, type Integrator, sendDocument, signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague } from '../console/console-visitor.ts'
import { openChromium, visit } from './visitor.ts'

/** The first page of a document beside its title: on the lists of a desk and on its own page. */
let server: TestServer
let browser: Browser
let integrator: Integrator
let document: string
let file: string

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  const recipients = [{ name: '山田 花子', tel: freshTel() }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
  document = sent.documentId
  file = sent.fileId
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function enter(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${server.url}/console/documents`)
  await page.fill('#email', email)
  await page.fill('#password', password)
  await page.click('main button')
  await page.waitForURL('**/console/documents')
}

/** The files of a document as they lie in storage. */
async function storedOf(documentId: string): Promise<string[]> {
  const folder = join(server.dataDirectory, 'files', 'documents', documentId)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
}

/** How wide the picture is that has arrived. */
const widthOf = (page: Page, selector: string) => () =>
  page.locator(selector).evaluate((each: HTMLImageElement) => each.naturalWidth)

test('a list at a desk shows it, and so does the document', async () => {
  const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await enter(page, server.email, server.password)
  await expect.poll(widthOf(page, '.row-sheet img')).toBeGreaterThan(100)
  await page.click('.row-title')
  await page.waitForURL(`**/${document}`)
  await expect.poll(widthOf(page, '.files .sheet img')).toBeGreaterThan(100)
  expect(faults).toEqual([])
  await leave()
})

test('a phone asks for none in a list', async () => {
  const { page, leave } = await visit(browser)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await enter(page, server.email, server.password)
  await page.locator('.row-title').waitFor()
  await page.waitForLoadState('networkidle')
  expect(asked.filter((url) => url.endsWith('/thumbnail'))).toEqual([])
  await leave()
})

test('whoever may not read the document does not see it', async () => {
  const { page, leave } = await visit(browser)
  await enter(page, 'plain@example.jp', 'a password of theirs')
  for (const size of ['picture', 'thumbnail']) {
    const at = `${server.url}/console/documents/${document}/files/${file}/${size}`
    expect((await page.request.get(at)).status(), size).toBe(404)
  }
  await leave()
})

test('where none can be made there is a blank sheet, and not the sign of a broken picture', async () => {
  const { body } = await integrator.call('POST', '/documents', { title: '読めないファイル' })
  await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
  for (const path of await storedOf(body.id)) await writeFile(path, 'damaged')
  const { page, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await enter(page, server.email, server.password)
  const picture = `.row-sheet img[src*="${body.id}"]`
  await expect.poll(widthOf(page, picture)).toBe(210)
  await leave()
})
