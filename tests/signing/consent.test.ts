import { createHash } from 'node:crypto'
import { PDF } from '@libpdf/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTel, waitForStatus } from '#tests/support/integrator.ts'
import { hiddenFields } from '#tests/support/recipient.ts'
import { atTheDocument, type Contract, openScene, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

type Field = { name: string; kind: string }

function fieldsOf(html: string): Field[] {
  return [...html.matchAll(/<input[^>]*name="(widget-[^"]+)"[^>]*>/g)].map(([tag, name = '']) => ({
    name,
    kind: /data-kind="([a-z]+)"/.exec(tag)?.[1] ?? '',
  }))
}

const named = (html: string, kind: string) => fieldsOf(html).find((field) => field.kind === kind)?.name ?? ''
const status = async ({ sent }: Contract) =>
  (await sent.integrator.call('GET', `/documents/${sent.documentId}`)).body.status

async function filled(browser: { page: { html: string } }) {
  const { html } = browser.page
  return {
    [named(html, 'seal')]: '山田',
    [named(html, 'text')]: '東京都港区1-2-3',
    [named(html, 'checkbox')]: '1',
  }
}

test('consent pressed too early names what is missing and changes nothing', async () => {
  const contract = await scene.contract({ widgets: true })
  const { base } = contract
  const browser = await atTheDocument(scene, contract)
  const all = await filled(browser)
  const text = named(browser.page.html, 'text')
  const early = await browser.post(`${base}/confirm`, { ...all, [text]: ' ' })
  expect(early.status).toBe(422)
  expect(early.html).toContain(`id="${text}-error"`)
  expect(early.html).toContain(`href="#${text}"`)
  expect(early.html).not.toContain(`id="${named(early.html, 'checkbox')}-error"`)
  // Nor does the consent itself go through when the page before it is skipped.
  const { form_token = '', revision = '' } = hiddenFields(early.html, `${base}/inputs`)
  await browser.post(`${base}/consent`, {}, { form_token, revision })
  expect(browser.page.status).toBe(422)
  expect(await status(contract)).toBe(1)
})

test('an unchecked required box is missing, an empty optional one is not', async () => {
  const contract = await scene.contract({ widgets: true })
  const browser = await atTheDocument(scene, contract)
  const { [named(browser.page.html, 'checkbox')]: _unchecked, ...rest } = await filled(browser)
  const early = await browser.post(`${contract.base}/confirm`, rest)
  expect(early.html).toContain(`id="${named(early.html, 'checkbox')}-error"`)
})

test('inputs are kept as typed and outlive the session', async () => {
  const contract = await scene.contract({ widgets: true })
  const { base, sent } = contract
  const browser = await atTheDocument(scene, contract)
  const typed = '  東京都 <b>港区</b> "1-2-3" & 髙﨑 '
  const text = named(browser.page.html, 'text')
  await browser.post(`${base}/inputs`, { [text]: typed, [named(browser.page.html, 'checkbox')]: '1' })
  expect(browser.page.path).toBe(`${base}/review?saved=1`)
  await scene.sql('update signing_sessions set ended_at = now() where document_id = $1', [sent.documentId])
  await scene.sql(
    `update sms_codes set created_at = created_at - interval '1 hour' where participant_id = $1`,
    [sent.participants[0]],
  )
  const again = await atTheDocument(scene, contract, 2)
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  expect(again.page.html).toContain(`value="${escaped}"`)
  expect(
    new RegExp(`<input[^>]*name="${named(again.page.html, 'checkbox')}"[^>]*>`).exec(again.page.html)?.[0],
  ).toContain('checked')
})

test('a character that the seal cannot print is refused by name, beside its field, and as JSON', async () => {
  const contract = await scene.contract({ widgets: true })
  const { base } = contract
  const browser = await atTheDocument(scene, contract)
  const text = named(browser.page.html, 'text')
  const page = await browser.post(`${base}/inputs`, { [text]: '住所 🏠' })
  expect(page.status).toBe(422)
  expect(page.html).toContain('value="住所 🏠"')
  expect(new RegExp(`id="${text}-error"[\\s\\S]{0,800}🏠`).test(page.html)).toBe(true)
  browser.headers = { accept: 'application/json' }
  const quiet = await browser.post(`${base}/inputs`, { [text]: '住所 🏠' })
  expect([quiet.status, JSON.parse(quiet.html)]).toEqual([
    422,
    { widgetId: text.replace('widget-', ''), kind: 'unprintable', character: '🏠' },
  ])
})

