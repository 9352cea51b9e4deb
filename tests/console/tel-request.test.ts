/** Requests for another number, answered by the sender in the console. */
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, openBrowser, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let integrator: Integrator
let console_: Recipient

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  console_ = await enterConsole(server)
})
afterAll(() => server.close())

/** A document whose recipient asked for another number, and who asked: a browser that came through `url`. */
async function asked(title = '契約書') {
  await rowsOf(server, 'delete from stranger_limits')
  const [tel, wanted] = [freshTel(), freshTel()]
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, title })
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  const base = new URL(url).pathname
  await browser.get(`${base}/number`)
  await browser.post(`${base}/number`, { tel: wanted, reason: '機種変更のため' })
  const page = `/console/documents/${sent.documentId}`
  return {
    sent,
    url,
    base,
    browser,
    tel,
    wanted,
    page,
    number: `${page}/participants/${sent.participants[0]}/number`,
  }
}

const trailOf = async ({ documentId }: Sent) => {
  const rows = await rowsOf<{ row: string }>(
    server,
    `select row from audit where document_id = $1 and type ~ 'tel_' order by sequence`,
    documentId,
  )
  return rows.map(({ row }) => JSON.parse(row))
}

test('list and page of the document say so, and lead to what is asked for, with a warning', async () => {
  const { page, number, tel, wanted } = await asked('番号の訂正')
  expect((await console_.get('/console/documents')).html).toContain('番号の訂正のお願い')
  expect((await console_.get(page)).html).toContain(`href="${number}"`)
  expect(console_.page().html).not.toContain(wanted)
  const { html } = await console_.get(number)
  expect(html).toContain(`${wanted.slice(0, 3)}-${wanted.slice(3, 7)}-${wanted.slice(7)}`)
  expect(html).not.toContain(tel)
  expect(html).toMatch(/ご本人とは限りません[\s\S]*機種変更のため/)
  expect(html).toContain('a phone without JavaScript')
})

