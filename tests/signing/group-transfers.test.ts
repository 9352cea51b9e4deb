/** One of several who are asked at the same time passes their place on, by mail; and groups of templates and copies. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aList, documentsOf, stateOf, steer } from '#tests/console/bulk-visitor.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { consent, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { atTheDocument, linkOf, mailsTo, passOn } from './mail-visitor.ts'

let server: TestServer
let integrator: Integrator
let console_: Recipient
beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  console_ = await enterConsole(server)
})
afterAll(() => server?.close())

let people = 0
const fresh = () => `grouped${++people}@example.jp`
const ken = (email: string) => ({ email, name: '鈴木 健', organization: '', language: 'ja', message: '' })

type Person = { name: string; email: string; group?: string }

async function aDraft(asked: Person[]): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title: '覚書', can_transfer: 'true' })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  for (const { group, ...person } of asked) {
    const parallel = group === undefined ? {} : { group_type: '1', group_id: group }
    const added = await integrator.call('POST', `/documents/${body.id}/participants`, {
      ...person,
      ...parallel,
    })
    expect(added.status).toBe(200)
  }
  return body.id
}

async function sent(asked: Person[]): Promise<string> {
  const id = await aDraft(asked)
  expect((await integrator.call('POST', `/documents/${id}`)).status).toBe(200)
  return id
}

const recipientsOf = async (id: string): Promise<{ name: string; status: number; group_id?: string }[]> =>
  (await integrator.call('GET', `/documents/${id}`)).body.participants.slice(1)
const statusesOf = async (id: string) => (await recipientsOf(id)).map(({ status }) => status)
const linesOf = async (id: string) =>
  (await recipientsOf(id)).map(({ name, status, group_id }) => [name, status, group_id])

/** Two who are asked at the same time, and somebody who comes after them. */
async function threePeople() {
  const [hanako, jiro, aoi] = [fresh(), fresh(), fresh()]
  const id = await sent([
    { name: '山田 花子', email: hanako, group: 'g' },
    { name: '佐藤 次郎', email: jiro, group: 'g' },
    { name: '高橋 葵', email: aoi },
  ])
  return { id, hanako, jiro, aoi }
}

describe('who is asked at the same time as others', () => {
  test('passes their place on within the group: the others go on undisturbed, and the next is asked when all have consented', async () => {
    const { id, hanako, jiro, aoi } = await threePeople()
    const other = fresh()
    const beside = await atTheDocument(await linkOf(server, jiro))
    const link = await linkOf(server, hanako)
    const done = await passOn(await atTheDocument(link), link, ken(other))
    expect(new URL(done.url).pathname).toMatch(/\/transferred$/)
    expect(await linesOf(id)).toEqual([
      ['鈴木 健', 4, 'g'],
      ['佐藤 次郎', 4, 'g'],
      ['高橋 葵', 0, undefined],
    ])
    expect((await openBrowser(server.url).get(link)).status).toBe(410)
    // Whoever stood at the document all the while consents; the next is not asked before the new one has.
    await consent(beside)
    await waitForNoJobs(server)
    expect(await statusesOf(id)).toEqual([4, 7, 0])
    expect((await server.mails()).filter(({ to }) => to === aoi)).toEqual([])
    await consent(await atTheDocument(await linkOf(server, other)))
    expect(await statusesOf(id)).toEqual([7, 7, 4])
    await consent(await atTheDocument(await linkOf(server, aoi)))
    await waitForStatus({ documentId: id, fileId: '', participants: [], integrator }, 2)
    await waitForNoJobs(server)
    // One request each, and the copies at the end; whoever passed it on gets none.
    const counts = await Promise.all(
      [hanako, other, jiro, aoi].map(async (email) => (await mailsTo(server, email)).length),
    )
    expect(counts).toEqual([1, 2, 2, 2])
  })

  test('passes it on when the others have consented already, and the turn does not go on before', async () => {
    const { id, hanako, jiro } = await threePeople()
    await consent(await atTheDocument(await linkOf(server, jiro)))
    const other = fresh()
    const link = await linkOf(server, hanako)
    await passOn(await atTheDocument(link), link, ken(other))
    await waitForNoJobs(server)
    expect(await statusesOf(id)).toEqual([4, 7, 0])
    await consent(await atTheDocument(await linkOf(server, other)))
    expect(await statusesOf(id)).toEqual([7, 7, 4])
  })

  test('cannot pass it on to one of the others, who would act twice', async () => {
    const { id, hanako, jiro } = await threePeople()
    const link = await linkOf(server, hanako)
    const refused = await passOn(await atTheDocument(link), link, ken(jiro))
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('id="email-error"')
    expect(await statusesOf(id)).toEqual([4, 4, 0])
  })

  test('passes it on while another consents: both are done, and the next is asked once and in time', async () => {
    for (let round = 0; round < 8; round++) {
      const { id, hanako, jiro } = await threePeople()
      const other = fresh()
      const [first, second] = [await linkOf(server, hanako), await linkOf(server, jiro)]
      const [passing, consenting] = [await atTheDocument(first), await atTheDocument(second)]
      await passing.get(`${new URL(first).pathname}/transfer`)
      await passing.post(`${new URL(first).pathname}/transfer`, ken(other))
      await Promise.all([passing.post(`${new URL(first).pathname}/transfer/send`), consent(consenting)])
      expect(await statusesOf(id)).toEqual([4, 7, 0])
      await consent(await atTheDocument(await linkOf(server, other)))
      expect(await statusesOf(id)).toEqual([7, 7, 4])
      const turns = await rowsOf(
        server,
        `select 1 from audit where document_id = $1 and type = 'turn.started'`,
        id,
      )
      // Two at once, the one who took a place over, and the last.
      expect(turns).toHaveLength(4)
    }
  }, 120_000)
})

