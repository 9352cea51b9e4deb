import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, signInIntegrator, signingUrl, waitForStatus } from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aDraft, aFullDraft, aSentDocument, type Caller, upload } from './caller.ts'
import { aClientOf } from './other-clients.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const someone = { email: 'watch@example.jp', name: '見届 人' }
const add = async (form: Record<string, string>, id?: string) =>
  caller.call('POST', `/documents/${id ?? (await aDraft(caller))}/reportees`, { form })

/** A draft with one reportee. */
async function withReportee(form: Record<string, string> = someone) {
  const id = await aDraft(caller)
  const { body } = await add(form, id)
  return { id, path: `/documents/${id}`, target: `/documents/${id}/reportees/${body.reportees[0].id}` }
}

describe('a reportee is added', () => {
  test('and stands in the document', async () => {
    const id = await aDraft(caller)
    const { status, body } = await add({ ...someone, organization: '法務部' }, id)
    expect(status).toBe(200)
    expect(body.reportees).toEqual([{ id: expect.any(String), ...someone, organization: '法務部' }])
    expect(body.reportees[0].id).toMatch(/^[0-9a-z]{32}$/)
    expect((await caller.call('GET', `/documents/${id}`)).body).toEqual(body)
    const listed = await caller.call('GET', '/documents?with_reportees=y')
    expect(listed.body.documents.find((each: { id: string }) => each.id === id).reportees).toEqual(
      body.reportees,
    )
    const bare = await caller.call('GET', '/documents')
    expect(bare.body.documents[0]).not.toHaveProperty('reportees')
  })

  test('without an organisation, with the longest texts, with the address of the sender', async () => {
    const email = `${'x'.repeat(248)}@b.jp`
    expect((await add(someone)).body.reportees[0].organization).toBe('')
    const long = { email: email.slice(-254), name: '名'.repeat(64), organization: '織'.repeat(64) }
    expect((await add(long)).body.reportees).toMatchObject([long])
    expect((await add({ email: server.email, name: 'self' })).status).toBe(200)
  })

  test('behind the others, in the order in which they came', async () => {
    const { id } = await withReportee()
    await add({ email: 'b@example.jp', name: 'b' }, id)
    const { body } = await add({ email: 'c@example.jp', name: 'c' }, id)
    expect(body.reportees.map((each: { name: string }) => each.name)).toEqual([someone.name, 'b', 'c'])
  })
})

const wrong: [string, Record<string, string>][] = [
  ['email', { email: 'nobody' }],
  ['email', { email: 'a@b@c' }],
  ['email', { email: `${'x'.repeat(250)}@b.jp` }],
  ['email', { email: '' }],
  ['name', { name: '' }],
  ['name', { name: 'あ'.repeat(65) }],
  ['name', { name: 'a\u0000' }],
  ['organization', { organization: 'x'.repeat(65) }],
]

describe('a reportee is refused', () => {
  test.each([
    ['email', { email: '', name: 'a' }],
    ['name', { email: 'a@example.jp' }],
    ...wrong.map(([field, form]) => [field, { ...someone, ...form }]),
  ] as [string, Record<string, string>][])('for its %s: %j', async (field, form) => {
    const id = await aDraft(caller)
    const { status, body } = await add(form, id)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
    expect((await caller.call('GET', `/documents/${id}`)).body.reportees).toEqual([])
  })

  test.each(wrong)('when it is changed, for its %s: %j', async (field, form) => {
    const { target } = await withReportee()
    const { status, body } = await caller.call('PUT', target, { form })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
  })

  test('as somebody who is a recipient or a reportee already, compared without case', async () => {
    const { id, path } = await aFullDraft(caller, { name: 'a', email: 'Party@example.jp' })
    await add(someone, id)
    const { body } = await add({ email: 'third@example.jp', name: 'c' }, id)
    for (const email of ['party@EXAMPLE.jp', 'WATCH@example.jp']) {
      const refused = [
        await add({ email, name: 'x' }, id),
        await caller.call('PUT', `${path}/reportees/${body.reportees[1].id}`, { form: { email } }),
      ]
      for (const { status, body } of refused) {
        expect([status, body.error]).toEqual([400, 'bad_request'])
        expect(body.message).toContain('`email`')
      }
    }
    expect((await caller.call('GET', path)).body.reportees).toEqual(body.reportees)
  })
})

