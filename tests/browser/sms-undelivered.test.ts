/** An SMS that a gateway took and could not bring: what the recipient's page and the sender's console say and offer. */
import { createHmac } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import {
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioSettings,
} from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { fitsTheWidth, openChromium, visit } from './visitor.ts'

const token = 'an auth token'
let twilio: RecordedService
let other: RecordedService
let server: TestServer
let browser: Browser

beforeAll(async () => {
  twilio = await startRecordedService(twilioCreated('SM1'))
  other = await startRecordedService({ status: 200, body: '{"id":"o-1"}' })
  server = await startTestServer({
    env: {
      ...twilioSettings(twilio, token),
      SMS_SECOND_GATEWAY: 'http',
      SMS_SECOND_HTTP_TEMPLATE: JSON.stringify({
        method: 'POST',
        url: other.url,
        body: 'form',
        fields: { to: '{to}', text: '{text}', callback: '{receipt_url}' },
        numberFormat: 'national',
        timeoutMs: 5_000,
        receipts: { parameter: 'result', delivered: ['ok'], undelivered: ['ng'] },
      }),
    },
  })
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  twilio?.close()
  other?.close()
})

async function contract() {
  const tel = freshTel()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
  return { sent, tel, url: await signingUrl(sent) }
}

const textsOf = (service: RecordedService, tel: string) =>
  service.asked.filter(({ body }) => (new URLSearchParams(body).get('To') ?? '').endsWith(tel.slice(1)))

/** Twilio says what became of the newest SMS to this number. */
async function twilioSays(tel: string, word: string): Promise<void> {
  await until('Twilio has it', () => textsOf(twilio, tel).length > 0)
  const url = new URLSearchParams(textsOf(twilio, tel).at(-1)?.body).get('StatusCallback') ?? ''
  const fields = { ErrorCode: '30003', MessageStatus: word }
  const signed = `${url}ErrorCode30003MessageStatus${word}`
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64') },
    body: new URLSearchParams(fields),
  })
  expect(answer.status).toBe(200)
}

async function stateOf(documentId: string) {
  const rows = await rowsOf(
    server,
    'select state, gateway from sms_messages where document_id = $1 order by created_at',
    documentId,
  )
  return rows.map(({ state, gateway }) => `${gateway} ${state}`)
}

test('without scripts the page says it when it is looked at again, and another goes out at once by the other gateway', async () => {
  const { sent, tel, url } = await contract()
  const visitor = openBrowser(server.url)
  await visitor.get(url)
  const path = new URL(url).pathname
  const first = await visitor.post(`${path}/phone`, { tel })
  expect(first.html).toContain('SMSが届いたかどうかを確かめる')
  expect((await visitor.post(`${path}/code/resend`)).html).toContain('まだ再送できません。')
  await until('it is submitted', async () => (await stateOf(sent.documentId))[0] === 'first.twilio submitted')
  await twilioSays(tel, 'undelivered')
  const { html } = await visitor.get(`${path}/code`)
  expect(html).toContain('SMSがお手元の電話に届きませんでした。')
  expect(html).toContain('再送すると、別の経路ですぐにお送りします。')
  expect(html).toContain(`末尾が ${tel.slice(-2)} の番号をお使いでないときは`)
  expect(html).toMatch(/data-seconds="0"/)
  const again = await visitor.post(`${path}/code/resend`)
  expect(again.status).toBe(200)
  await until('the other gateway has it', async () => (await stateOf(sent.documentId)).length === 2)
  await until('it is submitted', async () => (await stateOf(sent.documentId))[1] === 'second.http submitted')
  expect(textsOf(twilio, tel)).toHaveLength(1)
  const callback = new URLSearchParams(other.asked.at(-1)?.body).get('callback') ?? ''
  expect((await fetch(`${callback}?result=ok`)).status).toBe(200)
  expect((await visitor.get(`${path}/code`)).html).toContain('お手元の電話にSMSが届きました。')
})

test('a page that is open says it by itself, offers what helps where it is read, and believes a late arrival', async () => {
  const { sent, tel, url } = await contract()
  const { page, leave } = await visit(browser, { viewport: { width: 360, height: 740 } })
  await page.goto(url)
  await page.fill('#tel', tel)
  await page.click('button[type=submit]')
  await page.waitForSelector('#delivery[data-state=submitted]')
  expect(await page.isVisible('#not-arrived')).toBe(false)
  await twilioSays(tel, 'undelivered')
  // Half a minute is what a person with the page before them waits at most.
  await page.waitForSelector('#delivery[data-state=undelivered]', { timeout: 30_000 })
  expect(await page.textContent('#delivery')).toBe('SMSがお手元の電話に届きませんでした。')
  expect(await page.isVisible('#not-arrived')).toBe(true)
  await page.waitForSelector('#resend:not([aria-disabled])')
  const above = await page.evaluate(() => {
    const top = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().top ?? 0
    return top('#resend') < top('#code')
  })
  expect(above).toBe(true)
  await fitsTheWidth(page)
  await twilioSays(tel, 'delivered')
  await page.waitForSelector('#delivery[data-state=delivered]')
  expect(await page.isVisible('#not-arrived')).toBe(false)
  expect(await stateOf(sent.documentId)).toEqual(['first.twilio delivered'])
  await leave()
})

test('the sender reads it at the document, at the participant and in the history, and no more once an SMS arrived', async () => {
  const { sent, tel, url } = await contract()
  const visitor = openBrowser(server.url)
  await visitor.get(url)
  await visitor.post(`${new URL(url).pathname}/phone`, { tel })
  await until('it is submitted', async () => (await stateOf(sent.documentId))[0] === 'first.twilio submitted')
  const console_ = await enterConsole(server)
  const shown = async () => (await console_.get(`/console/documents/${sent.documentId}`)).html
  expect(await shown()).not.toContain('届いていません')
  await twilioSays(tel, 'undelivered')
  const html = await shown()
  expect(html).toContain('山田 花子さんの電話に、SMSが届いていません。電話番号をご確認ください。')
  expect(html).toContain('いちばん新しいSMSが届いていません。')
  expect(html).toContain('山田 花子さんの電話にSMSが届きませんでした')
  expect(html).toContain('不達')
  await twilioSays(tel, 'delivered')
  expect(await shown()).not.toContain('届いていません')
})
