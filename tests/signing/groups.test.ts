/** Recipients who are asked at the same time (同時に依頼): `group_type` and `group_id` of the Web API. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Grouped, readAs, sendToGroups, standReady } from '#tests/support/group-of-recipients.ts'
import { type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let integrator: Integrator
beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

const asked = [
  { name: '山田 花子', group: 'parties' },
  { name: '鈴木 健', group: 'parties' },
  { name: '高橋 葵' },
]

// biome-ignore lint/suspicious/noExplicitAny: an integrator reads JSON as it comes
type Answer = any
const read = async ({ id }: Pick<Grouped, 'id'>): Promise<Answer> =>
  (await integrator.call('GET', `/documents/${id}`)).body
const statuses = async (sent: Grouped) =>
  (await read(sent)).participants.map(({ status }: { status: number }) => status)
const press = async (sent: Grouped, place: number) =>
  (await standReady(await readAs(integrator, sent, place)))()
const consentsOf = ({ id }: Grouped) =>
  rowsOf<{ shown: { sha256: string }[]; not_shown: string[] | null }>(
    server,
    `select row::json->'shown' as shown, row::json->'notShown' as not_shown from audit
     where document_id = $1 and type = 'participant.consented' order by sequence`,
    id,
  )

describe('a group', () => {
  test('is asked at once, and the turn goes on when all of it have consented, in whatever order', async () => {
    const sent = await sendToGroups(integrator, asked)
    expect(await statuses(sent)).toEqual([6, 4, 4, 0])
    const waiting = { recipient_id: 'r2' }
    const path = `/documents/${sent.id}/participants/${sent.people[2]?.id}/signing_url`
    expect((await integrator.call('POST', path, waiting)).status).toBe(400)
    await press(sent, 1)
    expect(await statuses(sent)).toEqual([6, 4, 8, 0])
    await press(sent, 0)
    expect(await statuses(sent)).toEqual([6, 8, 8, 4])
    await press(sent, 2)
    await until('concluded', async () => (await read(sent)).status === 2)
  })

  test('of which one had the page open before the other consented: both hold, and it is told what was shown', async () => {
    const sent = await sendToGroups(integrator, asked.slice(0, 2))
    const early = await readAs(integrator, sent, 0)
    const address = /"(\/s\/[^"]*\/files\/[^"/]*)"/.exec(early.browser.page().html)?.[1] ?? ''
    const ready = await standReady(early)
    await press(sent, 1)
    await waitForNoJobs(server)
    // What this page fetches is what it says that it shows, though there is a newer one.
    const bytes = Buffer.from(
      await (
        await fetch(`${server.url}${address}`, {
          headers: { cookie: [...early.browser.cookies].map((pair) => pair.join('=')).join('; ') },
        })
      ).arrayBuffer(),
    )
    expect((await ready()).location).toMatch(/\/done$/)
    await until('concluded', async () => (await read(sent)).status === 2)
    const [first, second] = await consentsOf(sent)
    expect(first?.not_shown).toBeNull()
    expect(second?.not_shown).toEqual([sent.people[1]?.id])
    expect(second?.shown[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(second?.shown).toEqual(first?.shown)
    const certificate = await integrator.download(`/documents/${sent.id}/certificate`)
    const text = execFileSync('pdftotext', ['-raw', '-', '-'], { input: certificate.bytes }).toString()
    expect(text).toContain('同時の依頼')
    expect(text).toContain('鈴木 健')
    const page = await (await enterConsole(server)).get(`/console/documents/${sent.id}`)
    expect(page.html).toContain('同時に依頼した鈴木 健さんの記入・押印は')
  })

  test('says on the page that others are asked, and shows their marks once they are there', async () => {
    const sent = await sendToGroups(integrator, asked.slice(0, 2))
    const { browser, base } = await readAs(integrator, sent, 0)
    expect(browser.page().html).toContain('ほかの方にも同時に依頼しています')
    await press(sent, 1)
    await waitForNoJobs(server)
    await browser.get(`${base}/review`)
    await (await standReady({ browser, base, name: '山田 花子' }))()
    const [first, second] = await consentsOf(sent)
    expect(second?.not_shown).toBeNull()
    expect(second?.shown).not.toEqual(first?.shown)
  })

  test('may not consent to pages from before the group was asked', async () => {
    const sent = await sendToGroups(integrator, [{ name: '高橋 葵' }, ...asked.slice(0, 2)])
    await press(sent, 0)
    await waitForNoJobs(server)
    const [sending] = await rowsOf<{ sha256: string }>(
      server,
      'select sha256 from revisions where document_id = $1 and act = 0',
      sent.id,
    )
    const reading = await readAs(integrator, sent, 1)
    await standReady(reading)
    const answer = await reading.browser.post(`${reading.base}/consent`, {
      revision: sending?.sha256 ?? '',
    })
    expect(answer.url).not.toMatch(/\/done$/)
    expect(await statuses(sent)).toEqual([6, 8, 4, 4])
  })

  test('ends when one of it declines; the others are told, and can do nothing more', async () => {
    const sent = await sendToGroups(integrator, asked)
    const other = await readAs(integrator, sent, 1)
    const ready = await standReady(other)
    const { browser, base } = await readAs(integrator, sent, 0)
    await browser.get(`${base}/decline`)
    await browser.post(`${base}/decline`, { reason: '条件が違います' })
    expect(await statuses(sent)).toEqual([10, 9, 10, 0])
    expect((await ready()).location).not.toMatch(/\/done$/)
  })
})

describe('by mail', () => {
  const mailsTo = async (email: string) => (await server.mails()).filter(({ to }) => to === email)

  test('all of a group get their link at once, and are reminded together', async () => {
    const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
    await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
    for (const email of ['g1@example.jp', 'g2@example.jp']) {
      const form = { name: '宛先', email, group_type: '1', group_id: 'all' }
      await integrator.call('POST', `/documents/${body.id}/participants`, form)
    }
    const sent = await integrator.call('POST', `/documents/${body.id}`)
    expect(sent.body.participants.map(({ status }: { status: number }) => status)).toEqual([6, 4, 4])
    const both = (count: number) => async () =>
      (await mailsTo('g1@example.jp')).length === count && (await mailsTo('g2@example.jp')).length === count
    await until('both have a link', both(1))
    expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
    await until('both are reminded', both(2))
    const { url } = await (await enterConsole(server)).get(`/console/documents/${body.id}`)
    expect(url).toContain(body.id)
  })
})

describe('in a draft', () => {
  const aDraft = async () => (await integrator.call('POST', '/documents', { title: '下書き' })).body.id
  const add = (id: string, form: Record<string, string>) =>
    integrator.call('POST', `/documents/${id}/participants`, form)
  const lineUp = ({ body }: { body: Answer }) =>
    body.participants
      .slice(1)
      .map(({ name, order, group_type, group_id }: Answer) => [
        name,
        order,
        ...(group_id === undefined ? [] : [group_type, group_id]),
      ])

  test('recipients of a group stand side by side, and leave it when told so', async () => {
    const id = await aDraft()
    await add(id, { name: 'a', email: 'a@example.jp', group_type: '1', group_id: 'g' })
    await add(id, { name: 'b', email: 'b@example.jp' })
    const last = await add(id, { name: 'c', email: 'c@example.jp', group_type: '1', group_id: 'g' })
    expect(lineUp(last)).toEqual([
      ['a', 1, 1, 'g'],
      ['c', 2, 1, 'g'],
      ['b', 3],
    ])
    const path = `/documents/${id}/participants/${last.body.participants[2].id}`
    expect(lineUp(await integrator.call('PUT', path, { name: 'c2' }))[1]).toEqual(['c2', 2, 1, 'g'])
    expect(lineUp(await integrator.call('PUT', path, { group_type: '0' }))[1]).toEqual(['c2', 2])
  })

  test('a type without a name, another type and a name that cannot be are refused', async () => {
    const id = await aDraft()
    const person = { name: 'a', email: 'a@example.jp' }
    for (const wrong of [{ group_type: '1' }, { group_type: '2' }, { group_type: '1', group_id: 'あ' }]) {
      expect((await add(id, { ...person, ...wrong })).status).toBe(400)
    }
  })

  test('the console asks somebody at the same time as the one before, and apart again', async () => {
    const id = await aDraft()
    for (const name of ['a', 'b', 'c']) await add(id, { name, email: `${name}@example.jp` })
    const console_ = await enterConsole(server)
    const of = async (place: number) => (await read({ id })).participants[place].id
    const join = async (place: number, joins: string) => {
      await console_.get(`/console/documents/${id}/draft`)
      return console_.post(`/console/documents/${id}/people/${await of(place)}/join`, { joins })
    }
    expect((await join(2, '1')).html).toContain('同時に依頼するようにしました')
    await join(3, '1')
    const groups = async () => (await read({ id })).participants.slice(1).map((each: Answer) => each.group_id)
    const [group, ...same] = await groups()
    expect(group).toMatch(/./)
    expect(same).toEqual([group, group])
    await join(2, '')
    const [alone, next, behind] = await groups()
    expect([alone, next === behind, next === group]).toEqual([undefined, true, false])
    // Moved up, the two go together.
    await console_.get(`/console/documents/${id}/draft`)
    await console_.post(`/console/documents/${id}/people/order`, { move: await of(3), by: 'up' })
    const names = (await read({ id })).participants.slice(1).map((each: Answer) => each.name)
    expect(names).toEqual(['b', 'c', 'a'])
  })
})