test('trail and timeline say that somebody with the URL asked, not that the recipient did', async () => {
  const { sent, page } = await asked()
  const [made] = await trailOf(sent)
  expect(made.actor).toBe(`url_holder:${sent.participants[0]}`)
  const exported = (await console_.get(`${page}/audit.jsonl`)).html
    .split('\n')
    .filter((line) => line.includes('tel_request'))
  expect(exported).toHaveLength(1)
  expect(exported[0]).toContain('url_holder:')
  expect(exported[0]).not.toContain('participant:')
  expect((await console_.get(page)).html).toMatch(/timeline-by">同意用URLを開いた人/)
})

test('approved, the old URL ends, a new one is issued here, and the new phone signs', async () => {
  const { sent, url, base, browser, tel, wanted, page, number } = await asked()
  await console_.get(number)
  const unconfirmed = await console_.post(`${number}/approve`)
  expect([unconfirmed.status, unconfirmed.html.includes('aria-invalid="true"')]).toEqual([400, true])
  const done = await console_.post(`${number}/approve`, { confirmed: '1' })
  expect(done.url).toMatch(/\?done=tel_approved$/)
  expect(done.html).toContain('電話番号を直しました')
  expect((await browser.get(url)).html).toContain('data-state="tel_corrected"')
  expect((await browser.get(`${base}/number`)).html).toContain('data-state="tel_corrected"')
  const shown = await console_.post(`${page}/participants/${sent.participants[0]}/url`)
  const fresh = /value="([^"]*\/s\/[^"]*)"/.exec(shown.html)?.[1] ?? ''
  await consent(await proveThePhone(fresh, wanted, server.codeFor))
  await waitForStatus(sent, 2)
  const trail = await trailOf(sent)
  expect(trail.map(({ type }) => type)).toEqual([
    'tel_request.made',
    'tel_request.approved',
    'participant.tel_corrected',
  ])
  expect(trail[1]).toMatchObject({ from: tel.slice(-2), to: wanted.slice(-2) })
  expect(trail[1].actor).toMatch(/^member:.*:console$/)
  expect(JSON.stringify(trail)).not.toMatch(new RegExp(`${tel}|${wanted}`))
  const certificate = join(server.dataDirectory, 'certificate.pdf')
  const { bytes } = await integrator.download(`/documents/${sent.documentId}/certificate`)
  await writeFile(certificate, bytes)
  const printed = execFileSync('pdftotext', [certificate, '-']).toString().replaceAll(/\s/g, '')
  expect(printed).toMatch(
    /番号は同意用URLからの申し出を受け、送信者.+が別の方法でご本人を確かめたとして、\d{4}年.+訂正を承認/,
  )
  expect(printed).not.toContain(wanted)
})

test('a session and a code of before are worth nothing after an approval', async () => {
  const { sent, base, browser, tel, number } = await asked()
  await browser.get(base)
  await browser.post(`${base}/phone`, { tel })
  const code = await server.codeFor(tel)
  await console_.get(number)
  await console_.post(`${number}/approve`, { confirmed: '1' })
  const page = await browser.post(`${base}/code`, { code })
  expect(page.html).toContain('data-state="tel_corrected"')
  const proven = `select 1 from audit where document_id = $1 and type = 'participant.authenticated'`
  expect(await rowsOf(server, proven, sent.documentId)).toEqual([])
})

test('refused, the page of the recipient says so, and the registered number goes on working', async () => {
  const { sent, base, browser, tel, url, number } = await asked()
  await console_.get(number)
  const done = await console_.post(`${number}/refuse`)
  expect(done.html).toContain('お願いを見送りました')
  const told = await browser.get(`${base}/number`)
  expect(told.html).toContain('登録の番号はそのままとなりました')
  await consent(await proveThePhone(url, tel, server.codeFor))
  await waitForStatus(sent, 2)
})

test('that the registered number was known, or reached, is shown before the answer', async () => {
  const { base, browser, tel, number } = await asked()
  expect((await console_.get(number)).html).not.toContain('食い違う記録')
  await browser.get(base)
  await browser.post(`${base}/phone`, { tel })
  expect((await console_.get(number)).html).toMatch(/食い違う記録[\s\S]*登録の番号が正しく入力されています/)
  const document = number.split('/')[3]
  await until('it was handed over', async () => {
    const rows = await rowsOf(
      server,
      `update sms_messages set state = 'delivered' where document_id = $1 and state = 'submitted' returning 1`,
      document,
    )
    return rows.length > 0
  })
  expect((await console_.get(number)).html).toContain('登録の番号に届いています')
})

test('a request that a newer one replaced since it was seen is not approved', async () => {
  const { base, browser, sent, number } = await asked()
  await console_.get(number)
  const seen = console_.page().html
  await browser.get(`${base}/number`)
  await browser.post(`${base}/number`, { tel: freshTel() })
  expect(console_.page().html).toBe(seen)
  const refused = await console_.post(`${number}/approve`, { confirmed: '1' })
  expect(refused.status).toBe(409)
  expect(refused.html).toContain('新しいお願いに替わったか')
  expect((await trailOf(sent)).map(({ type }) => type)).toEqual(['tel_request.made', 'tel_request.made'])
})

test('after the end of the document, or while locked, nothing is approved', async () => {
  const ended = await asked()
  await console_.get(ended.number)
  await integrator.call('PUT', `/documents/${ended.sent.documentId}/decline`)
  expect((await console_.post(`${ended.number}/approve`, { confirmed: '1' })).status).toBe(409)
  expect((await console_.get(ended.number)).status).toBe(409)
  const locked = await asked()
  await console_.get(locked.number)
  await rowsOf(
    server,
    'update participants set wrong_guesses = 15, locked_at = now() where id = $1',
    locked.sent.participants[0],
  )
  const answer = await console_.post(`${locked.number}/approve`, { confirmed: '1' })
  expect([answer.status, answer.html.includes('先にロックを解除してください')]).toEqual([409, true])
  const types = [...(await trailOf(ended.sent)), ...(await trailOf(locked.sent))].map(({ type }) => type)
  expect(types).toEqual(['tel_request.made', 'tel_request.made'])
})

test.each([
  ['refuse', 'approve', 'すでに見送られています'],
  ['approve', 'refuse', 'すでに認められ'],
])('after %s, Back and %s: the page says what the first answer was', async (first, second, words) => {
  const { number } = await asked()
  const form = await console_.get(number)
  const seen = /name="request_id" value="([^"]*)"/.exec(form.html)?.[1] ?? ''
  await console_.post(`${number}/${first}`, { confirmed: '1', request_id: seen })
  const late = await console_.post(`${number}/${second}`, { confirmed: '1', request_id: seen })
  expect([late.status, late.html.includes(words)]).toEqual([409, true])
  expect(late.html).not.toContain('新しいお願いに替わったか')
  const again = await console_.get(number)
  expect([again.status, again.html.includes(words)]).toEqual([409, true])
})

