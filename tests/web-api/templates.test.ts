import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate, share } from '#tests/console/template-maker.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, aDraft, aFullDraft, type Caller, upload } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let colleague: Caller
let stranger: Caller
let console_: Recipient
/** A draft with everything in it, and the template made of it: two of its four recipients are open. */
let draft: Answer['body']
let template: Answer['body']

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  colleague = await aCaller(server.url, await aClientOf(server, { email: 'colleague@example.jp' }))
  stranger = await aCaller(server.url, await aClientOf(server, { email: 'else@example.com', teamId: 'else' }))
  console_ = await enterConsole(server)
  draft = await aRichDraft()
  template = await readTemplate(await makeTemplate())
})
afterAll(() => server.close())

const place = { page: '0', x: '10', y: '20' }
const words = { title: '業務委託契約書', note: '社内メモ', message: 'ご確認ください', can_transfer: '1' }

/** Two files, four recipients of every kind, marks for everybody, somebody to be told, and a file asked for. */
async function aRichDraft(): Promise<Answer['body']> {
  const path = `/documents/${await aDraft(caller, words)}`
  const post = async (rest: string, sending: Parameters<Caller['call']>[2]) => {
    const { status, body } = await caller.call('POST', `${path}${rest}`, sending)
    if (status !== 200) throw new Error(`${rest}: ${JSON.stringify(body)}`)
    return body
  }
  await post('/participants', {
    form: {
      name: '甲',
      email: 'ko@example.jp',
      organization: '甲商店',
      access_code: 'himitsu',
      language_code: 'en',
    },
  })
  await post('/participants', { form: { name: '乙', tel: '09012345678', callback: '1' } })
  await post('/participants', { form: { name: '丙', email: 'hei@example.jp' } })
  await post('/participants', { form: { name: '丁', recipient_id: 'user-4' } })
  await post('/files', { raw: upload(await contractPdf(), '本紙.pdf') })
  const { files, participants } = await post('/files', { raw: upload(await contractPdf(), '別紙.pdf') })
  for (const [index, file] of files.entries()) {
    for (const [order, { id }] of participants.entries()) {
      const mark = { participant_id: id, label: `${index}-${order}`, ...place }
      const text: Record<string, string> = order === 0 ? { text: '送信者' } : {}
      await post(`/files/${file.id}/widgets`, { form: { ...mark, type: '1', font_size: '9', ...text } })
      await post(`/files/${file.id}/widgets`, { form: { ...mark, type: '0', ...text } })
    }
  }
  await post('/reportees', { form: { email: 'report@example.jp', name: '共有 先子', organization: '本社' } })
  return post('/attachments', {
    form: { participant_id: participants[3].id, description: '本人確認書類', required: '0' },
  })
}

/** Of the rich draft: the second and the third recipient are open, unless told otherwise. */
function makeTemplate(
  slots: string[] = [draft.participants[2].id, draft.participants[3].id],
): Promise<string> {
  return saveAsTemplate(console_, draft.id, { title: 'ひな形', slots })
}

async function readTemplate(id: string, by = caller): Promise<Answer['body']> {
  return (await by.call('GET', `/documents/${id}`)).body
}

async function clone(id = template.id, by = caller, form: Record<string, string> = {}): Promise<Answer> {
  return by.call('POST', '/documents', { form: { template_id: id, ...form } })
}

type Marked = {
  id: string
  widgets: { id: string; participant_id: string; file_id: string; label: string }[]
}

function idsOf(document: Answer['body']): string[] {
  const files: Marked[] = document.files
  const parts = [...document.participants, ...files, ...document.reportees, document.attachment ?? []].flat()
  return [document.id, ...[...parts, ...files.flatMap((each) => each.widgets)].map(({ id }) => id)]
}

/** A document without what is its own: ids as places, no instants, nobody's name as sender. */
function shapeOf(document: Answer['body']) {
  const place = new Map<string, string>(idsOf(document).map((id, index) => [id, `#${index}`]))
  const { title, note, message, can_transfer, files, participants, reportees, attachment } = document
  const [, ...recipients] = participants
  const text = JSON.stringify({
    title,
    note,
    message,
    can_transfer,
    files,
    recipients,
    reportees,
    attachment,
  })
  return JSON.parse(text.replaceAll(/[0-9a-f]{32}/g, (id) => place.get(id) ?? 'unknown'))
}

