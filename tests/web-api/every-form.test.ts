import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import {
  type Answer,
  aCaller,
  aFullDraft,
  aSentDocument,
  type Caller,
  type Drafted,
  type Sending,
} from './caller.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

type Values = Record<string, string | number | boolean>
type Case = {
  method: string
  /** A document in the state that the call needs, and the call's path. */
  prepare: () => Promise<string>
  values: Values
  /** Where the values must show in the answer. */
  shown: (body: Answer['body']) => unknown
  expected: unknown
}

const draft = (path: (of: Drafted) => string) => async () => path(await aFullDraft(caller))
const sent = (path: (of: Drafted) => string, recipient?: Record<string, string>) => async () =>
  path(await aSentDocument(caller, recipient))

async function aWidget(of: Drafted): Promise<string> {
  const path = `${of.path}/files/${of.file}/widgets`
  const form = { participant_id: of.recipient, type: '1', page: '0', x: '1', y: '1' }
  const { body } = await caller.call('POST', path, { form })
  return `${path}/${body.files[0].widgets[0].id}`
}

const cases: Record<string, Case> = {
  'create a document': {
    method: 'POST',
    prepare: async () => '/documents',
    values: { title: '契約 & 書', note: 'a=b', can_transfer: true },
    shown: ({ title, note, can_transfer }) => ({ title, note, can_transfer }),
    expected: { title: '契約 & 書', note: 'a=b', can_transfer: true },
  },
  'change a document': {
    method: 'PUT',
    prepare: draft((of) => of.path),
    values: { message: '二行 です', can_transfer: false },
    shown: ({ message, can_transfer }) => ({ message, can_transfer }),
    expected: { message: '二行 です', can_transfer: false },
  },
  'cancel a document': {
    method: 'PUT',
    prepare: sent((of) => `${of.path}/decline`),
    values: { comment: '取り止め' },
    shown: ({ decline_comment }) => decline_comment,
    expected: '取り止め',
  },
  'add a participant': {
    method: 'POST',
    prepare: draft((of) => `${of.path}/participants`),
    values: { name: '乙', tel: '08011112222', callback: true },
    shown: ({ participants: [, , { name, tel, callback }] }) => ({ name, tel, callback }),
    expected: { name: '乙', tel: '08011112222', callback: true },
  },
  'change a participant': {
    method: 'PUT',
    prepare: draft((of) => `${of.path}/participants/${of.recipient}`),
    values: { organization: '乙社' },
    shown: ({ participants: [, { organization }] }) => organization,
    expected: '乙社',
  },
  'correct a number': {
    method: 'PUT',
    prepare: sent((of) => `${of.path}/participants/${of.recipient}`),
    values: { tel: '07033334444' },
    shown: ({ participants: [, { tel }] }) => tel,
    expected: '07033334444',
  },
  'issue a signing URL': {
    method: 'POST',
    prepare: sent((of) => `${of.path}/participants/${of.recipient}/signing_url`, {
      name: 'a',
      recipient_id: 'r1',
    }),
    values: { recipient_id: 'r1' },
    shown: ({ url }) => typeof url,
    expected: 'string',
  },
  'add a reportee': {
    method: 'POST',
    prepare: draft((of) => `${of.path}/reportees`),
    values: { email: 'told@example.jp', name: '見届 人', organization: 'a&b' },
    shown: ({ reportees: [{ id, ...rest }] }) => rest,
    expected: { email: 'told@example.jp', name: '見届 人', organization: 'a&b' },
  },
  'change a reportee': {
    method: 'PUT',
    prepare: async () => {
      const { path } = await aFullDraft(caller)
      const form = { email: 'told@example.jp', name: '見届 人' }
      const { body } = await caller.call('POST', `${path}/reportees`, { form })
      return `${path}/reportees/${body.reportees[0].id}`
    },
    values: { name: '別 人' },
    shown: ({ reportees: [{ name }] }) => name,
    expected: '別 人',
  },
  'set an alert': {
    method: 'PUT',
    prepare: draft((of) => `${of.path}/alert`),
    values: { alert_at: '2027-03-31', memo: '更新 の確認', enabled: true },
    shown: ({ alert_at, memo, enabled }) => ({ alert_at, memo, enabled }),
    expected: { alert_at: '2027-03-31', memo: '更新 の確認', enabled: true },
  },
  'change a widget': {
    method: 'PUT',
    prepare: async () => aWidget(await aFullDraft(caller)),
    values: { x: 120, y: 240, label: '欄', font_size: 9 },
    shown: ({ files: [{ widgets }] }) => widgets[0],
    expected: expect.objectContaining({ x: 120, y: 240, label: '欄', font_size: '9' }),
  },
}

const texts = (values: Values): [string, string][] =>
  Object.entries(values).map(([name, value]) => [name, String(value)])

const spellings: Record<string, (values: Values) => { query?: string; sending?: Sending }> = {
  'a form': (values) => ({ sending: { form: texts(values) } }),
  'the query alone': (values) => ({ query: `?${new URLSearchParams(texts(values))}` }),
  'JSON with native values': (values) => ({ sending: { json: values } }),
  'JSON with texts': (values) => ({ sending: { json: Object.fromEntries(texts(values)) } }),
  multipart: (values) => {
    const raw = new FormData()
    for (const [name, value] of texts(values)) raw.set(name, value)
    return { sending: { raw } }
  },
}

describe.each(Object.entries(cases))('%s', (_what, { method, prepare, values, shown, expected }) => {
  test.each(Object.entries(spellings))('as %s', async (_how, spell) => {
    const { query = '', sending } = spell(values)
    const { status, body } = await caller.call(method, `${await prepare()}${query}`, sending)
    expect(status).toBe(200)
    expect(shown(body)).toEqual(expected)
  })
})