describe('a reportee', () => {
  test('is changed where something is said, its own address included', async () => {
    const { target } = await withReportee({ ...someone, organization: '法務部' })
    const change = async (form: Record<string, string>) =>
      (await caller.call('PUT', target, { form })).body.reportees
    expect(await change({ name: '別 人' })).toMatchObject([
      { ...someone, name: '別 人', organization: '法務部' },
    ])
    expect(await change({ organization: '' })).toMatchObject([{ organization: '', name: '別 人' }])
    expect(await change({ email: 'Watch@example.jp' })).toMatchObject([{ email: 'Watch@example.jp' }])
    expect(await change({})).toMatchObject([{ email: 'Watch@example.jp', name: '別 人' }])
  })

  test('is removed, and the answer is the document', async () => {
    const { id, path, target } = await withReportee()
    await add({ email: 'b@example.jp', name: 'b' }, id)
    const { status, body } = await caller.call('DELETE', target)
    expect(status).toBe(200)
    expect(body.reportees).toMatchObject([{ name: 'b' }])
    expect((await caller.call('GET', path)).body).toEqual(body)
    expect((await caller.call('DELETE', target)).status).toBe(404)
    expect((await add(someone, id)).status).toBe(200)
  })

  test.each(['PUT', 'DELETE'])('that does not exist in this document: %s is 404', async (method) => {
    const { target } = await withReportee()
    const foreign = target.split('/').at(-1)
    const { path } = await withReportee()
    for (const id of [foreign, '0'.repeat(32), '日本']) {
      const { status, body } = await caller.call(method, `${path}/reportees/${id}`, { form: { name: '' } })
      expect([status, body.error]).toEqual([404, 'not_found'])
      expect(body.message).toContain('`reportee_id`')
    }
  })

  test('of a sent document is neither added, changed nor removed, whatever is sent', async () => {
    const { id, path } = await aFullDraft(caller)
    const { body } = await add(someone, id)
    expect((await caller.call('POST', path)).status).toBe(200)
    const target = `${path}/reportees/${body.reportees[0].id}`
    const answers = [
      await add({ name: '' }, id),
      await caller.call('PUT', target, { form: { name: '' } }),
      await caller.call('DELETE', target),
    ]
    for (const { status, body } of answers) expect([status, body.error]).toEqual([403, 'not_acceptable'])
    expect((await caller.call('DELETE', `${path}/reportees/x`)).status).toBe(404)
  })

  test('is the sender’s business: a recipient, a supervisor and a colleague are forbidden', async () => {
    const email = 'reader@example.jp'
    const { id, path } = await aSentDocument(caller, { name: 'a', email, recipient_id: 'r' })
    const others = [
      { email, teamId: 'other-reportees' },
      { email: 'supervisor@example.jp', documentAdministrator: true },
      { email: 'colleague@example.jp' },
    ]
    for (const other of others) {
      const theirs = await aCaller(server.url, await aClientOf(server, other))
      for (const [method, rest] of [
        ['POST', ''],
        ['PUT', '/x'],
        ['DELETE', '/x'],
      ]) {
        const { status, body } = await theirs.call(method ?? '', `${path}/reportees${rest}`)
        expect([status, body.error]).toEqual([403, 'forbidden'])
      }
    }
    expect((await caller.call('GET', `/documents/${id}`)).status).toBe(200)
  })
})

test('two who add the same address at once add it once, and of different ones none is lost', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await aDraft(caller)
    const same = await Promise.all([add(someone, id), add(someone, id)])
    expect(same.map(({ status }) => status).sort()).toEqual([200, 400])
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => add({ email: `${n}@example.jp`, name: `${n}` }, id)),
    )
    const { body } = await caller.call('GET', `/documents/${id}`)
    expect(body.reportees).toHaveLength(9)
  }
})

test('a reportee gets the sealed copies when the document is concluded, nothing before, and shows on its page', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const documentId = await aDraft(caller, { title: '見届ける契約' })
  const path = `/documents/${documentId}`
  const tel = freshTel()
  const { body } = await caller.call('POST', `${path}/participants`, {
    form: { name: '山田 花子', tel, callback: '1' },
  })
  const file = await caller.call('POST', `${path}/files`, { raw: upload(await contractPdf()) })
  await add({ ...someone, organization: '法務部' }, documentId)
  expect((await caller.call('POST', path)).status).toBe(200)
  const toReportee = async () => (await server.mails()).filter((each) => each.to === someone.email)
  expect(await toReportee()).toEqual([])
  const sent = {
    documentId,
    fileId: file.body.files[0].id,
    participants: [body.participants[1].id],
    integrator,
  }
  await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
  await waitForStatus(sent, 2)
  await until('the mail of the conclusion', async () => (await toReportee()).length > 0)
  const [mail, ...more] = await toReportee()
  expect(more).toEqual([])
  expect(mail?.subject).toBe('【締結完了】見届ける契約')
  expect(mail?.text).toContain('見届 人 様')
  expect(mail?.text).toContain('締結済みの書類を添付しました')
  expect(mail?.text).not.toContain('http')

  const browser = await enterConsole(server)
  const { html } = await browser.get(`/console/documents/${documentId}`)
  for (const words of ['共有先', '見届 人', '法務部', someone.email, '共有先が追加されました'])
    expect(html).toContain(words)
  const { html: without } = await browser.get(`/console/documents/${await aDraft(caller)}`)
  expect(without).not.toContain('共有先')
})

test('a reportee hears nothing of a cancelled document', async () => {
  const { id, path } = await aFullDraft(caller, { name: 'a', email: 'heard@example.jp' })
  await add({ email: 'deaf@example.jp', name: 'b' }, id)
  expect((await caller.call('POST', path)).status).toBe(200)
  expect((await caller.call('PUT', `${path}/decline`)).status).toBe(200)
  const mails = async () => (await server.mails()).map((each) => `${each.to} ${each.subject}`).join('\n')
  await until('the mail of the cancellation', async () => /heard@example.jp 【取消】/.test(await mails()))
  expect(await mails()).not.toContain('deaf@example.jp')
})