test('an entry of more than 1,000 characters, and a seal of more than it shows, are refused beside their field', async () => {
  const contract = await scene.contract({ widgets: true })
  const browser = await atTheDocument(scene, contract)
  for (const [kind, length] of [
    ['text', 1001],
    ['seal', 37],
  ] as const) {
    const name = named(browser.page.html, kind)
    const page = await browser.post(`${contract.base}/inputs`, { [name]: '字'.repeat(length) })
    expect(page.status, kind).toBe(422)
    expect(page.html).toContain(`id="${name}-error"`)
  }
})

test("another participant's field is never written", async () => {
  const recipients = [
    { name: '山田 花子', tel: freshTel() },
    { name: '佐藤 一郎', tel: freshTel() },
  ]
  const contract = await scene.contract({ recipients, widgets: true })
  const browser = await atTheDocument(scene, contract)
  const marks = `select each->>'id' as id, each->>'input' as input
    from documents, json_array_elements(snapshot->'widgets') each where each->>'participant_id' = $1`
  const [theirs] = await scene.sql(marks, [contract.sent.participants[1]])
  expect(browser.page.html).not.toContain(theirs.id)
  await browser.post(`${contract.base}/inputs`, { [`widget-${theirs.id}`]: '勝手' })
  const kept = (await scene.sql(marks, [contract.sent.participants[1]])).find(({ id }) => id === theirs.id)
  expect(kept).toEqual({ id: theirs.id, input: null })
})

test('what was not shown cannot be consented to', async () => {
  const contract = await scene.contract()
  const other = await atTheDocument(scene, await scene.contract({ pdf: await anotherPdf() }))
  const browser = await atTheDocument(scene, contract)
  await browser.post(`${contract.base}/confirm`)
  const { form_token = '' } = hiddenFields(browser.page.html, `${contract.base}/consent`)
  const { revision: foreign = '' } = hiddenFields(other.page.html, '')
  for (const revision of [foreign, '', '0'.repeat(64)]) {
    const answer = await browser.post(`${contract.base}/consent`, {}, { form_token, revision })
    expect([answer.status, stateOf(answer.html)]).toEqual([403, 'form_stale'])
  }
  expect(foreign).toMatch(/^[0-9a-f]{64}$/)
  expect(await status(contract)).toBe(1)
})

test('what another tab typed meanwhile is not consented to unseen', async () => {
  const contract = await scene.contract({ widgets: true })
  const { base } = contract
  const browser = await atTheDocument(scene, contract)
  const text = named(browser.page.html, 'text')
  const all = await filled(browser)
  await browser.post(`${base}/confirm`, all)
  const asShown = hiddenFields(browser.page.html, `${base}/consent`)
  await browser.get(`${base}/review`)
  await browser.post(`${base}/inputs`, { ...all, [text]: '大阪府大阪市4-5-6' })
  const answer = await browser.post(`${base}/consent`, {}, asShown)
  expect([answer.status, stateOf(answer.html)]).toEqual([403, 'form_stale'])
  expect(await status(contract)).toBe(1)
  const confirm = await browser.get(`${base}/confirm`)
  const done = await browser.post(`${base}/consent`, {}, hiddenFields(confirm.html, `${base}/consent`))
  expect(done.path).toBe(`${base}/done`)
})

test('the hash consented to is that of the bytes that are read', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  const { revision } = hiddenFields(browser.page.html, '')
  const answer = await fetch(`http://127.0.0.1:${scene.port}${contract.base}/files/${contract.sent.fileId}`, {
    headers: { cookie: [...browser.cookies].map((each) => each.join('=')).join('; ') },
  })
  const sha256 = createHash('sha256')
    .update(new Uint8Array(await answer.arrayBuffer()))
    .digest('hex')
  expect(sha256).toBe(revision)
})

