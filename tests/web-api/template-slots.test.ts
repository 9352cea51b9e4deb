import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, signInIntegrator, signingUrl, waitForStatus } from '#tests/support/integrator.ts'
import { consent, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, aDraft, type Caller, recipientForm, upload } from './caller.ts'

let server: TestServer
let caller: Caller
let console_: Recipient
/** A file and three recipients: the first is somebody, the other two are open. */
let templateId: string

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  console_ = await enterConsole(server)
  const id = await aDraft(caller)
  const path = `/documents/${id}`
  await caller.call('POST', `${path}/files`, { raw: upload(await contractPdf()) })
  for (const [index, name] of ['甲', '乙', '丙'].entries()) {
    const form = {
      name,
      email: `p${index}@example.jp`,
      access_code: 'code-c',
      ...(index === 2 ? { language_code: 'en' } : {}),
    }
    await caller.call('POST', `${path}/participants`, { form })
  }
  const { body } = await caller.call('GET', path)
  const slots = [body.participants[2].id, body.participants[3].id]
  templateId = await saveAsTemplate(console_, id, { slots })
})
afterAll(() => server.close())

type Open = { path: string; of: (order: number) => string; body: Answer['body'] }

async function aClone(): Promise<Open> {
  const { body } = await caller.call('POST', '/documents', { form: { template_id: templateId } })
  const path = `/documents/${body.id}`
  return { path, body, of: (order) => `${path}/participants/${body.participants[order].id}` }
}

const send = (open: Open) => caller.call('POST', open.path)
const fill = (open: Open, order: number, form: Record<string, string>) =>
  caller.call('PUT', open.of(order), { form })
const embedded = { ...recipientForm, name: '埋め込み' }

describe('a slot', () => {
  test('has an empty name and the address _1, _2 … and status 0, in the template and in its clones', async () => {
    const { body } = await aClone()
    const made = await caller.call('GET', `/documents/${templateId}`)
    for (const { participants } of [body, made.body]) {
      expect(participants.map((each: { order: number }) => each.order)).toEqual([0, 1, 2, 3])
      expect(participants[1]).toMatchObject({ name: '甲', status: 0, access_code: 'code-c' })
      expect(participants[1].email).toMatch(/@example\.jp$/)
      for (const [order, email] of [
        [2, '_1'],
        [3, '_2'],
      ] as const) {
        expect(participants[order]).toMatchObject({
          name: '',
          email,
          status: 0,
          organization: '',
          tel: '',
          recipient_id: '',
          callback: false,
        })
        expect(participants[order]).not.toHaveProperty('access_expires_at')
        expect(participants[order]).not.toHaveProperty('access_code')
      }
    }
  })

  test.each<[string, Record<string, string>, string]>([
    ['an e-mail', { name: '受取', email: 'uke@example.jp' }, 'uke@example.jp'],
    ['the sender’s own e-mail', { name: '自分', email: 'SELF' }, 'SELF'],
    ['a phone for SMS', embedded, ''],
    ['a phone and an e-mail', { ...embedded, email: 'sms@example.jp' }, 'sms@example.jp'],
    ['an empty e-mail and a phone', { ...embedded, email: '' }, ''],
    ['the site’s own user', { name: '利用者', recipient_id: 'user-1' }, ''],
    ['callback and the site’s own user', { name: '利用者', recipient_id: 'user-1', callback: 'true' }, ''],
  ])('is filled by a name and %s', async (_how, given, email) => {
    const form = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value === 'SELF' ? server.email : value]),
    )
    const open = await aClone()
    const { status, body } = await fill(open, 2, form)
    expect(status).toBe(200)
    const expected = email === 'SELF' ? server.email : email
    expect(body.participants[2]).toMatchObject({ name: form.name, email: expected, order: 2, status: 0 })
    expect(body.participants[3].email).toBe('_2')
    expect((await caller.call('GET', open.path)).body).toEqual(body)
  })

  test.each<[Record<string, string>, string]>([
    [{ name: '名だけ' }, '`email`'],
    [{ email: 'only@example.jp' }, '`name`'],
    [{ tel: '09012345678', callback: '1' }, '`name`'],
    [{ name: '', email: 'only@example.jp' }, '`name`'],
    [{ name: '番号だけ', tel: '09012345678' }, '`email`'],
    [{ name: '鍵だけ', callback: '1' }, '`tel`'],
    [{ name: '写し', email: '_1' }, '`email`'],
    [{ organization: '会社だけ' }, '`name`'],
  ])('is not filled by %o', async (form, named) => {
    const open = await aClone()
    const { status, body } = await fill(open, 2, form)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(named)
    expect((await caller.call('GET', open.path)).body).toEqual(open.body)
  })

  test('is not filled by somebody who is a recipient already, whatever the case', async () => {
    const open = await aClone()
    const email = open.body.participants[1].email.toUpperCase()
    const { status, body } = await fill(open, 2, { name: '二人目', email })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain('`email`')
  })

  test('keeps the language of whoever it was opened for; SMS needs Japanese, and the refusal says so', async () => {
    const open = await aClone()
    expect(open.body.participants[3].language_code).toBe('en')
    expect((await fill(open, 3, embedded)).body.message).toContain('`language_code`')
    const { body } = await fill(open, 3, { ...embedded, language_code: 'ja' })
    expect(body.participants[3]).toMatchObject({ email: '', language_code: 'ja', callback: true })
  })

  test('that is filled is a recipient like any other, and can be changed', async () => {
    const open = await aClone()
    await fill(open, 2, { name: '受取', email: 'uke@example.jp' })
    const { body } = await fill(open, 2, { organization: '後から' })
    expect(body.participants[2]).toMatchObject({
      name: '受取',
      email: 'uke@example.jp',
      organization: '後から',
    })
  })

  test('has no signing URL and is not in charge of anything', async () => {
    const open = await aClone()
    const { status, body } = await caller.call('POST', `${open.of(2)}/signing_url`)
    expect([status, body.error]).toEqual([400, 'bad_request'])
  })
})

