/** Codes, numbers and URLs asked for all at once: the limits of codes, numbers and URLs hold all the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { hiddenFields, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(() => server?.close())

type Visitor = { sent: Sent; tel: string; base: string; browser: Recipient }

/** A person who opened the consent URL of a document of their own. */
async function arrive(): Promise<Visitor> {
  const tel = freshTel()
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  await browser.get(url)
  return { sent, tel, base: new URL(url).pathname, browser }
}

/** The form that is on the screen now, sent as often as one likes at once; answers `status location`. */
function sender({ base, browser }: Visitor) {
  const { html } = browser.page()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return async (action: string, fields: Record<string, string>): Promise<string> => {
    const path = `${base}/${action}`
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, cookie },
      body: new URLSearchParams({ ...hiddenFields(html, path), ...fields }),
    })
    await answer.arrayBuffer()
    return `${answer.status} ${answer.headers.get('location')?.replace(base, '') ?? ''}`.trim()
  }
}

const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))

/** Six digits that are not these. */
const wrong = (right: string, index: number) =>
  String((Number(right) + 1 + index) % 1_000_000).padStart(6, '0')

async function passTime(participantId: string | undefined, span: string): Promise<void> {
  const earlier = `created_at = created_at - interval '${span}'`
  await rowsOf(server, `update sms_codes set ${earlier} where participant_id = $1`, participantId)
  await rowsOf(server, `update sms_messages set ${earlier} where participant_id = $1`, participantId)
}

describe('the code', () => {
  test('fifty wrong guesses at once cost one code five tries, three codes fifteen, and lock the participant', async () => {
    const visitor = await arrive()
    const { sent, tel, base, browser } = visitor
    const [participant] = sent.participants
    await browser.post(`${base}/phone`, { tel })
    for (const round of [1, 2, 3]) {
      const code = await server.codeFor(tel, round - 1)
      const send = sender(visitor)
      const answers = await many(50, (index) => send('code', { code: wrong(code, index) }))
      expect(answers.filter((answer) => answer.endsWith('/review'))).toEqual([])
      const events = await trailOf(server, sent.documentId)
      expect(events['sms_code.wrong']).toBe(5 * round)
      expect(events['participant.locked']).toBe(round === 3 ? 1 : undefined)
      // Not even the right code opens now: its tries are spent.
      expect(await send('code', { code })).not.toContain('/review')
      if (round === 3) break
      await passTime(participant, '3 minutes')
      await browser.get(`${base}/code`)
      await browser.post(`${base}/code/resend`)
    }
    const url = await integrator.call(
      'POST',
      `/documents/${sent.documentId}/participants/${participant}/signing_url`,
    )
    expect(url.status).toBe(400)
    const [row] = await rowsOf(
      server,
      'select wrong_guesses, locked_at is not null as locked from participants where id = $1',
      participant,
    )
    expect(row).toEqual({ wrong_guesses: 15, locked: true })
    expect(await trailOf(server, sent.documentId)).not.toHaveProperty(['participant.authenticated'])
  })

  test('the right code among forty-nine wrong ones opens once or its tries were spent before it', async () => {
    const visitor = await arrive()
    const { sent, tel, base, browser } = visitor
    await browser.post(`${base}/phone`, { tel })
    const code = await server.codeFor(tel)
    const send = sender(visitor)
    await many(50, (index) => send('code', { code: index === 3 ? code : wrong(code, index) }))
    const events = await trailOf(server, sent.documentId)
    const opened = events['participant.authenticated'] ?? 0
    expect(opened).toBeLessThanOrEqual(1)
    expect(events['sms_code.wrong'] ?? 0).toBeLessThanOrEqual(5)
    if (opened === 0) expect(events['sms_code.wrong']).toBe(5)
  })

  test('the right code sent twenty times at once opens once', async () => {
    const visitor = await arrive()
    const { sent, tel, base, browser } = visitor
    await browser.post(`${base}/phone`, { tel })
    const code = await server.codeFor(tel)
    const send = sender(visitor)
    const answers = await many(20, () => send('code', { code }))
    expect(answers.filter((answer) => answer === '303 /review')).toHaveLength(1)
    expect(await trailOf(server, sent.documentId)).toMatchObject({
      'participant.authenticated': 1,
      'terms.agreed': 1,
      'document.viewed': 1,
    })
    const [alive] = await rowsOf(
      server,
      `select count(*)::int as count from signing_sessions
       where document_id = $1 and state = 'authenticated' and ended_at is null`,
      sent.documentId,
    )
    expect(alive).toEqual({ count: 1 })
  })
})

describe('sends', () => {
  test('the number typed twenty times at once sends one SMS', async () => {
    const visitor = await arrive()
    const send = sender(visitor)
    await many(20, () => send('phone', { tel: visitor.tel }))
    expect(await smsTo(visitor)).toBe(1)
  })

  test('resends at once send what the gap allows: none before its end, one after', async () => {
    const visitor = await arrive()
    const { sent, tel, base, browser } = visitor
    await browser.post(`${base}/phone`, { tel })
    await server.codeFor(tel)
    const send = sender(visitor)
    await many(20, () => send('code/resend', {}))
    expect(await smsTo(visitor)).toBe(1)
    await passTime(sent.participants[0], '31 seconds')
    await many(20, () => send('code/resend', {}))
    expect(await smsTo(visitor)).toBe(2)
  })

  test('five in ten minutes is the most for a number, whatever document asks', async () => {
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const pdf = await contractPdf()
    const visitors = await many(8, async () => {
      const sent = await sendDocument(integrator, { pdf, recipients })
      const url = await signingUrl(sent)
      const browser = openBrowser(server.url)
      await browser.get(url)
      return { sent, tel, base: new URL(url).pathname, browser }
    })
    await Promise.all(visitors.map((visitor) => sender(visitor)('phone', { tel })))
    await waitForNoJobs(server)
    expect((await server.sms()).filter((sms) => sms.to === tel)).toHaveLength(5)
  })
})

test('fifty wrong numbers at once: five are looked at, then the URL pauses', async () => {
  const visitor = await arrive()
  const send = sender(visitor)
  await many(50, (index) => send('phone', { tel: `090${String(10_000_000 + index)}` }))
  expect(await trailOf(server, visitor.sent.documentId)).toMatchObject({
    'tel.mismatched': 5,
    'signing_url.paused': 1,
  })
  await send('phone', { tel: visitor.tel })
  expect(await smsTo(visitor)).toBe(0)
})

test('thirty consent URLs asked for at once leave ten alive', async () => {
  const { sent } = await arrive()
  const urls = await many(30, () => signingUrl(sent))
  expect(new Set(urls).size).toBe(30)
  const [alive] = await rowsOf(
    server,
    'select count(*)::int as count from signing_urls where document_id = $1 and ended_at is null',
    sent.documentId,
  )
  expect(alive).toEqual({ count: 10 })
  const pages = await Promise.all(urls.map((url) => fetch(url).then((answer) => answer.status)))
  expect(pages.filter((status) => status === 200)).toHaveLength(10)
  expect(await trailOf(server, sent.documentId)).toMatchObject({
    'signing_url.issued': 31,
    'signing_url.ended': 21,
  })
})

/** What arrived at the phone, when no job is left that could still send. */
async function smsTo({ tel }: Visitor): Promise<number> {
  await waitForNoJobs(server)
  return (await server.sms()).filter((sms) => sms.to === tel).length
}
