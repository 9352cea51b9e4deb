/**
 * Webhooks while servers die, while two of them work, and while one receiver is down: nothing is lost, what is sent
 * twice has the same id, and one receiver holds up no other.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import type { Receiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, comeDue, deliveriesOf, withReceiverOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'

let server: TestServer
let administrator: Recipient
let caller: Caller

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const withReceiver = (work: (receiver: Receiver) => Promise<void>) => withReceiverOf(server, work)

const idsOf = (receiver: Receiver) => new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
const allDelivered = (id: string, count: number) => async () => {
  const rows = await deliveriesOf(server, id)
  return rows.length === count && rows.every(({ state }) => state === 'delivered')
}

test('a server that is killed while a receiver thinks sends the same message again', () =>
  withReceiver(async (receiver) => {
    receiver.behave('hang')
    const { id } = await addWebhook(administrator, receiver.url)
    for (let n = 0; n < 5; n++) await aSentDocument(caller)
    await receiver.heard(5)
    await server.kill()
    receiver.behave({ status: 204 })
    await server.restart()
    await until('all are delivered', allDelivered(id, 5), 60)
    expect(idsOf(receiver).size).toBe(5)
    expect(receiver.received).toHaveLength(10)
    // Nothing came of the tries that were cut off, so none of them is counted.
    expect((await deliveriesOf(server, id)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1])
  }))

test('a server that is killed again and again loses no event, and invents none', () =>
  withReceiver(async (receiver) => {
    administrator = await enterConsole(server)
    const { id } = await addWebhook(administrator, receiver.url, {
      events: ['document.sent', 'turn.started'],
    })
    const sent: string[] = []
    for (let round = 0; round < 3; round++) {
      const calls = Array.from({ length: 8 }, () => aSentDocument(caller).then((each) => sent.push(each.id)))
      await Promise.race(calls)
      await server.kill()
      await Promise.allSettled(calls)
      await server.restart()
    }
    const recorded = await rowsOf<{ event: string }>(
      server,
      `select document_id || '-' || sequence as event from audit
       where type in ('document.sent', 'turn.started') and at > (select created_at from webhook_endpoints where id = $1)`,
      id,
    )
    await until('all are delivered', allDelivered(id, recorded.length), 60)
    expect(idsOf(receiver)).toEqual(new Set(recorded.map(({ event }) => event)))
    expect(sent.length).toBeGreaterThan(0)
  }))

describe('two servers', () => {
  let second: ServerProcess
  beforeAll(async () => {
    const { dataDirectory, databaseUrl } = server
    second = await startProcess({ dataDirectory, databaseUrl, env: { PUBLIC_URL: server.url } })
  })
  afterAll(() => second.stop())

  test('send each message once', () =>
    withReceiver(async (receiver) => {
      administrator = await enterConsole(server)
      const { id } = await addWebhook(administrator, receiver.url)
      await Promise.all(Array.from({ length: 20 }, () => aSentDocument(caller)))
      await until('all are delivered', allDelivered(id, 20), 60)
      expect(receiver.received).toHaveLength(20)
      expect(idsOf(receiver).size).toBe(20)
    }))
})

test('a receiver that is down rests, holds up no other, and gets everything when it is back', () =>
  withReceiver((down) =>
    withReceiver(async (well) => {
      administrator = await enterConsole(server)
      down.behave('close')
      const ill = await addWebhook(administrator, down.url)
      const good = await addWebhook(administrator, well.url)
      for (let n = 0; n < 12; n++) await aSentDocument(caller)
      await until('the other has all', allDelivered(good.id, 12), 60)
      const resting = () =>
        rowsOf<{ failures: number }>(
          server,
          'select failures from webhook_endpoints where id = $1 and resting_until is not null',
          ill.id,
        )
      await until('it rests', async () => (await resting()).length === 1)
      await until('what is for it is put off', async () => {
        const rows = await deliveriesOf(server, ill.id)
        return rows.some(({ reason, attempts }) => reason === 'receiver_rests' && attempts === 0)
      })
      // One finds out whether it is back, and the others stay where they are.
      const before = down.received.length
      await comeDue(server)
      await down.heard(before + 1)
      await until('it rests again', async () => (await resting()).length === 1)
      await sleep(300)
      expect(down.received.length).toBe(before + 1)
      down.behave({ status: 200 })
      await until('it has all', async () => {
        await comeDue(server)
        return allDelivered(ill.id, 12)()
      })
      expect(await resting()).toEqual([])
    }),
  ))