describe('a clone', () => {
  test('is a draft like the template in everything and in order, with ids of its own', async () => {
    const { status, body } = await clone()
    expect([status, body.status, body.sent_at]).toEqual([200, 0, null])
    expect(shapeOf(body)).toEqual(shapeOf(template))
    const shared = idsOf(body).filter((id) => idsOf(template).includes(id))
    expect(shared).toEqual([])
    expect(new Set(idsOf(body)).size).toBe(idsOf(body).length)
    expect(body.files.map((each: { name: string }) => each.name)).toEqual(['本紙.pdf', '別紙.pdf'])
    expect((await caller.call('GET', `/documents/${body.id}`)).body).toEqual(body)
  })

  test('keeps its order also as its body tells it to who does not know it', async () => {
    const { body } = await clone()
    await sql(server, 'update documents set snapshot = snapshot where id = $1', [body.id])
    expect((await caller.call('GET', `/documents/${body.id}`)).body).toEqual(body)
    const labels = body.files.flatMap((each: Marked) => each.widgets.map((mark) => mark.label))
    const asDrafted = draft.files.flatMap((each: Marked) => each.widgets.map((mark) => mark.label))
    expect(labels).toEqual(asDrafted)
  })

  test('has the caller as participant 0, with the marks of the sender', async () => {
    const shared = await makeTemplate()
    await share(console_, shared)
    const { body } = await clone(shared, colleague)
    const [sender] = body.participants
    expect(sender).toMatchObject({
      order: 0,
      status: 2,
      email: 'colleague@example.jp',
      name: 'member-colleague@example.jp',
    })
    expect(body.user_id).toBe('member-colleague@example.jp')
    const own = body.files.flatMap((each: Marked) => each.widgets).filter(isOf(sender.id))
    expect(own.map((each: { text: string; status: number }) => [each.text, each.status])).toEqual(
      Array.from({ length: 4 }, () => ['送信者', 1]),
    )
    expect((await stranger.call('GET', `/documents/${body.id}`)).body.error).toBe('forbidden')
  })

  test('takes what the call says before what the template says, an empty text too', async () => {
    const given = { title: '別の契約', note: '', message: '新しい文', can_transfer: 'false' }
    expect((await clone(template.id, caller, given)).body).toMatchObject({ ...given, can_transfer: false })
    const { body } = await clone(template.id, caller, { title: '題だけ' })
    expect(body).toMatchObject({
      title: '題だけ',
      note: '社内メモ',
      message: 'ご確認ください',
      can_transfer: true,
    })
  })

  test('has access codes only where the caller set them', async () => {
    const shared = await makeTemplate([])
    await share(console_, shared)
    const codes = async (by: Caller) =>
      (await clone(shared, by)).body.participants.map((each: { access_code?: string }) => each.access_code)
    expect(await codes(caller)).toEqual([undefined, 'himitsu', undefined, undefined, undefined])
    expect(await codes(colleague)).toEqual(Array(5).fill(undefined))
  })

  test('asks for no file where the team has switched that off, and is private only where the team allows it', async () => {
    await sql(server, 'update teams set recipient_uploads = false')
    expect((await clone()).body.attachment).toBeNull()
    await sql(server, 'update teams set recipient_uploads = true, private_documents = true')
    const secret = await saveAsTemplate(console_, await aDraft(caller, { private: '1' }), {})
    expect((await clone(secret)).body.private).toBe(true)
    await sql(server, 'update teams set private_documents = false')
    const refused = await clone(secret)
    expect([refused.status, refused.body.error]).toEqual([400, 'bad_request'])
    expect(refused.body.message).toContain('`private`')
    expect((await clone(secret, caller, { private: '0' })).body.private).toBe(false)
  })

  test('its trail begins with the template it was made from, and holds no name or number', async () => {
    const { body } = await clone()
    const { html } = await console_.get(`/console/documents/${body.id}/audit.jsonl`)
    const rows = html
      .trim()
      .split('\n')
      .map((line) => JSON.parse(JSON.parse(line).row))
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ type: 'document.cloned', templateId: template.id })
    expect(rows[0].files.map((each: { fileId: string }) => each.fileId)).toEqual(
      body.files.map((each: Marked) => each.id),
    )
    expect(html).not.toMatch(/甲商店|ko@example|09012345678|himitsu/)
  })
})

