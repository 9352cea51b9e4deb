/** A request for another number, answered by many at once, and by the Web API. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  type Answer,
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

async function asked() {
  await rowsOf(server, 'delete from stranger_limits')
  const [tel, wanted] = [freshTel(), freshTel()]
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  const base = new URL(url).pathname
  const ask = async (number: string) => {
    await browser.get(`${base}/number`)
    await browser.post(`${base}/number`, { tel: number })
  }
  await ask(wanted)
  const path = `/documents/${sent.documentId}/participants/${sent.participants[0]}/tel_request`
  const id: string = (await integrator.call('GET', path)).body.id
  const approve = () =>
    integrator.call('POST', `${path}/approve`, { request_id: id, identity_confirmed: 'true' })
  const refuse = () => integrator.call('POST', `${path}/refuse`, { request_id: id })
  const telNow = async (): Promise<string> =>
    (await integrator.call('GET', `/documents/${sent.documentId}`)).body.participants[1].tel
  return { sent, tel, wanted, url, browser, base, ask, path, id, approve, refuse, telNow }
}

async function eventsOf(documentId: string): Promise<string[]> {
  const rows = await rowsOf<{ type: string }>(
    server,
    `select type from audit where document_id = $1 and type ~ 'tel_' order by sequence`,
    documentId,
  )
  return rows.map(({ type }) => type)
}

/** The calls, each begun when those before it wait for the document's row, which is held until all of them do. */
async function heldUntilAllWait(documentId: string, calls: (() => Promise<Answer>)[]): Promise<Answer[]> {
  // The mail to the sender waits for the document as well.
  await waitForNoJobs(server)
  const holder = new Client({ connectionString: server.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from documents where id = $1 for update', [documentId])
  const answers: Promise<Answer>[] = []
  for (const call of calls) {
    answers.push(call())
    await until('it waits for the document', async () => {
      const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      return (await holder.query(waiting)).rowCount === answers.length
    })
  }
  await holder.query('commit')
  await holder.end()
  return Promise.all(answers)
}

const statuses = (answers: Answer[]) => answers.map(({ status }) => status).toSorted()

test('thirty approvals at once are one: one correction, one event, one end of the URL', async () => {
  const { sent, approve, telNow, wanted } = await asked()
  const answers = await Promise.all(Array.from({ length: 30 }, approve))
  expect(statuses(answers)).toEqual([200, ...Array<number>(29).fill(400)])
  for (const { status, body } of answers) {
    if (status === 400) expect(body.message).toContain('`request_id` is approved')
  }
  expect(await telNow()).toBe(wanted)
  expect(await eventsOf(sent.documentId)).toEqual([
    'tel_request.made',
    'tel_request.approved',
    'participant.tel_corrected',
  ])
  const ended = `select 1 from audit where document_id = $1 and type = 'signing_url.ended'`
  expect(await rowsOf(server, ended, sent.documentId)).toHaveLength(1)
})

test('thirty presses in the console are one as well, and each is told that it is done', async () => {
  const { sent, id } = await asked()
  const member = await enterConsole(server)
  const page = `/console/documents/${sent.documentId}/participants/${sent.participants[0]}/number`
  const { html } = await member.get(page)
  const token = /name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? ''
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answers = await Promise.all(
    Array.from({ length: 30 }, () =>
      fetch(`${server.url}${page}/approve`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, origin: server.url },
        body: new URLSearchParams({ form_token: token, request_id: id, confirmed: '1' }),
      }),
    ),
  )
  const places = answers.map(({ headers }) => headers.get('location'))
  expect(new Set(places)).toEqual(new Set([`/console/documents/${sent.documentId}?done=tel_approved`]))
  expect(await eventsOf(sent.documentId)).toHaveLength(3)
})

test('of an approval and a refusal at once one wins, and the number is what the winner said', async () => {
  const winners = new Set<string>()
  for (let turn = 0; turn < 8; turn++) {
    const { sent, approve, refuse, telNow, tel, wanted } = await asked()
    const order = turn % 2 === 0 ? [approve, refuse] : [refuse, approve]
    const answers = await heldUntilAllWait(sent.documentId, order)
    expect(statuses(answers)).toEqual([200, 400])
    const said =
      answers[order.indexOf(approve)]?.status === 200 ? 'tel_request.approved' : 'tel_request.refused'
    const corrected = said === 'tel_request.approved' ? ['participant.tel_corrected'] : []
    expect(await eventsOf(sent.documentId)).toEqual(['tel_request.made', said, ...corrected])
    winners.add(said)
    expect(await telNow()).toBe(said === 'tel_request.approved' ? wanted : tel)
  }
  // Whoever came first waited first: unless each won once, the two never met.
  expect(winners).toEqual(new Set(['tel_request.approved', 'tel_request.refused']))
})

test('of an approval and a newer request at once, the number is never one that nobody saw', async () => {
  for (let turn = 0; turn < 4; turn++) {
    const { sent, approve, ask, telNow, tel, wanted } = await asked()
    const [approved] = await Promise.all([approve(), ask(freshTel())])
    expect(await telNow()).toBe(approved.status === 200 ? wanted : tel)
    if (approved.status === 400) expect(approved.body.message).toContain('`request_id` is replaced')
    expect((await eventsOf(sent.documentId)).filter((each) => each === 'tel_request.approved').length).toBe(
      approved.status === 200 ? 1 : 0,
    )
  }
})

test('of an approval and a cancellation at once, no number changes after the end', async () => {
  for (let turn = 0; turn < 4; turn++) {
    const { sent, approve } = await asked()
    const cancel = () => integrator.call('PUT', `/documents/${sent.documentId}/decline`)
    const [approved] = await Promise.all(
      turn % 2 === 0 ? [approve(), cancel()] : [cancel(), approve()].toReversed(),
    )
    const rows = await rowsOf<{ type: string }>(
      server,
      `select type from audit where document_id = $1 and type in ('document.cancelled', 'participant.tel_corrected')
       order by sequence`,
      sent.documentId,
    )
    const types = rows.map(({ type }) => type)
    expect(types).toEqual(
      approved?.status === 200 ? ['participant.tel_corrected', 'document.cancelled'] : ['document.cancelled'],
    )
  }
})

test('the Web API reads a request, approves it only by name and with a word of who it is, and keeps no number', async () => {
  const { path, id, wanted, approve } = await asked()
  const open = await integrator.call('GET', path)
  expect([open.status, open.body]).toMatchObject([
    200,
    { id, status: 'open', tel: wanted, answered_at: null },
  ])
  expect(open.body.user_agent).toContain('a phone without JavaScript')
  const unsure = await integrator.call('POST', `${path}/approve`, { request_id: id, identity_confirmed: '0' })
  expect([unsure.status, unsure.body.message.includes('`identity_confirmed`')]).toEqual([400, true])
  expect((await approve()).status).toBe(200)
  const { body } = await integrator.call('GET', path)
  expect(body).toMatchObject({ id, status: 'approved', tel: '', reason: '' })
  expect(body.answered_at).not.toBeNull()
})
