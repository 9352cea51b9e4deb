/** Recipients of one group who act at the same instant, over two servers; and a server that dies between their acts. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { rowsOf, signaturesIn, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Grouped, readAs, sendToGroups, standReady } from '#tests/support/group-of-recipients.ts'
import { type HeldTimestamps, startHeldTimestamps } from '#tests/support/held-timestamps.ts'
import { type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let timestamps: HeldTimestamps
let server: TestServer
let second: ServerProcess
let integrator: Integrator

beforeAll(async () => {
  timestamps = await startHeldTimestamps()
  server = await startTestServer({ env: { TSA_URL: timestamps.url } })
  const { dataDirectory, databaseUrl, url } = server
  second = await startProcess({
    dataDirectory,
    databaseUrl,
    env: { TSA_URL: timestamps.url, PUBLIC_URL: url },
  })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterEach(() => timestamps?.release())
afterAll(async () => {
  await second?.stop()
  await server?.close()
  await timestamps?.close()
})

const pair = [
  { name: '山田 花子', group: 'parties' },
  { name: '鈴木 健', group: 'parties' },
]

async function concluded({ id }: Grouped): Promise<void> {
  await until('the document is concluded', async () => {
    const { body } = await integrator.call('GET', `/documents/${id}`)
    return body.status === 2
  })
}

/** Each consent once, each act signed once with one revision a file, in the order of the acts. */
async function expectEachOnce({ id, people }: Grouped): Promise<void> {
  expect(await trailOf(server, id)).toMatchObject({
    'participant.consented': people.length,
    'act.signed': people.length + 1,
    'document.concluded': 1,
  })
  const acts = await rowsOf<{ number: number; who: string; revisions: number }>(
    server,
    `select number, participant_id as who,
       (select count(*)::int from revisions r where r.document_id = a.document_id and r.act = a.number) as revisions
     from acts a where document_id = $1 and signed_at is not null and number > 0 order by number`,
    id,
  )
  expect(acts.map(({ number, revisions }) => [number, revisions])).toEqual(people.map((_, k) => [k + 1, 1]))
  expect(acts.map(({ who }) => who).sort()).toEqual(people.map((each) => each.id).sort())
}

const signaturesOf = async ({ id, file }: Grouped) =>
  signaturesIn((await integrator.download(`/documents/${id}/files/${file}`)).bytes)

test('two who consent at the same instant on two servers are both kept, exactly once each: fifty times', async () => {
  for (let round = 0; round < 50; round++) {
    const sent = await sendToGroups(integrator, pair)
    const presses = await Promise.all(
      [0, 1].map(async (place) => standReady(await readAs(integrator, sent, place))),
    )
    const servers = round % 2 === 0 ? [server.url, second.url] : [second.url, server.url]
    // Each presses twice: a double click counts once.
    const answers = await Promise.all(
      presses.flatMap((press, place) => [press(servers[place]), press(servers[1 - place])]),
    )
    expect(answers.map(({ location }) => location.endsWith('/done'))).toEqual([true, true, true, true])
    await concluded(sent)
    await expectEachOnce(sent)
    if (round % 10 === 0) expect(await signaturesOf(sent)).toEqual({ valid: 3, all: 3, pdfsig: 3 })
  }
})

test('one consents while the other declines: the document ends, or is concluded by nobody', async () => {
  for (let round = 0; round < 8; round++) {
    const sent = await sendToGroups(integrator, pair)
    const [first, other] = await Promise.all([0, 1].map((place) => readAs(integrator, sent, place)))
    if (first === undefined || other === undefined) throw new Error('nobody reads')
    const press = await standReady(first)
    await other.browser.get(`${other.base}/decline`)
    await Promise.all([press(), other.browser.post(`${other.base}/decline`, { reason: '' })])
    await waitForNoJobs(server)
    const { body } = await integrator.call('GET', `/documents/${sent.id}`)
    expect(body.status).toBe(3)
    expect(body.participants[2].status).toBe(9)
    // Consented before the other declined, or was told that it is over.
    expect([8, 10]).toContain(body.participants[1].status)
  }
})

test('a server that is killed between the acts of a group loses none and signs none twice', async () => {
  await second.stop()
  for (let round = 0; round < 5; round++) {
    const sent = await sendToGroups(integrator, [...pair, { name: '高橋 葵', group: 'parties' }])
    const presses = await Promise.all(
      [0, 1, 2].map(async (place) => standReady(await readAs(integrator, sent, place))),
    )
    await waitForNoJobs(server)
    timestamps.hold()
    await Promise.all(presses.slice(0, 2).map((press) => press()))
    await timestamps.waiting(1)
    await server.kill()
    timestamps.release()
    await server.restart()
    expect((await presses[2]?.())?.location).toMatch(/\/done$/)
    await concluded(sent)
    await expectEachOnce(sent)
    expect(await signaturesOf(sent)).toEqual({ valid: 4, all: 4, pdfsig: 4 })
  }
})
