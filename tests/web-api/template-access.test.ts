import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate, share } from '#tests/console/template-maker.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, aFullDraft, type Caller, type Drafted, upload } from './caller.ts'
import { aClientOf } from './other-clients.ts'

let server: TestServer
let caller: Caller
let colleague: Caller
let stranger: Caller
let console_: Recipient
let source: Drafted
let own: Answer['body']
let shared: Answer['body']

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  colleague = await aCaller(server.url, await aClientOf(server, { email: 'colleague@example.jp' }))
  stranger = await aCaller(server.url, await aClientOf(server, { email: 'else@example.com', teamId: 'else' }))
  console_ = await enterConsole(server)
  source = await aFullDraft(caller, { name: '甲', email: 'ko@example.jp', access_code: 'himitsu' })
  const form = { participant_id: source.recipient, type: '0', page: '0', x: '1', y: '1' }
  await caller.call('POST', `${source.path}/files/${source.file}/widgets`, { form })
  await caller.call('PUT', source.path, { form: { note: '社内メモ' } })
  own = (await caller.call('GET', `/documents/${await saveAsTemplate(console_, source.id)}`)).body
  shared = (await caller.call('GET', `/documents/${await saveAsTemplate(console_, source.id)}`)).body
  await share(console_, shared.id)
})
afterAll(() => server.close())

/** Every call that would change a document, on this one. */
function writes(of: Answer['body']): [string, string, Parameters<Caller['call']>[2]?][] {
  const path = `/documents/${of.id}`
  const [file] = of.files
  const [, recipient] = of.participants
  const mark = { participant_id: recipient.id, type: '0', page: '0', x: '1', y: '1' }
  return [
    ['PUT', path, { form: { title: '変える' } }],
    ['POST', path],
    ['DELETE', path],
    ['PUT', `${path}/decline`],
    ['POST', `${path}/files`, { raw: upload('%PDF-1.7 %%EOF') }],
    ['DELETE', `${path}/files/${file.id}`],
    ['POST', `${path}/participants`, { form: { name: '加', email: 'ka@example.jp' } }],
    ['PUT', `${path}/participants/${recipient.id}`, { form: { name: '変' } }],
    ['PUT', `${path}/participants/${recipient.id}`, { form: { tel: '09012345678' } }],
    ['DELETE', `${path}/participants/${recipient.id}`],
    ['POST', `${path}/participants/${recipient.id}/signing_url`],
    ['POST', `${path}/participants/${recipient.id}/unlock`],
    ['POST', `${path}/files/${file.id}/widgets`, { form: mark }],
    ['PUT', `${path}/files/${file.id}/widgets/${file.widgets[0].id}`, { form: { x: '2' } }],
    ['DELETE', `${path}/files/${file.id}/widgets/${file.widgets[0].id}`],
  ]
}

const elsewise: Record<string, [number, string]> = {
  'DELETE /documents/:id': [400, 'bad_request'],
  'PUT /documents/:id/decline': [400, 'bad_request'],
  'POST /documents/:id/participants/:id/signing_url': [400, 'bad_request'],
  'POST /documents/:id/participants/:id/unlock': [400, 'bad_request'],
}

