/** 電話で聞く on the page: it comes when an SMS is known not to have arrived, while the page is open. */
import { createHmac } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import {
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioSettings,
} from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { fitsTheWidth, openChromium, tabTo, visit } from './visitor.ts'

const token = 'an auth token'
let twilio: RecordedService
let server: TestServer
let browser: Browser

beforeAll(async () => {
  twilio = await startRecordedService(twilioCreated('SM1'))
  server = await startTestServer({
    env: { ...twilioSettings(twilio, token), SMS_TWILIO_VOICE_FROM: '+815012345678' },
  })
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  twilio?.close()
})

test('the call is offered with the news, by keyboard, and its page says what to do', async () => {
  const tel = freshTel()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const recipients = [{ name: '山田 花子', tel }]
  const url = await signingUrl(await sendDocument(integrator, { pdf: await contractPdf(), recipients }))
  const { page, faults, leave } = await visit(browser)
  await page.goto(url)
  await page.fill('#tel', tel)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/code')
  expect(await page.locator('#call').isVisible()).toBe(false)
  await until('Twilio has the SMS', () => twilio.asked.length > 0)
  const callback = new URLSearchParams(twilio.asked[0]?.body).get('StatusCallback') ?? ''
  await fetch(callback, {
    method: 'POST',
    headers: {
      'x-twilio-signature': createHmac('sha1', token)
        .update(`${callback}MessageStatusundelivered`)
        .digest('base64'),
    },
    body: new URLSearchParams({ MessageStatus: 'undelivered' }),
  })
  await page.locator('#call').waitFor()
  await fitsTheWidth(page)
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await page.emulateMedia({ colorScheme: 'light' })
  const folder = process.env.PICTURES
  if (folder !== undefined) await page.screenshot({ path: `${folder}/call-offered.png`, fullPage: true })
  await tabTo(page, '#call button')
  await page.keyboard.press('Enter')
  await page.locator('#delivery').getByText('お電話をおかけしています').waitFor()
  await until('Twilio is asked to call', () => twilio.asked.some(({ path }) => path.endsWith('/Calls.json')))
  await page.locator('#delivery').getByText('案内のあとに 1 を押してください').waitFor()
  await fitsTheWidth(page)
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await page.emulateMedia({ colorScheme: 'light' })
  if (folder !== undefined) await page.screenshot({ path: `${folder}/calling.png`, fullPage: true })
  expect(faults).toEqual([])
  await leave()
})
