import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { amendDocument, amendParticipant } from '#tests/support/amended-by-hand.ts'
import { freshTel, waitForStatus } from '#tests/support/integrator.ts'
import type { HandMadeBrowser } from './hand-made-browser.ts'
import { atTheDocument, type Contract, openScene, passTime, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

/** Links that leave our pages. */
function waysOut(html: string): string[] {
  return [...html.matchAll(/href="([^"]*\/playground\/return[^"]*|https:\/\/shop[^"]*)"/g)].map(
    ([, href = '']) => href.replaceAll('&amp;', '&'),
  )
}

async function consent(browser: HandMadeBrowser, base: string) {
  await browser.post(`${base}/confirm`)
  return browser.post(`${base}/consent`)
}

const idsOf = ({ sent }: Contract) => `document_id=${sent.documentId}&participant_id=${sent.participants[0]}`

test('after consent the done page and the URL lead on without an error', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  const done = await consent(browser, contract.base)
  expect(waysOut(done.html)).toHaveLength(1)
  expect(waysOut(done.html)[0]).toMatch(new RegExp(`\\?${idsOf(contract)}$`))
  await waitForStatus(contract.sent, 2)
  for (const visitor of [browser, scene.browser()]) {
    const page = await visitor.get(contract.base)
    expect([page.status, stateOf(page.html)]).toEqual([200, 'already_done'])
    expect(waysOut(page.html)[0]).toMatch(new RegExp(`\\?${idsOf(contract)}$`))
  }
})

test('the done page is held until the document is concluded', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  const done = await consent(browser, contract.base)
  expect(done.html).toContain('data-outcome="concluded"')
  const { body } = await contract.sent.integrator.call('GET', `/documents/${contract.sent.documentId}`)
  expect(body.status).toBe(2)
})

test('the return URL is the registered one byte for byte, its own query kept, its parameters as named', async () => {
  const [before] = await scene.sql('select return_url from teams')
  const registered = 'https://shop.example/Back/%7Euser/?a=1&b=%E3%81%82&a=2'
  await scene.sql(
    "update teams set return_url = $1, return_parameter_document = 'doc', return_parameter_error = 'why'",
    [registered],
  )
  try {
    const contract = await scene.contract()
    const browser = await atTheDocument(scene, contract)
    await browser.get(`${contract.base}/decline`)
    const page = await browser.post(`${contract.base}/decline`)
    expect(waysOut(page.html)).toEqual([
      `${registered}&doc=${contract.sent.documentId}&participant_id=${contract.sent.participants[0]}&why=declined`,
    ])
  } finally {
    await scene.sql(
      "update teams set return_url = $1, return_parameter_document = 'document_id', return_parameter_error = 'error'",
      [before.return_url],
    )
  }
})

test('no answer redirects to another site', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  await consent(browser, contract.base)
  for (const { headers, path } of browser.exchanges) {
    if (headers.location !== undefined) expect(headers.location, path).toMatch(/^\/s\//)
  }
})

test('a URL past its end says so, with a way back that says it too; a new one starts another ten days', async () => {
  const contract = await scene.contract()
  const { sent, tel, base } = contract
  await scene.sql("update signing_urls set expires_at = now() - interval '1 second' where document_id = $1", [
    sent.documentId,
  ])
  const past = new Date(Date.now() - 1_000)
  await scene.sql(amendParticipant, [sent.participants[0], { access_expires_at: past }])
  const page = await scene.browser().get(base)
  expect([page.status, stateOf(page.html)]).toEqual([410, 'expired'])
  expect(waysOut(page.html)[0]).toMatch(/error=expired$/)
  await atTheDocument(scene, { base: await pathOf(sent), tel })
})

test('whoever reads when the turn ends can no longer consent', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  await browser.post(`${contract.base}/confirm`)
  await scene.sql("update signing_urls set expires_at = now() - interval '1 second' where document_id = $1", [
    contract.sent.documentId,
  ])
  const page = await browser.post(`${contract.base}/consent`)
  expect([page.status, stateOf(page.html)]).toEqual([410, 'expired'])
})

test('cancelled and declined URLs say so to anyone, with a way back that says it too', async () => {
  const cancelled = await scene.contract()
  await cancelled.sent.integrator.call('PUT', `/documents/${cancelled.sent.documentId}/decline`)
  const page = await scene.browser().get(cancelled.base)
  expect([page.status, stateOf(page.html)]).toEqual([410, 'cancelled'])
  expect(waysOut(page.html)[0]).toMatch(/error=not_available$/)
  const declined = await scene.contract()
  const browser = await atTheDocument(scene, declined)
  await browser.get(`${declined.base}/decline`)
  await browser.post(`${declined.base}/decline`)
  for (const visitor of [browser, scene.browser()]) {
    const told = await visitor.get(declined.base)
    expect([told.status, stateOf(told.html)]).toEqual([410, 'declined'])
    expect(waysOut(told.html)[0]).toMatch(/error=declined$/)
  }
})