describe('a template', () => {
  test('is read as any document is, with status 4, and its trail of times is that of a draft', async () => {
    expect(own).toMatchObject({ status: 4, sent_at: null, note: '社内メモ', decline_comment: '' })
    expect(own.last_processed_at.slice(0, 19)).toBe(own.updated_at.slice(0, 19))
    expect(own.participants.map((each: { status: number }) => each.status)).toEqual([2, 0])
    const file = await caller.call('GET', `/documents/${own.id}/files/${own.files[0].id}`)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await caller.call('GET', `/documents/${own.id}/certificate`)).status).toBe(404)
  })

  test('is not changed through the Web API, not by its maker either: what its state says', async () => {
    for (const [method, path, sending] of writes(own)) {
      const { status, body } = await caller.call(method, path, sending)
      const name = `${method} ${path.replaceAll(/[0-9a-f]{32}/g, ':id')}`
      expect([name, status, body.error]).toEqual([name, ...(elsewise[name] ?? [403, 'not_acceptable'])])
    }
    expect((await caller.call('GET', `/documents/${own.id}`)).body).toEqual(own)
  })

  test('that a colleague shares is read by the team, without access codes, and changed by nobody', async () => {
    const { status, body } = await colleague.call('GET', `/documents/${shared.id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: shared.id, status: 4, note: '社内メモ', user_id: shared.user_id })
    for (const each of body.participants) expect(each).not.toHaveProperty('access_code')
    expect((await colleague.call('GET', `/documents/${shared.id}/files/${shared.files[0].id}`)).status).toBe(
      200,
    )
    for (const [method, path, sending] of writes(shared)) {
      const answer = await colleague.call(method, path, sending)
      expect([method, path, answer.status, answer.body.error]).toEqual([method, path, 403, 'forbidden'])
    }
  })

  test('that is not shared, or of another team, is forbidden in every call', async () => {
    const reads = (of: Answer['body']): [string, string][] => [
      ['GET', `/documents/${of.id}`],
      ['GET', `/documents/${of.id}/files/${of.files[0].id}`],
      ['GET', `/documents/${of.id}/certificate`],
    ]
    for (const [who, of] of [
      [colleague, own],
      [stranger, own],
      [stranger, shared],
    ] as const) {
      for (const [method, path, sending] of [...reads(of), ...writes(of)]) {
        const { status, body } = await who.call(method, path, sending as Parameters<Caller['call']>[2])
        expect([method, path, status, body.error]).toEqual([method, path, 403, 'forbidden'])
      }
    }
  })
})

describe('the list', () => {
  const ids = async (who: Caller, query: string) => {
    const { status, body } = await who.call('GET', `/documents?${query}`)
    expect(status).toBe(200)
    expect(body.total).toBe(body.documents.length)
    return body.documents.map((each: { id: string }) => each.id)
  }

  test('has the own templates under status 4, newest first, and no drafts', async () => {
    expect(await ids(caller, 'status=4')).toEqual([shared.id, own.id])
    expect(await ids(caller, 'status=0')).toEqual([source.id])
    expect(await ids(colleague, 'status=4')).toEqual([])
  })

  test.each(['y'])('has what the team shares as well when asked with %s, each once', async (yes) => {
    expect(await ids(caller, `status=4&with_shared_templates=${yes}`)).toEqual([shared.id, own.id])
    expect(await ids(colleague, `status=4&with_shared_templates=${yes}`)).toEqual([shared.id])
    expect(await ids(stranger, `status=4&with_shared_templates=${yes}`)).toEqual([])
  })

  test.each(['n', '', '0', 'true'])('has them not when asked with %o', async (no) => {
    expect(await ids(colleague, `status=4&with_shared_templates=${no}`)).toEqual([])
  })

  test.each([
    '',
    'status=-1',
    'status=0',
    'status=1',
  ])('has them under status 4 only, not under %o', async (query) => {
    expect(await ids(colleague, `${query}&with_shared_templates=y`)).toEqual([])
  })

  test('has its times and its members as for any document', async () => {
    const query = 'status=4&with_shared_templates=y'
    const at = encodeURIComponent(shared.last_processed_at)
    const { body } = await colleague.call('GET', `/documents?${query}&with_reportees=y&with_attachment=y`)
    expect(body.documents[0]).toMatchObject({ reportees: [], attachment: null })
    expect(body.documents[0].participants[1]).not.toHaveProperty('access_code')
    expect(await ids(colleague, `${query}&from=${at}`)).toEqual([shared.id])
    expect(await ids(colleague, `${query}&to=2020-01-01T00:00:00Z`)).toEqual([])
    expect(await ids(colleague, `${query}&page=2`).catch(() => 'past the end')).toBe('past the end')
  })
})

describe('at the same time', () => {
  const clone = (id: string, by = caller) => by.call('POST', '/documents', { form: { template_id: id } })

  test('many clones of one template are many whole drafts', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => clone(shared.id, index % 2 === 0 ? caller : colleague)),
    )
    expect(answers.map((each) => each.status)).toEqual(Array(16).fill(200))
    const every = answers.flatMap(({ body }) => [
      body.id,
      ...body.participants.map((each: { id: string }) => each.id),
      ...body.files.map((each: { id: string }) => each.id),
      ...body.files[0].widgets.map((each: { id: string }) => each.id),
    ])
    expect(new Set(every).size).toBe(every.length)
    for (const [index, { body }] of answers.entries()) {
      const who = index % 2 === 0 ? caller : colleague
      const [mark] = body.files[0].widgets
      expect([mark.participant_id, mark.file_id]).toEqual([body.participants[1].id, body.files[0].id])
      const file = await who.call('GET', `/documents/${body.id}/files/${body.files[0].id}`)
      expect(file.status).toBe(200)
    }
  })

  test('a template that is deleted while it is cloned: whole drafts, or none', async () => {
    for (let round = 0; round < 4; round++) {
      const id = await saveAsTemplate(console_, source.id)
      await console_.get(`/console/templates/${id}/delete`)
      const [, ...answers] = await Promise.all([
        console_.post(`/console/templates/${id}/delete`),
        ...Array.from({ length: 6 }, () => clone(id)),
      ])
      for (const { status, body } of answers) {
        expect([200, 403]).toContain(status)
        if (status !== 200) continue
        const file = await caller.call('GET', `/documents/${body.id}/files/${body.files[0].id}`)
        expect(file.status).toBe(200)
      }
      expect((await clone(id)).status).toBe(403)
    }
  })

  test('a template that is taken back while a colleague clones it: whole drafts, or none', async () => {
    const id = await saveAsTemplate(console_, source.id)
    await share(console_, id)
    const [, ...answers] = await Promise.all([
      console_.post(`/console/templates/${id}/unshare`),
      ...Array.from({ length: 6 }, () => clone(id, colleague)),
    ])
    for (const { status } of answers) expect([200, 403]).toContain(status)
    expect((await clone(id, colleague)).status).toBe(403)
  })
})
