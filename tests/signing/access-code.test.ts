import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { consent, openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server.close())

async function sendByMail(accessCode: string) {
  const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
  const uploaded = await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  const email = `hanako-${body.id.slice(-6)}@example.jp`
  const fields = { name: '山田 花子', email, ...(accessCode === '' ? {} : { access_code: accessCode }) }
  const added = await integrator.call('POST', `/documents/${body.id}/participants`, fields)
  await integrator.call('POST', `/documents/${body.id}`)
  const participants = [added.body.participants.at(-1).id]
  return { sent: { documentId: body.id, fileId: uploaded.body.files[0].id, participants, integrator }, email }
}

/** The link in the request mail. */
async function linkFor(email: string): Promise<string> {
  let link: string | undefined
  await until('the mail comes', async () => {
    const mail = (await server.mails()).find((each) => each.to === email)
    link = /http\S+\/s\/\S+/.exec(mail?.text ?? '')?.[0]
    return link !== undefined
  })
  return link ?? ''
}

test('a recipient by e-mail opens the document by its link, consents, and gets the sealed copies by mail', async () => {
  const { sent, email } = await sendByMail('')
  const link = await linkFor(email)
  const browser = openBrowser(server.url)
  const open = await browser.get(link)
  expect(open.html).not.toContain('覚書')
  expect(open.html).not.toContain('name="access_code"')
  await browser.post(`${new URL(link).pathname}/open`)
  const done = await consent(browser)
  expect(done.url).toMatch(/\/done$/)
  expect(done.html).not.toContain('SMS')
  await waitForStatus(sent, 2)
})

test('where the sender set an access code, the link alone opens nothing', async () => {
  const { email } = await sendByMail('himitsu-42')
  const link = await linkFor(email)
  const base = new URL(link).pathname
  const browser = openBrowser(server.url)
  expect((await browser.get(link)).html).toContain('name="access_code"')
  for (const wrong of ['', 'himitsu-43']) {
    const page = await browser.post(`${base}/open`, { access_code: wrong })
    expect(page.status).toBe(422)
    expect(page.html).not.toContain('覚書')
  }
  expect((await browser.post(`${base}/open`, { access_code: 'himitsu-42' })).url).toMatch(/\/review$/)
})

test('five wrong access codes in a row pause the link, for the right code too', async () => {
  const { email } = await sendByMail('himitsu-42')
  const link = await linkFor(email)
  const base = new URL(link).pathname
  const browser = openBrowser(server.url)
  await browser.get(link)
  for (let tries = 0; tries < 4; tries++) {
    expect((await browser.post(`${base}/open`, { access_code: 'no' })).status).toBe(422)
  }
  expect((await browser.post(`${base}/open`, { access_code: 'no' })).status).toBe(429)
  const again = openBrowser(server.url)
  expect((await again.get(link)).status).toBe(429)
})
