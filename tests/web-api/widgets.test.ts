import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller, type Drafted } from './caller.ts'

let server: TestServer
let caller: Caller
let draft: Drafted
let path: string
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  draft = await aFullDraft(caller)
  path = `${draft.path}/files/${draft.file}/widgets`
})
afterAll(() => server.close())

const place = { page: '0', x: '10', y: '20' }
const add = (form: Record<string, string>) => caller.call('POST', path, { form })
const newest = (answer: { body: { files: { widgets: Record<string, unknown>[] }[] } }) =>
  answer.body.files[0]?.widgets.at(-1)

describe('a widget is added', () => {
  test.each([
    ['a seal', { type: '0' }, { widget_type: 0, w: 56, h: 56, text: '', status: 0 }],
    [
      'free text',
      { type: '1', label: 'ご住所', font_size: '8' },
      { widget_type: 1, w: 200, h: 24, font_size: '8', label: 'ご住所' },
    ],
    ['a required checkbox', { type: '2' }, { widget_type: 2, w: 16, h: 16, required: true, text: '' }],
    [
      'an optional checkbox',
      { type: '2', required: '0', text: '0' },
      { required: false, text: '', status: 0 },
    ],
    [
      'an optional checkbox that comes checked',
      { type: '2', required: 'f', text: '1' },
      { required: false, text: '1' },
    ],
    [
      'a seal whose font_size and required are ignored',
      { type: '0', font_size: '99', required: 'maybe' },
      { widget_type: 0 },
    ],
    ['on the last page, at its corner', { type: '0', page: '1', x: '0', y: '0' }, { page: 1, x: 0, y: 0 }],
    ['a seal in the last corner', { type: '0', x: '539', y: '785' }, { x: 539, y: 785 }],
    ['a text in the last corner', { type: '1', x: '395', y: '817' }, { x: 395, y: 817 }],
    ['a checkbox in the last corner', { type: '2', x: '579', y: '825' }, { x: 579, y: 825 }],
  ])('for a recipient: %s', async (_what, form: Record<string, string>, expected) => {
    const answer = await add({ participant_id: draft.recipient, ...place, ...form })
    expect(answer.status).toBe(200)
    expect(newest(answer)).toMatchObject({
      participant_id: draft.recipient,
      file_id: draft.file,
      ...expected,
    })
  })

  test.each([
    ['a seal with its name', { type: '0', text: '結城' }, { text: '結城', status: 1 }],
    ['a checkbox, which is always checked', { type: '2', text: '0' }, { text: '1', status: 1 }],
    ['a checkbox without a text', { type: '2' }, { text: '1', status: 1 }],
  ])('for the sender: %s', async (_what, form: Record<string, string>, expected) => {
    const answer = await add({ participant_id: draft.sender, ...place, ...form })
    expect(answer.status).toBe(200)
    expect(newest(answer)).toMatchObject(expected)
  })

  test('font_size and required are absent where they mean nothing', async () => {
    const seal = newest(await add({ participant_id: draft.recipient, ...place, type: '0', font_size: '9' }))
    const text = newest(await add({ participant_id: draft.recipient, ...place, type: '1', font_size: '' }))
    for (const widget of [seal, text]) {
      expect(widget).not.toHaveProperty('font_size')
      expect(widget).not.toHaveProperty('required')
    }
  })
})

describe('a widget is refused', () => {
  test.each([
    ['participant_id', { participant_id: '' }],
    ['participant_id', { participant_id: 'nobody' }],
    ['type', { type: '' }],
    ['type', { type: '3' }],
    ['page', { page: '' }],
    ['page', { page: '2' }],
    ['page', { page: '-1' }],
    ['page', { page: '0.5' }],
    ['x', { x: '596' }],
    ['x', { x: '-1' }],
    ['y', { y: '843' }],
    ['y', { y: 'top' }],
    ['font_size', { type: '1', font_size: '7' }],
    ['font_size', { type: '1', font_size: '15' }],
    ['required', { type: '2', required: 'maybe' }],
    ['text', { type: '1', text: '東京都' }],
    ['text', { type: '0', text: '山田' }],
    ['text', { type: '2', text: '1' }],
  ])('for its %s: %o', async (field, form: Record<string, string>) => {
    const { status, body } = await add({ participant_id: draft.recipient, type: '0', ...place, ...form })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${field}\``)
  })

  test.each([
    ['0', { x: '540' }, '`x`: the widget, 56 points wide, must lie whole on the page; use 0 to 539.'],
    ['0', { y: '786' }, '`y`: the widget, 56 points high, must lie whole on the page; use 0 to 785.'],
    ['1', { x: '396' }, '`x`: the widget, 200 points wide, must lie whole on the page; use 0 to 395.'],
    ['2', { y: '826' }, '`y`: the widget, 16 points high, must lie whole on the page; use 0 to 825.'],
  ])('that lies in part outside the page, with what fits: type %s, %o', async (type, at, message) => {
    const { status, body } = await add({ participant_id: draft.recipient, ...place, type, ...at })
    expect([status, body.message]).toEqual([400, message])
  })

  test.each(['0', '1'])('of the sender and type %s without a text', async (type) => {
    const { status, body } = await add({ participant_id: draft.sender, ...place, type })
    expect(status).toBe(400)
    expect(body.message).toContain('`text`')
  })
})

test('a change keeps what was not said, may give a recipient a default, and is kept', async () => {
  const form = { participant_id: draft.recipient, ...place, type: '1', font_size: '10', label: 'L' }
  const widget = newest(await add(form))
  const change = (changes: Record<string, string>) =>
    caller.call('PUT', `${path}/${widget?.id}`, { form: changes })
  const found = async () => {
    const { body } = await caller.call('GET', draft.path)
    return body.files[0].widgets.find((each: { id: string }) => each.id === widget?.id)
  }
  expect((await change({ x: '30', text: '既定' })).status).toBe(200)
  expect(await found()).toMatchObject({ x: 30, y: 20, font_size: '10', label: 'L', text: '既定', status: 0 })
  expect((await change({ font_size: '', type: '2' })).status).toBe(200)
  expect(await found()).toMatchObject({ widget_type: 2, w: 16, h: 16, required: true })
  expect((await change({ page: '9' })).status).toBe(400)
  expect((await change({ x: '579' })).status).toBe(200)
  // A larger kind needs its own room where the widget stands.
  expect((await change({ type: '1' })).body.message).toContain('`x`: the widget, 200 points wide')
})

test('a removed widget is gone', async () => {
  const widget = newest(await add({ participant_id: draft.recipient, ...place, type: '0' }))
  const { status, body } = await caller.call('DELETE', `${path}/${widget?.id}`)
  expect(status).toBe(200)
  expect(body.files[0].widgets.map((each: { id: string }) => each.id)).not.toContain(widget?.id)
  expect((await caller.call('DELETE', `${path}/${widget?.id}`)).status).toBe(404)
})
