/** The story of a document and its acts in Chromium: opened by keyboard without scripts, in both sizes, judged by axe. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, picture, signInByKeyboard, tabTo, visit } from './visitor.ts'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('the steps of an act open by keyboard without scripts; an alert is set; all of it is judged by axe', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title: '業務委託基本契約書',
    recipients: [{ name: '山田 花子', tel }],
  })
  await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
  await waitForStatus(sent, 2)
  const address = `${server.url}/console/documents/${sent.documentId}`
  for (const viewport of [
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
  ]) {
    for (const lang of ['ja', 'en']) {
      const { page, faults, leave } = await visit(browser, { viewport, javaScriptEnabled: false })
      await signInByKeyboard(page, server, lang)
      await page.goto(`${address}?lang=${lang}`)
      await fitsTheWidth(page)
      const step = page.locator('.timeline-steps li').first()
      expect(await step.isVisible()).toBe(false)
      await tabTo(page, '.timeline-steps summary')
      await page.keyboard.press('Enter')
      expect(await step.isVisible()).toBe(true)
      await fitsTheWidth(page)
      await picture(page, `acts-story-${viewport.width}-${lang}`)
      await tabTo(page, '.more summary')
      await page.keyboard.press('Enter')
      await fitsTheWidth(page)
      await tabTo(page, '.more a')
      const [extract] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
      expect(extract.suggestedFilename()).toBe('合意締結証明書（抄本）.pdf')
      await page.goto(`${address}/alert`)
      await fitsTheWidth(page)
      await picture(page, `acts-alert-${viewport.width}-${lang}`)
      await page.fill('#day', '2099-01-31')
      await page.click('main .acts .button.primary')
      await page.waitForURL('**done=alert**')
      expect(faults).toEqual([])
      await leave()
    }
    const { page, leave } = await visit(browser, { viewport })
    await signInByKeyboard(page, server, 'ja')
    for (const path of [address, `${address}/alert`]) {
      await page.goto(path)
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true
      })
      expect(await judgedByAxeInBothSchemes(page), path).toEqual({ light: [], dark: [] })
    }
    await leave()
  }
})