describe('a template with people who are asked at the same time', () => {
  const asked = () => [
    { name: '山田 花子', email: fresh(), group: 'g' },
    { name: '佐藤 次郎', email: fresh(), group: 'g' },
    { name: '高橋 葵', email: fresh() },
  ]
  const groupsOf = async (id: string) => (await recipientsOf(id)).map(({ group_id }) => group_id)
  const together = ['g', 'g', undefined]

  test('gives them to every draft that is made of it, by the Web API and in the console', async () => {
    const template = await saveAsTemplate(console_, await aDraft(asked()))
    expect(await groupsOf(template)).toEqual(together)
    const { body } = await integrator.call('POST', '/documents', { template_id: template })
    expect(await groupsOf(body.id)).toEqual(together)
    await console_.get(`/console/templates/${template}`)
    const page = await console_.post(`/console/templates/${template}/draft`)
    const made = /\/console\/documents\/([0-9a-f]{32})/.exec(page.url)?.[1] ?? ''
    expect(await groupsOf(made)).toEqual(together)
    expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
    expect(await statusesOf(body.id)).toEqual([4, 4, 0])
  })

  test('whose places are open asks whoever is filled in at the same time', async () => {
    const draft = await aDraft(asked())
    const [first, second] = (await integrator.call('GET', `/documents/${draft}`)).body.participants.slice(1)
    const template = await saveAsTemplate(console_, draft, { slots: [first.id, second.id] })
    const { body } = await integrator.call('POST', '/documents', { template_id: template })
    const people = body.participants.slice(1)
    const emails = [fresh(), fresh()]
    for (const [at, email] of emails.entries()) {
      const path = `/documents/${body.id}/participants/${people[at].id}`
      expect((await integrator.call('PUT', path, { name: `人 ${at}`, email })).status).toBe(200)
    }
    expect(await groupsOf(body.id)).toEqual(together)
    expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
    expect(await statusesOf(body.id)).toEqual([4, 4, 0])
    for (const email of emails) await mailsTo(server, email)
  })

  test('asks them at the same time in a bulk sending, too', async () => {
    const draft = await aDraft(asked())
    const [first, second] = (await integrator.call('GET', `/documents/${draft}`)).body.participants.slice(1)
    const template = await saveAsTemplate(console_, draft, { slots: [first.id, second.id] })
    const heading = '宛先1 氏名,宛先1 メールアドレス,宛先2 氏名,宛先2 メールアドレス'
    const rows = [1, 2].map((n) => `甲 ${n},${fresh()},乙 ${n},${fresh()}`)
    const list = await aList(console_, template, `${[heading, ...rows].join('\r\n')}\r\n`)
    await steer(console_, list, 'start')
    await until('the list is done', async () => (await stateOf(server, list)) === 'done')
    for (const { id } of await documentsOf(server, list)) {
      expect(await groupsOf(id)).toEqual(together)
      expect(await statusesOf(id)).toEqual([4, 4, 0])
    }
  })

  test('is made of what was sent, too; a duplicate of that keeps the group as well', async () => {
    const id = await sent(asked())
    const template = await saveAsTemplate(console_, id)
    expect(await groupsOf(template)).toEqual(together)
    await console_.get(`/console/documents/${id}`)
    const page = await console_.post(`/console/documents/${id}/duplicate`)
    const copy = /\/console\/documents\/([0-9a-f]{32})/.exec(page.url)?.[1] ?? ''
    expect(copy).not.toBe(id)
    expect(await groupsOf(copy)).toEqual(together)
  })

  test('keeps the group of those who are left when one is taken out of a copy', async () => {
    const three = [...asked().slice(0, 2), { name: '田中 三郎', email: fresh(), group: 'g' }]
    const template = await saveAsTemplate(console_, await aDraft(three))
    const { body } = await integrator.call('POST', '/documents', { template_id: template })
    const path = `/documents/${body.id}/participants/${body.participants[2].id}`
    expect((await integrator.call('DELETE', path)).status).toBe(200)
    expect(await groupsOf(body.id)).toEqual(['g', 'g'])
    expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
    expect(await statusesOf(body.id)).toEqual([4, 4])
  })
})
