import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { atTheDocument, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

/** Many at once, as somebody with a loop would. */
async function press(times: number, once: () => Promise<unknown>): Promise<void> {
  const hand = async () => {
    for (let done = 0; done < times / 8; done++) await once()
  }
  await Promise.all(Array.from({ length: 8 }, hand))
}

const rowsOf = async (documentId: string) => {
  const [sessions] = await scene.sql(
    `select count(*)::int as count from signing_sessions where document_id = $1`,
    [documentId],
  )
  const events = await scene.sql(
    `select type, count(*)::int as count from audit where document_id = $1 group by type`,
    [documentId],
  )
  return {
    sessions: sessions.count as number,
    events: Object.fromEntries(events.map((row) => [row.type, row.count as number])),
  }
}

test('pressing again and again with the right number leaves ten sessions and ten events behind', async () => {
  const contract = await scene.contract()
  const visitor = scene.browser()
  await visitor.get(contract.base)
  await press(160, async () => {
    const again = visitor.copy()
    await again.post(`${contract.base}/phone`, { tel: contract.tel })
    expect(again.page.status).toBeLessThan(500)
  })
  const { sessions, events } = await rowsOf(contract.sent.documentId)
  expect(sessions).toBeLessThanOrEqual(10)
  expect(events['tel.matched']).toBeLessThanOrEqual(10)
  expect(events['sms_code.requested']).toBeLessThanOrEqual(5)
  // And whoever it belongs to still gets in.
  await scene.sql(`update sms_codes set created_at = created_at - interval '1 hour'`)
  await scene.sql(`update sms_messages set created_at = created_at - interval '1 hour'`)
  await atTheDocument(scene, contract, (events['sms_code.requested'] ?? 0) + 1)
})

/** A document for a recipient by e-mail, and the path of their link. */
async function byMail(accessCode: string) {
  const { integrator, server } = scene
  const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  const email = `taro-${body.id.slice(-8)}@example.jp`
  const fields = { name: '山田 太郎', email, ...(accessCode === '' ? {} : { access_code: accessCode }) }
  const added = await integrator.call('POST', `/documents/${body.id}/participants`, fields)
  await integrator.call('POST', `/documents/${body.id}`)
  const linkOf = async () =>
    /http\S+(\/s\/\S+)/.exec((await server.mails()).find((each) => each.to === email)?.text ?? '')?.[1]
  await expect.poll(linkOf).toBeDefined()
  return {
    documentId: body.id as string,
    participantId: added.body.participants.at(-1).id as string,
    base: (await linkOf()) ?? '',
  }
}

test('opening the link of a mail again and again leaves ten sessions behind, and ten events of each kind', async () => {
  const { documentId, base } = await byMail('')
  const visitor = openBrowser(scene.server.url)
  await visitor.get(base)
  const form = visitor.page().html
  const token = /name="form_token" value="([^"]+)"/.exec(form)?.[1] ?? ''
  await press(160, async () => {
    const answer = await fetch(`${scene.server.url}${base}/open`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ form_token: token }),
    })
    expect(answer.status).toBe(303)
  })
  const { sessions, events } = await rowsOf(documentId)
  expect(sessions).toBeLessThanOrEqual(10)
  for (const type of ['participant.authenticated', 'terms.agreed', 'document.viewed']) {
    expect(events[type], type).toBeLessThanOrEqual(10)
  }
})

test('fifteen wrong access codes lock the recipient, for the right one too, until the sender unlocks', async () => {
  const { documentId, participantId, base } = await byMail('himitsu-42')
  const opens = async (code: string) => {
    const browser = openBrowser(scene.server.url)
    await browser.get(base)
    return browser.post(`${base}/open`, { access_code: code })
  }
  // Nothing typed is no guess.
  for (let tries = 0; tries < 3; tries++) expect((await opens('')).status).toBe(422)
  for (let tries = 1; tries <= 15; tries++) {
    const page = await opens(`himitsu-${tries}`)
    expect(page.status, `try ${tries}`).not.toBe(200)
    // Half an hour passes after each five.
    await scene.sql(`update signing_urls set paused_until = null where document_id = $1`, [documentId])
  }
  const [row] = await scene.sql('select wrong_guesses, locked_at from participants where id = $1', [
    participantId,
  ])
  expect(row.wrong_guesses).toBe(15)
  expect(row.locked_at).not.toBeNull()
  expect((await opens('himitsu-42')).url).not.toMatch(/review$/)
  const { events } = await rowsOf(documentId)
  expect(events['participant.locked']).toBe(1)
  const path = `/documents/${documentId}/participants/${participantId}/unlock`
  expect((await scene.integrator.call('POST', path)).status).toBe(200)
  expect((await opens('himitsu-42')).url).toMatch(/review$/)
})

test('an access code shorter than six characters is refused, and one from before keeps working', async () => {
  const { body } = await scene.integrator.call('POST', '/documents', { title: '覚書' })
  const path = `/documents/${body.id}/participants`
  const fields = { name: '山田 太郎', email: 'taro@example.jp' }
  for (const code of ['1', '12345', '  1234 ']) {
    const refused = await scene.integrator.call('POST', path, { ...fields, access_code: code })
    expect([refused.status, refused.body.error]).toEqual([400, 'bad_request'])
    expect(refused.body.message).toMatch(/access_code.*6 to 64 characters/)
  }
  const added = await scene.integrator.call('POST', path, { ...fields, access_code: '123456' })
  expect(added.status).toBe(200)
  const id = added.body.participants.at(-1).id
  const shortened = await scene.integrator.call('PUT', `${path}/${id}`, { access_code: '123' })
  expect(shortened.status).toBe(400)
  const renamed = await scene.integrator.call('PUT', `${path}/${id}`, { name: '山田 次郎' })
  expect(renamed.status).toBe(200)
})

test('a session ends after twelve hours, also under someone who is active', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  const age = (hours: string) =>
    scene.sql(
      `update signing_sessions set created_at = now() - $2::interval, last_seen_at = now() where document_id = $1`,
      [contract.sent.documentId, hours],
    )
  await age('11 hours 59 minutes')
  expect((await browser.get(`${contract.base}/review`)).path).toBe(`${contract.base}/review`)
  await age('12 hours')
  expect((await browser.get(`${contract.base}/review`)).path).toBe(contract.base)
})