test('at most ten URLs of a participant are alive; the eleventh ends the oldest', async () => {
  const contract = await scene.contract()
  for (let issued = 2; issued <= 10; issued++) await pathOf(contract.sent)
  expect((await scene.browser().get(contract.base)).status).toBe(200)
  await pathOf(contract.sent)
  expect(stateOf((await scene.browser().get(contract.base)).html)).toBe('expired')
})

test('ninety days long the URL and a fresh SMS give the sealed file and the certificate', async () => {
  const contract = await scene.contract()
  const { base, sent, tel } = contract
  await consent(await atTheDocument(scene, contract), base)
  await waitForStatus(sent, 2)
  await passTime(scene, sent.participants, 700)
  const visitor = scene.browser()
  expect((await visitor.get(base)).html).toContain(`href="${base}/copy"`)
  await visitor.get(`${base}/copies`)
  expect(visitor.page.path).toBe(`${base}/copy`)
  expect(visitor.page.html).not.toContain('賃貸借')
  await visitor.post(`${base}/phone`, { tel })
  await visitor.post(`${base}/code`, { code: await scene.code(tel, 2) })
  expect(visitor.page.path).toBe(`${base}/copies`)
  for (const path of [`/sealed/${sent.fileId}`, '/certificate', '/certificate/extract']) {
    const file = await visitor.once('GET', base + path)
    expect(file.headers['content-type']).toBe('application/pdf')
    expect(file.headers['content-disposition']).toMatch(/^attachment/)
    expect(file.html).toContain('%PDF')
  }
  const longAgo = new Date(Date.now() - 90 * 86_400_000)
  await scene.sql(amendDocument, [sent.documentId, { concluded_at: longAgo }])
  for (const path of [`/sealed/${sent.fileId}`, '/certificate', '/certificate/extract', '/copies']) {
    expect((await visitor.once('GET', base + path)).status).toBe(303)
  }
  const late = await visitor.get(base)
  expect(stateOf(late.html)).toBe('already_done')
  expect(late.html).not.toContain('/copy"')
})

test('simple authentication: one button, five minutes, opened once, and inside until consent', async () => {
  const { integrator } = scene
  const create = async () => {
    const { body } = await integrator.call('POST', '/documents', { title: '簡易の契約' })
    await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
    const added = await integrator.call('POST', `/documents/${body.id}/participants`, {
      name: '鈴木',
      recipient_id: 'customer-7',
    })
    const participant = added.body.participants.at(-1).id
    await integrator.call('POST', `/documents/${body.id}`)
    const path = `/documents/${body.id}/participants/${participant}/signing_url`
    const issued = await integrator.call('POST', path, { recipient_id: 'customer-7' })
    return { id: body.id, base: new URL(issued.body.url).pathname, path }
  }
  const { id, base, path } = await create()
  expect((await integrator.call('POST', path, { recipient_id: 'customer-8' })).status).toBe(400)
  const browser = scene.browser()
  const first = await browser.get(base)
  expect(first.html).not.toContain('簡易の契約')
  await browser.post(`${base}/open`)
  expect([browser.page.path, browser.page.status]).toEqual([`${base}/review`, 200])
  // A second press, a reload and five minutes later it is still open to whom it was opened.
  await scene.sql("update signing_urls set expires_at = now() - interval '1 minute' where document_id = $1", [
    id,
  ])
  await browser.get(base)
  expect(browser.page.path).toBe(`${base}/review`)
  const stranger = await scene.browser().get(base)
  expect([stranger.status, stateOf(stranger.html)]).toEqual([410, 'opened_already'])
  expect(waysOut(stranger.html)[0]).toMatch(/error=not_available$/)
  expect((await consent(browser, base)).path).toBe(`${base}/done`)

  const late = await create()
  await scene.sql('update signing_urls set expires_at = now() where document_id = $1', [late.id])
  const visitor = scene.browser()
  expect(stateOf((await visitor.get(late.base)).html)).toBe('expired')
  const [{ count }] = await scene.sql('select count(*)::int as count from outbox_sms where tel = $1', [
    freshTel(),
  ])
  expect(count).toBe(0)
})

test('two presses of 書類を開く at the same moment open it once', async () => {
  const { integrator } = scene
  const { body } = await integrator.call('POST', '/documents', { title: '簡易の契約' })
  await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
  const added = await integrator.call('POST', `/documents/${body.id}/participants`, {
    name: '鈴木',
    recipient_id: 'c',
  })
  await integrator.call('POST', `/documents/${body.id}`)
  const issued = await integrator.call(
    'POST',
    `/documents/${body.id}/participants/${added.body.participants.at(-1).id}/signing_url`,
    { recipient_id: 'c' },
  )
  const base = new URL(issued.body.url).pathname
  const browser = scene.browser()
  const page = await browser.get(base)
  const form_token = /name="form_token" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
  const form = new URLSearchParams({ form_token }).toString()
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => browser.copy().once('POST', `${base}/open`, form)),
  )
  expect(answers.filter((each) => each.headers['set-cookie'] !== undefined)).toHaveLength(1)
})
