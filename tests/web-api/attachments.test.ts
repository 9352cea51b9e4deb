/** A recipient is asked for a file: what integrating systems may ask, and what they may fetch. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, aSentDocument, type Caller, type Drafted } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let colleague: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  colleague = await aCaller(server.url, await aClientOf(server, { email: 'colleague@example.jp' }))
})
afterAll(() => server.close())

const ask = (drafted: Drafted, form: Record<string, string> = {}, by = caller) =>
  by.call('POST', `${drafted.path}/attachments`, { form: { participant_id: drafted.recipient, ...form } })

describe('a recipient is asked for a file', () => {
  test('the document answers with the request; without other words it is required', async () => {
    const drafted = await aFullDraft(caller)
    const { status, body } = await ask(drafted)
    expect(status).toBe(200)
    const { id, ...rest } = body.attachment
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(rest).toEqual({
      participant_id: drafted.recipient,
      description: '',
      required: true,
      attached_files: [],
    })
    const got = await caller.call('GET', drafted.path)
    expect(got.body.attachment).toEqual(body.attachment)
  })

  test.each([
    ['200 characters of description', { description: '免'.repeat(200), required: 'f' }, 200],
    ['201 characters of description', { description: '免'.repeat(201) }, 400],
    ['a `required` that is no boolean', { required: 'maybe' }, 400],
    ['an empty `required`, which is not given', { required: '' }, 200],
    ['nobody', { participant_id: '' }, 400],
    ['a participant that does not exist', { participant_id: '0'.repeat(32) }, 400],
  ])('%s', async (_what, form, status) => {
    const answer = await ask(await aFullDraft(caller), form)
    expect(answer.status).toBe(status)
    if (status === 400) {
      expect(answer.body.error).toBe('bad_request')
      expect(answer.body.message).toContain(`\`${Object.keys(form)[0]}\``)
    }
  })

  test('the sender is not asked, and a second file is not asked for', async () => {
    const drafted = await aFullDraft(caller)
    expect((await ask(drafted, { participant_id: drafted.sender })).status).toBe(400)
    expect((await ask(drafted)).status).toBe(200)
    const second = await ask(drafted)
    expect([second.status, second.body.error]).toEqual([400, 'bad_request'])
  })

  test('two requests at once are one', async () => {
    const drafted = await aFullDraft(caller)
    const answers = await Promise.all([ask(drafted), ask(drafted), ask(drafted)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
  })

  test('it is changed and taken back while the document is a draft', async () => {
    const drafted = await aFullDraft(caller)
    const { body } = await ask(drafted, { description: '運転免許証' })
    const path = `${drafted.path}/attachments/${body.attachment.id}`
    const changed = await caller.call('PUT', path, { form: { required: '0' } })
    expect(changed.body.attachment).toMatchObject({ description: '運転免許証', required: false })
    const emptied = await caller.call('PUT', path, { form: { description: '' } })
    expect(emptied.body.attachment).toMatchObject({ description: '', required: false })
    expect((await caller.call('PUT', path, { form: { description: 'x'.repeat(201) } })).status).toBe(400)
    // Who is asked does not change: the parameter belongs to POST only.
    const moved = await caller.call('PUT', path, { form: { participant_id: drafted.sender } })
    expect(moved.body.attachment.participant_id).toBe(drafted.recipient)
    const removed = await caller.call('DELETE', path)
    expect([removed.status, removed.body.attachment]).toEqual([200, null])
    expect((await caller.call('DELETE', path)).status).toBe(404)
    expect((await ask(drafted)).status).toBe(200)
  })

  test('removing the participant removes the request, removing a file leaves it', async () => {
    const drafted = await aFullDraft(caller)
    await ask(drafted)
    const without = await caller.call('DELETE', `${drafted.path}/files/${drafted.file}`)
    expect(without.body.attachment).toMatchObject({ participant_id: drafted.recipient })
    const alone = await caller.call('DELETE', `${drafted.path}/participants/${drafted.recipient}`)
    expect([alone.status, alone.body.attachment]).toEqual([200, null])
    const rows = await trailOf(drafted.id)
    expect(rows.filter((type) => type.startsWith('attachment.'))).toEqual([
      'attachment.requested',
      'attachment.removed',
    ])
  })
})

describe('who may not', () => {
  test('a sent document keeps what was asked: 403 not_acceptable', async () => {
    const drafted = await aFullDraft(caller)
    const { body } = await ask(drafted)
    const path = `${drafted.path}/attachments/${body.attachment.id}`
    await caller.call('POST', drafted.path)
    const answers = [
      await ask(drafted),
      await caller.call('PUT', path, { form: { required: 'maybe' } }),
      await caller.call('DELETE', path),
    ]
    for (const { status, body: said } of answers)
      expect([status, said.error]).toEqual([403, 'not_acceptable'])
  })

  test('a colleague and ids that do not exist', async () => {
    const drafted = await aFullDraft(caller)
    const { body } = await ask(drafted)
    const path = `${drafted.path}/attachments/${body.attachment.id}`
    const missing = `${drafted.path}/attachments/${'0'.repeat(32)}`
    for (const method of ['PUT', 'DELETE']) {
      expect((await colleague.call(method, path)).body.error).toBe('forbidden')
      const answer = await caller.call(method, missing)
      expect([answer.status, answer.body.error]).toEqual([404, 'not_found'])
      expect(answer.body.message).toContain('`attachment_id`')
    }
    expect((await ask(drafted, {}, colleague)).body.error).toBe('forbidden')
  })

  test('a team that asks its recipients for nothing: 403 forbidden, before the parameters', async () => {
    const drafted = await aFullDraft(caller)
    const { body } = await ask(drafted)
    await sql(server, 'update teams set recipient_uploads = false')
    try {
      const path = `${drafted.path}/attachments/${body.attachment.id}`
      const answers = [
        await ask(drafted, { required: 'maybe' }),
        await caller.call('PUT', path, { form: { required: 'maybe' } }),
        await caller.call('DELETE', path),
      ]
      for (const { status, body: said } of answers) expect([status, said.error]).toEqual([403, 'forbidden'])
    } finally {
      await sql(server, 'update teams set recipient_uploads = true')
    }
  })
})

describe('what was sent in', () => {
  test('is not fetched before the document is concluded, nor where it does not exist', async () => {
    const drafted = await aSentDocument(caller)
    const none = await caller.call('GET', `${drafted.path}/attachments/${'0'.repeat(32)}/attached_files/x`)
    expect([none.status, none.body.error]).toEqual([404, 'not_found'])
    const asked = await aFullDraft(caller)
    const { body } = await ask(asked)
    const unknown = await caller.call(
      'GET',
      `${asked.path}/attachments/${body.attachment.id}/attached_files/x`,
    )
    expect([unknown.status, unknown.body.message]).toEqual([
      404,
      expect.stringContaining('`attached_file_id`'),
    ])
    const wrongMethod = await caller.call('POST', `${asked.path}/attachments/${body.attachment.id}`)
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'PUT, DELETE'])
  })
})

async function trailOf(documentId: string): Promise<string[]> {
  const rows = await rowsOf(
    server,
    'select type from audit where document_id = $1 order by sequence',
    documentId,
  )
  return rows.map((row) => row.type as string)
}
