/** Consent when everything comes at once: one outcome, one act, one seal, and a trail that says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectConcludedOnce, rowsOf, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { openDevice, type Pressed, standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(() => server?.close())

const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const leadsTo = (page: string) => (pressed: Pressed) => pressed?.location?.endsWith(`/${page}`) === true

test('twenty presses of the same button at once are one consent, and every press leads to the done page', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  const answers = await Promise.all(times(20).map(() => press()))
  expect(answers.filter(leadsTo('done'))).toHaveLength(20)
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test('two devices of one person, ten presses each at once, are one consent', async () => {
  const first = await standAtTheButton({ server, integrator })
  await letAnotherCodeGo(first.sent.participants[0])
  const second = await openDevice({ server, integrator }, first.sent, first.tel, 1)
  const devices = times(20).map((index) => (index % 2 === 0 ? first : second))
  const answers = await Promise.all(devices.map(({ press }) => press()))
  expect(answers.filter(leadsTo('done'))).toHaveLength(20)
  await waitForStatus(first.sent, 2)
  await expectConcludedOnce(server, first.sent)
})

describe('consent and an end of the document at the same moment', () => {
  test('the sender cancels: either the document is concluded or it is cancelled, and who lost is told', async () => {
    const outcomes: string[] = []
    for (const lead of times(8)) {
      const { sent, press } = await standAtTheButton({ server, integrator })
      const cancel = () => integrator.call('PUT', `/documents/${sent.documentId}/decline`)
      // By turns the one and the other gets a head start of a few requests on the socket.
      const [pressed, cancelled] =
        lead % 2 === 0
          ? await Promise.all([press(), cancel()])
          : await Promise.all([cancel(), press()]).then(([a, b]) => [b, a] as const)
      if (cancelled.status === 200) {
        expect(leadsTo('done')(pressed)).toBe(false)
        await expectEndedOnce(sent.documentId, 'document.cancelled', 'participant.consented')
        outcomes.push('cancelled')
      } else {
        expect(cancelled.status).toBe(400)
        expect(leadsTo('done')(pressed)).toBe(true)
        await waitForStatus(sent, 2)
        await expectConcludedOnce(server, sent)
        outcomes.push('concluded')
      }
    }
    expect(outcomes).toHaveLength(8)
  })

  test('the same person declines on the other tab: one of both holds', async () => {
    for (const lead of times(6)) {
      const { sent, press } = await standAtTheButton({ server, integrator })
      const actions = lead % 2 === 0 ? ['consent', 'decline'] : ['decline', 'consent']
      const answers = await Promise.all(actions.map((action) => press(action, {})))
      const done = answers.filter(leadsTo('done')).length
      const declined = answers.filter(leadsTo('declined')).length
      expect(done + declined).toBe(1)
      if (declined === 1) {
        await expectEndedOnce(sent.documentId, 'participant.declined', 'participant.consented')
      } else {
        await waitForStatus(sent, 2)
        await expectConcludedOnce(server, sent)
      }
    }
  })
})

/** The thirty seconds between two codes, passed without waiting: the test owns this database. */
async function letAnotherCodeGo(participantId: string | undefined): Promise<void> {
  await rowsOf(
    server,
    `update sms_codes set created_at = created_at - interval '1 minute' where participant_id = $1`,
    participantId,
  )
}

async function expectEndedOnce(documentId: string, end: string, never: string): Promise<void> {
  await waitForNoJobs(server)
  const events = await trailOf(server, documentId)
  expect(events).toMatchObject({ [end]: 1, 'act.signed': 1 })
  expect(events).not.toHaveProperty(never)
  expect(events).not.toHaveProperty(['document.concluded'])
  const { body } = await integrator.call('GET', `/documents/${documentId}`)
  expect(body.status).toBe(3)
  const acts = await rowsOf(server, 'select number from acts where document_id = $1', documentId)
  expect(acts).toEqual([{ number: 0 }])
}