describe('bytes', () => {
  const download = (documentId: string, fileId: string) =>
    caller.call('GET', `/documents/${documentId}/files/${fileId}`)

  test('of a clone, its template and the draft behind it do not need each other', async () => {
    const source = await aFullDraft(caller)
    const id = await saveAsTemplate(console_, source.id)
    const copies = [await clone(id), await clone(id)].map((each) => each.body)
    const { body: original } = await download(source.id, source.file)
    const reads = async (...each: Answer['body'][]) => {
      for (const { id: documentId, files } of each) {
        const { status, body } = await download(documentId, files[0].id)
        expect([status, body]).toEqual([200, original])
      }
    }
    const made = await readTemplate(id)
    await reads(made, ...copies)
    expect((await caller.call('DELETE', source.path)).status).toBe(204)
    await reads(made, ...copies)
    await caller.call('DELETE', `/documents/${copies[0].id}/files/${copies[0].files[0].id}`)
    expect((await caller.call('DELETE', `/documents/${copies[0].id}`)).status).toBe(204)
    await reads(made, copies[1])
    await console_.get(`/console/templates/${id}/delete`)
    await console_.post(`/console/templates/${id}/delete`)
    expect((await clone(id)).status).toBe(403)
    await reads(copies[1])
  })
})

describe('a template that may not be cloned', () => {
  const forbidden = [403, 'forbidden']
  const refusal = async (id: string, by: Caller) => {
    const { status, body } = await clone(id, by)
    return [status, body.error]
  }

  test.each([
    ['is unknown', '0'.repeat(32)],
    ['has an id that can be none', "' or 1=1 --"],
  ])('because it %s', async (_why, id) => {
    expect(await refusal(id, caller)).toEqual(forbidden)
  })

  test("because it is a colleague's who does not share it, or does no more", async () => {
    const id = await makeTemplate()
    expect(await refusal(id, colleague)).toEqual(forbidden)
    await share(console_, id)
    expect((await clone(id, colleague)).status).toBe(200)
    await share(console_, id, 'unshare')
    expect(await refusal(id, colleague)).toEqual(forbidden)
  })

  test("because it is another team's, shared or not", async () => {
    const id = await makeTemplate()
    await share(console_, id)
    expect(await refusal(id, stranger)).toEqual(forbidden)
    expect(await refusal(template.id, stranger)).toEqual(forbidden)
  })

  test("because it is a colleague's, whom a document administrator may read", async () => {
    const clientId = await aClientOf(server, { email: 'office@example.jp', documentAdministrator: true })
    const office = await aCaller(server.url, clientId)
    expect((await office.call('GET', `/documents/${template.id}`)).status).toBe(200)
    expect(await refusal(template.id, office)).toEqual(forbidden)
  })

  test('because it is no template: refused as a bad parameter where the caller may read it, else forbidden', async () => {
    const none = await clone(draft.id)
    expect([none.status, none.body.error]).toEqual([400, 'bad_request'])
    expect(none.body.message).toContain('`template_id`')
    expect(await refusal(draft.id, colleague)).toEqual(forbidden)
    expect(await refusal(draft.id, stranger)).toEqual(forbidden)
  })

  test('nothing is left of a clone that was refused for a parameter', async () => {
    const before = (await caller.call('GET', '/documents')).body.total
    const { status, body } = await clone(template.id, caller, { title: 'あ'.repeat(501) })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect((await caller.call('GET', '/documents')).body.total).toBe(before)
  })
})

function isOf(participantId: string) {
  return (each: { participant_id: string }) => each.participant_id === participantId
}