test('the second in turn reads and consents to the bytes that the first one’s seal closed', async () => {
  const recipients = [
    { name: '山田 花子', tel: freshTel() },
    { name: '佐藤 一郎', tel: freshTel() },
  ]
  const contract = await scene.contract({ recipients, widgets: true })
  const { sent, base } = contract
  const first = await atTheDocument(scene, contract)
  const { revision: before } = hiddenFields(first.page.html, '')
  await first.post(`${base}/confirm`, await filled(first))
  const done = await first.post(`${base}/consent`)
  expect(done.path).toBe(`${base}/done`)
  const second = await atTheDocument(scene, { base: await pathOf(sent, 1), tel: recipients[1]?.tel ?? '' })
  const { revision: after } = hiddenFields(second.page.html, '')
  const acts = await scene.sql('select act, sha256 from revisions where document_id = $1 order by act', [
    sent.documentId,
  ])
  expect(acts).toEqual([
    { act: 0, sha256: before },
    { act: 1, sha256: after },
  ])
  expect(second.page.html).toContain('山田 花子')
  const [row] = await scene.sql(
    "select row from audit where document_id = $1 and type = 'participant.consented'",
    [sent.documentId],
  )
  expect(row.row).toContain(before)
})

test('pressed twice, after Back and on two devices, consent is given once and the done page answers each time', async () => {
  const contract = await scene.contract()
  const { base, sent } = contract
  const browser = await atTheDocument(scene, contract)
  await browser.post(`${base}/confirm`)
  const form = hiddenFields(browser.page.html, `${base}/consent`)
  const body = new URLSearchParams(form).toString()
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => browser.copy().once('POST', `${base}/consent`, body)),
  )
  expect(answers.map((each) => [each.status, each.headers.location])).toEqual(
    answers.map(() => [303, `${base}/done`]),
  )
  await waitForStatus(sent, 2)
  const again = await browser.post(`${base}/consent`, {}, form)
  expect([again.status, again.path]).toEqual([200, `${base}/done`])
  const [{ count }] = await scene.sql(
    "select count(*)::int as count from audit where document_id = $1 and type = 'participant.consented'",
    [sent.documentId],
  )
  expect(count).toBe(1)
})

test('a sender who cancels meanwhile is told of at the next press, whichever it is', async () => {
  for (const press of ['confirm', 'consent', 'inputs', 'decline']) {
    const contract = await scene.contract()
    const { base, sent } = contract
    const browser = await atTheDocument(scene, contract)
    await browser.post(`${base}/confirm`)
    const form = hiddenFields(browser.page.html, `${base}/consent`)
    expect((await sent.integrator.call('PUT', `/documents/${sent.documentId}/decline`)).status).toBe(200)
    const page = await browser.post(`${base}/${press}`, {}, form)
    expect([page.status, stateOf(page.html)], press).toEqual([410, 'cancelled'])
    expect(page.html).toContain('取消されました')
    expect(page.html).toMatch(/href="[^"]*error=not_available"/)
  }
})

test('once declined, nobody can consent', async () => {
  const contract = await scene.contract()
  const { base, sent } = contract
  const browser = await atTheDocument(scene, contract)
  await browser.post(`${base}/confirm`)
  const form = hiddenFields(browser.page.html, `${base}/consent`)
  await browser.get(`${base}/decline`)
  await browser.post(`${base}/decline`)
  expect(browser.page.path).toBe(`${base}/declined`)
  await browser.post(`${base}/consent`, {}, form)
  expect(stateOf(browser.page.html)).toBe('declined')
  expect((await sent.integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(3)
})

test.each([
  ['no reason', '', 200],
  ['emoji, each one character', '🙅'.repeat(1000), 200],
  ['a line break as browsers post it', `${'あ'.repeat(500)}\r\n${'い'.repeat(499)}`, 200],
  ['a thousand and one characters', 'あ'.repeat(1001), 422],
])('declining with %s', async (_what, reason, expected) => {
  const contract = await scene.contract()
  const { base, sent } = contract
  const browser = await atTheDocument(scene, contract)
  await browser.get(`${base}/decline`)
  const page = await browser.post(`${base}/decline`, { reason })
  expect(page.status).toBe(expected)
  const { body } = await sent.integrator.call('GET', `/documents/${sent.documentId}`)
  expect(body.status).toBe(expected === 200 ? 3 : 1)
  if (expected === 200) {
    expect(page.html).toMatch(/href="[^"]*playground\/return\?[^"]*error=declined"/)
    const [row] = await scene.sql('select decline_comment from documents where id = $1', [sent.documentId])
    expect(row.decline_comment).toBe(reason.replaceAll('\r\n', '\n'))
  } else expect(page.html).toContain(reason)
})

async function anotherPdf(): Promise<Uint8Array> {
  const pdf = PDF.create()
  pdf.addPage({ size: 'a4' }).drawText('Another agreement', { x: 60, y: 760, size: 18 })
  return pdf.save()
}
