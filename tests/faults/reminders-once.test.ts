/** Reminders by plan are sent once, however many servers look, whichever of them dies, and whatever people do at that moment. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { consent, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { asServer } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

let server: TestServer
const others: ServerProcess[] = []
beforeAll(async () => {
  server = await startTestServer({ env: movedClock(0) })
  const plan = { from: 'request', first: 3, every: 3, most: 3 }
  await sql(server, 'update teams set reminder_plan = $1', [JSON.stringify(plan)])
})
afterAll(async () => {
  for (const each of others) await each.stop().catch(() => undefined)
  await server?.close()
})

/** Another process on the same database that takes jobs, and looks at what is due as it starts. */
async function another(env: Record<string, string>): Promise<ServerProcess> {
  const given = asServer(server.databaseUrl)
  const started = await startProcess({
    dataDirectory: server.dataDirectory,
    databaseUrl: given.databaseUrl,
    command: ['dist/musubi.mjs', 'work'],
    env: { ...given.env, ...env, PUBLIC_URL: server.url },
  })
  others.push(started)
  return started
}

async function sendMany(count: number, name: string): Promise<string[]> {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const pdf = await contractPdf()
  const ids: string[] = []
  for (let at = 0; at < count; at++) {
    const { body } = await integrator.call('POST', '/documents', { title: `覚書 ${at}` })
    await integrator.upload(body.id, pdf, '覚書.pdf')
    const person = { name: '山田 花子', email: `${name}${at}@example.jp` }
    await integrator.call('POST', `/documents/${body.id}/participants`, person)
    await integrator.call('POST', `/documents/${body.id}`)
    ids.push(body.id)
  }
  await waitForNoJobs(server)
  return ids
}

type Turn = { type: string; automatic: boolean }

/** Turns and consents of a document in their order. */
const turnsOf = (documentId: string): Promise<Turn[]> =>
  rowsOf<Turn>(
    server,
    `select type, row like '%"automatic":true%' as automatic from audit
     where document_id = $1 and type in ('turn.started', 'participant.consented') order by sequence`,
    documentId,
  )

const linkIn = (text = ''): string => /http\S+\/s\/\S+/.exec(text)?.[0] ?? ''
const mailsTo = async (email: string) => (await server.mails()).filter(({ to }) => to === email)

test('three servers look at once and one is killed: each recipient gets one reminder', async () => {
  const ids = await sendMany(25, 'many')
  await server.process().stop()
  const env = movedClock(3, 1)
  const [dying] = await Promise.all([another(env), another(env), server.restart(env)])
  await dying.kill()
  await until('nothing is due any more', async () =>
    (await Promise.all(ids.map(turnsOf))).every((turns) => turns.some(({ automatic }) => automatic)),
  )
  await server.kill()
  await server.restart(env)
  await waitForNoJobs(server)
  for (const id of ids) {
    expect(await turnsOf(id)).toEqual([
      { type: 'turn.started', automatic: false },
      { type: 'turn.started', automatic: true },
    ])
  }
  const subjects = await Promise.all(ids.map(async (_, at) => (await mailsTo(`many${at}@example.jp`)).length))
  // A death between a mail and the note that it was taken may repeat it.
  expect(subjects.every((count) => count >= 2)).toBe(true)
  expect(subjects.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2 * ids.length + 4)
})

test('whoever consents, or is reminded by hand, at the moment when a reminder is due gets one at most, and none afterwards', async () => {
  const count = 12
  const ids = await sendMany(count, 'race')
  const integrator = await signInIntegrator(server.url, server.clientId)
  const browsers: Recipient[] = []
  for (let at = 0; at < count; at += 2) {
    const link = linkIn((await mailsTo(`race${at}@example.jp`))[0]?.text)
    const browser = openBrowser(server.url)
    await browser.get(link)
    await browser.post(`${new URL(link).pathname}/open`)
    browsers.push(browser)
  }
  // The days pass: what was due in three is due now.
  const due = new Date(Date.now() + Number(movedClock(3).MOVED_CLOCK_MS)).toISOString()
  await sql(
    server,
    `update documents set snapshot = jsonb_set(jsonb_set(snapshot::jsonb, '{reminding,at}', to_jsonb($2::text)), '{remind_at}', to_jsonb($2::text))
     where id = any($1)`,
    [ids, due],
  )
  const outcomes = await Promise.all([
    ...browsers.map(consent),
    ...ids.filter((_, at) => at % 2 === 1).map((id) => integrator.call('POST', `/documents/${id}`)),
    another(movedClock(3, 1)),
    another(movedClock(3, 1)),
  ])
  expect(outcomes.map((each) => ('status' in each ? each.status : 0)).every((status) => status < 300)).toBe(
    true,
  )
  const left = () =>
    rowsOf(server, 'select id from documents where id = any($1) and remind_at <= $2', ids, due)
  await until('nothing is due any more', async () => (await left()).length === 0)
  await waitForNoJobs(server)
  for (const [at, id] of ids.entries()) {
    const turns = await turnsOf(id)
    expect(turns.filter(({ automatic }) => automatic).length).toBeLessThanOrEqual(1)
    if (at % 2 === 0) expect(turns.at(-1)?.type).toBe('participant.consented')
    const [next] = await rowsOf<{ at: Date | null }>(
      server,
      'select remind_at as at from documents where id = $1',
      id,
    )
    expect(next?.at === null).toBe(at % 2 === 0)
  }
})
