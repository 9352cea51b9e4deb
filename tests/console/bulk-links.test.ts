import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft } from '#tests/web-api/caller.ts'
import { aList, countsOf, stateOf, steer } from './bulk-visitor.ts'
import { enterConsole } from './console-visitor.ts'
import { saveAsTemplate } from './template-maker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const linksOf = (id: string) =>
  rowsOf<{ link: string; count: number }>(
    server,
    'select link, count(*)::int as count from bulk_rows where bulk_send_id = $1 group by link order by link',
    id,
  )

test('links go by SMS up to the limit of the day; the others wait for it, and are sent once there is room', async () => {
  const console_ = await enterConsole(server)
  const draft = await aFullDraft(await aCaller(server.url, server.clientId))
  const template = await saveAsTemplate(console_, draft.id, { slots: [draft.recipient] })
  await rowsOf(server, 'update teams set link_sms = true, sms_per_day = 3')
  const lines = Array.from({ length: 5 }, (_, n) => `人 ${n},0901234560${n}`)
  const list = `宛先1 氏名,宛先1 携帯電話番号\r\n${lines.join('\r\n')}\r\n`
  const id = await aList(console_, template, list, { linkSms: true })
  await steer(console_, id, 'start')
  const waiting = [
    { link: 'sent', count: 3 },
    { link: 'waiting', count: 2 },
  ]
  await until('three links went', async () => JSON.stringify(await linksOf(id)) === JSON.stringify(waiting))
  expect(await countsOf(server, id)).toEqual({ sent: 5 })
  expect(await stateOf(server, id)).toBe('running')
  expect((await console_.get(`/console/bulk-sends/${id}`)).html).toContain('SMS送信待ち 2')
  // Another day: there is room, and the morning has come.
  await rowsOf(server, 'update teams set sms_per_day = 100')
  // Whoever looks at the list at this moment may put its rows off once more.
  await until('the list is done', async () => {
    await rowsOf(server, 'update bulk_rows set taken_until = null where bulk_send_id = $1', id)
    return (await stateOf(server, id)) === 'done'
  })
  expect(await linksOf(id)).toEqual([{ link: 'sent', count: 5 }])
  const [sms] = await rowsOf<{ count: number }>(
    server,
    'select count(*)::int as count from sms_messages where link',
  )
  expect(sms?.count).toBe(5)
})