describe('sending', () => {
  test('is refused until every slot is filled, and names the one that is not', async () => {
    const open = await aClone()
    for (const [order, slot] of [
      [2, '_1'],
      [3, '_2'],
    ] as const) {
      const { status, body } = await send(open)
      expect([status, body.error]).toEqual([400, 'bad_request'])
      expect(body.message).toContain(`\`${slot}\``)
      expect(body.message).toContain(open.body.participants[order].id)
      await fill(open, order, { name: `受取${order}`, email: `to${order}@example.jp` })
    }
    const { status, body } = await send(open)
    expect([status, body.status]).toEqual([200, 1])
    expect(body.participants.map((each: { status: number }) => each.status)).toEqual([6, 4, 0, 0])
  })

  test('goes on without a slot that is taken out; the other keeps its number', async () => {
    const open = await aClone()
    const { body } = await caller.call('DELETE', open.of(2))
    expect(body.participants.map((each: { email: string }) => each.email).at(-1)).toBe('_2')
    expect((await send(open)).body.message).toContain('`_2`')
    await fill(open, 3, { ...embedded, language_code: 'ja' })
    expect((await send(open)).status).toBe(200)
  })

  test('is refused for a slot before it is for an empty mark of the sender', async () => {
    const open = await aClone()
    const [file] = open.body.files
    const [sender] = open.body.participants
    const form = { participant_id: sender.id, type: '1', page: '0', x: '1', y: '1', text: '済' }
    const { body } = await caller.call('POST', `${open.path}/files/${file.id}/widgets`, { form })
    const mark = `${open.path}/files/${file.id}/widgets/${body.files[0].widgets[0].id}`
    await caller.call('PUT', mark, { form: { text: '' } })
    expect((await send(open)).body.message).toContain('`_1`')
  })

  test('raced with the filling sends only what is filled', async () => {
    const open = await aClone()
    await fill(open, 2, embedded)
    const [filled, ...sent] = await Promise.all([
      fill(open, 3, { name: '最後', email: 'last@example.jp' }),
      ...Array.from({ length: 4 }, () => send(open)),
    ])
    const { body } = await caller.call('GET', open.path)
    const went = sent.filter((each) => each.status === 200)
    expect(went.length).toBe(body.status === 1 ? 1 : 0)
    expect(filled?.status).toBe(200)
    for (const each of sent) expect([200, 400, 403]).toContain(each.status)
    expect(body.participants[3].email).toBe('last@example.jp')
  })

  test('two who fill two slots at once lose nothing of each other', async () => {
    const open = await aClone()
    const answers = await Promise.all([
      fill(open, 2, { name: '先', email: 'first@example.jp' }),
      fill(open, 3, { name: '後', email: 'second@example.jp' }),
    ])
    expect(answers.map((each) => each.status)).toEqual([200, 200])
    const { body } = await caller.call('GET', open.path)
    expect(body.participants.slice(2).map((each: { name: string }) => each.name)).toEqual(['先', '後'])
  })

  test('two who give one address to two slots at once: one of them is refused', async () => {
    const open = await aClone()
    const answers = await Promise.all(
      [2, 3].map((order) => fill(open, order, { name: '同', email: 'same@example.jp' })),
    )
    expect(answers.map((each) => each.status).sort()).toEqual([200, 400])
  })
})

test('a clone that is saved as a template again counts its slots anew', async () => {
  const open = await aClone()
  await fill(open, 2, embedded)
  const slots = [open.body.participants[1].id]
  const id = await saveAsTemplate(console_, open.body.id, { slots })
  const { body } = await caller.call('GET', `/documents/${id}`)
  expect(body.participants.slice(1).map((each: { email: string }) => each.email)).toEqual(['_1', '', '_2'])
})

test('a clone whose slots are filled is agreed on and sealed, and its template stays as it was', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const open = await aClone()
  const tels = [freshTel(), freshTel()]
  await caller.call('DELETE', open.of(1))
  for (const [index, tel] of tels.entries()) {
    const form = { name: `当事者 ${index}`, tel, callback: '1', language_code: 'ja' }
    expect((await fill(open, index + 2, form)).status).toBe(200)
  }
  const { status, body } = await send(open)
  expect(status).toBe(200)
  const participants = body.participants.slice(1).map((each: { id: string }) => each.id)
  const sent = { documentId: body.id, fileId: body.files[0].id, participants, integrator }
  for (const [index, tel] of tels.entries()) {
    await consent(await proveThePhone(await signingUrl(sent, index), tel, server.codeFor))
  }
  const concluded = await waitForStatus(sent, 2)
  expect(concluded.participants.map((each: { email: string }) => each.email)).toEqual([server.email, '', ''])
  const sealed = await integrator.download(`/documents/${body.id}/files/${sent.fileId}`)
  const made = await caller.call('GET', `/documents/${templateId}`)
  const original = await integrator.download(`/documents/${templateId}/files/${made.body.files[0].id}`)
  expect(Buffer.from(original.bytes).equals(Buffer.from(await contractPdf()))).toBe(true)
  expect(Buffer.from(sealed.bytes).includes('/ETSI.CAdES.detached')).toBe(true)
  expect(Buffer.from(original.bytes).includes('/ETSI.CAdES.detached')).toBe(false)
})
