import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/web-api/operations.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { openChromium, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

/** Two cores are shared with servers and browsers of other tests. */
const patience = { timeout: 30_000 }

const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]

test.each(
  sizes,
)('the reference shows every call at $width×$height, and nothing is wider than the screen', async (viewport) => {
  const { page, faults, leave } = await visit(browser, { viewport })
  for (const lang of ['ja', 'en']) {
    await page.goto(`${server.url}/reference?lang=${lang}`)
    for (const { name, summary } of operations) {
      const call = page.locator(`#${name}`)
      expect(await call.locator('h3').textContent()).toBe(summary[lang as 'ja' | 'en'])
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
    const dangling = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('main a[href^="#"], nav a[href^="#"]')]
        .map((link) => link.hash.slice(1))
        .filter((id) => document.getElementById(id) === null),
    )
    expect(dangling).toEqual([])
    if (process.env.SCREENS !== undefined) {
      await mkdir(process.env.SCREENS, { recursive: true })
      const shoot = (part: string) =>
        page.screenshot({
          path: join(process.env.SCREENS ?? '', `reference-${lang}-${viewport.width}-${part}.png`),
        })
      await shoot('top')
      await page.locator('#addParticipant').scrollIntoViewIfNeeded()
      await page.goto(`${server.url}/reference?lang=${lang}#addParticipant`)
      await shoot('call')
      await page.goto(`${server.url}/reference?lang=${lang}#errors`)
      await shoot('errors')
      await page.locator('#addFile > pre').scrollIntoViewIfNeeded()
      await shoot('curl')
      await page.goto(`${server.url}/reference?lang=${lang}#updateAttribute`)
      await shoot('attribute')
    }
  }
  expect(faults).toEqual([])
  await leave()
})

test('a call is run on the evaluation server, once a client id is given', async () => {
  const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await page.goto(`${server.url}/reference?lang=ja`)
  const create = page.locator('#createDocument')
  await create.locator('summary').click()
  await create.locator('input[name=title]').fill('リファレンスから')
  const run = () => create.getByRole('button', { name: '実行する' }).click()
  await run()
  await expect.poll(() => create.locator('.outcome').textContent(), patience).toContain('試す準備')

  await page.fill('#client-id', server.clientId)
  await run()
  await expect.poll(() => create.locator('.outcome').textContent(), patience).toContain('200')
  const document = JSON.parse((await create.locator('output pre').textContent()) ?? '')
  expect(document.title).toBe('リファレンスから')
  if (process.env.SCREENS !== undefined) {
    await create.locator('output').scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(process.env.SCREENS, 'reference-try.png') })
  }

  const pdf = join(tmpdir(), `reference-${process.pid}.pdf`)
  await writeFile(pdf, await contractPdf())
  const add = page.locator('#addFile')
  await add.locator('summary').click()
  await add.locator('input[name=document_id]').fill(document.id)
  await add.locator('input[name=uploadfile]').setInputFiles(pdf)
  await add.getByRole('button', { name: '実行する' }).click()
  await expect.poll(() => add.locator('.outcome').textContent(), patience).toContain('200')

  const get = page.locator('#getDocument')
  await get.locator('summary').click()
  await get.locator('input[name=document_id]').fill('nobody')
  await get.getByRole('button', { name: '実行する' }).click()
  await expect.poll(() => get.locator('output pre').textContent(), patience).toContain('not_found')
  // A browser writes failed requests on its console by itself.
  expect(faults.filter((each) => !each.includes('404'))).toEqual([])
  await leave()
})