test('with the end of the document number, reason and address are gone, and the page says that it ended', async () => {
  const { sent, number, page } = await asked()
  const path = `/documents/${sent.documentId}/participants/${sent.participants[0]}/tel_request`
  expect((await integrator.call('GET', path)).body.status).toBe('open')
  await integrator.call('PUT', `/documents/${sent.documentId}/decline`)
  expect((await integrator.call('GET', path)).status).toBe(404)
  const ended = await console_.get(number)
  expect([ended.status, ended.html.includes('終わっています')]).toEqual([409, true])
  expect((await console_.get(page)).html).not.toContain(`href="${number}"`)
  const kept = `select snapshot::text as body from documents where id = $1`
  const [row] = await rowsOf<{ body: string }>(server, kept, sent.documentId)
  expect(row?.body).not.toContain('"tel_request":{')
})

test('that the number is another recipient’s is said before the answer, and to systems', async () => {
  await rowsOf(server, 'delete from stranger_limits')
  const [tel, other] = [freshTel(), freshTel()]
  const recipients = [
    { name: '山田 花子', tel },
    { name: '佐藤 次郎', tel: other },
  ]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
  const [first, second] = sent.participants
  const base = new URL(await signingUrl(sent)).pathname
  const number = `/console/documents/${sent.documentId}/participants/${first}/number`
  const path = `/documents/${sent.documentId}/participants/${first}/tel_request`
  const browser = openBrowser(server.url)
  const ask = async (wanted: string) => {
    await browser.get(`${base}/number`)
    await browser.post(`${base}/number`, { tel: wanted })
    return (await integrator.call('GET', path)).body.also_registered_for
  }
  expect(await ask(freshTel())).toEqual([])
  expect((await console_.get(number)).html).not.toContain('の登録番号と同じです')
  expect(await ask(other)).toEqual([second])
  expect((await console_.get(number)).html).toContain('この番号は、宛先佐藤 次郎さんの登録番号と同じです')
  expect((await browser.get(`${base}/number`)).html).not.toMatch(/佐藤|同じです/)
})

test('a colleague, another recipient and another document are not found', async () => {
  const { number, page, sent } = await asked()
  await addColleague(server, 'tel@example.jp', 'a password of theirs')
  const colleague = await enterConsole(server, 'tel@example.jp', 'a password of theirs')
  expect((await colleague.get(number)).status).toBe(404)
  await colleague.get('/console/documents')
  expect((await colleague.post(`${number}/approve`, { confirmed: '1', request_id: 'x' })).status).toBe(404)
  expect((await colleague.post(`${page}/participants/${sent.participants[0]}/url`)).status).toBe(404)
  const nobody = `${page}/participants/${'0'.repeat(32)}`
  await console_.get(page)
  expect((await console_.post(`${nobody}/number/approve`, { confirmed: '1' })).status).toBe(404)
  expect((await console_.post(`${nobody}/url`)).status).toBe(404)
})

test('who is locked, or has consented, gets no URL from the console', async () => {
  const { sent, page, url, tel } = await asked()
  await console_.get(page)
  const action = `${page}/participants/${sent.participants[0]}/url`
  expect(console_.page().html).toContain(`action="${action}"`)
  await consent(await proveThePhone(url, tel, server.codeFor))
  const late = await console_.post(action)
  expect([late.status, late.html.includes('同意用URLを発行できません')]).toEqual([409, true])
})
