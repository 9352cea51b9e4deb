import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller, type Drafted } from './caller.ts'

let server: TestServer
let caller: Caller
let draft: Drafted
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  draft = await aFullDraft(caller)
})
afterAll(() => server.close())

const put = (path: string, form: Record<string, string>) => caller.call('PUT', path, { form })
const add = (form: Record<string, string>) =>
  caller.call('POST', `${draft.path}/files/${draft.file}/widgets`, {
    form: { page: '0', x: '10', y: '20', type: '1', ...form },
  })

describe('a text of the sender is refused where it is given', () => {
  test.each([
    ['free text that its box cannot show', { text: `${'漢'.repeat(200)}金壱百万円` }, '96 characters'],
    ['more lines than its box has', { text: '一\n二\n三\n四' }, '3 lines'],
    ['a seal that would be too small', { type: '0', text: '漢'.repeat(37) }, '36 characters'],
    ['an emoji', { text: '合意🤝' }, '"🤝"'],
    ['a bidirectional override', { text: '百\u202e円' }, 'U+202E'],
    ['a control character', { text: 'a\u0007b' }, 'U+0007'],
    ['only blanks', { text: ' 　' }, '`text`'],
    ['only what nobody sees', { text: '\u200b' }, '`text`'],
    ['a label with an invisible character', { text: '山田', label: '住\u200b所' }, '`label`'],
  ])('%s', async (_what, form: Record<string, string>, said) => {
    const { status, body } = await add({ participant_id: draft.sender, ...form })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(said)
  })

  test("and so is a recipient's default, which they would consent to", async () => {
    const { body } = await add({ participant_id: draft.recipient })
    const path = `${draft.path}/files/${draft.file}/widgets/${body.files[0].widgets.at(-1).id}`
    const long = await put(path, { text: '漢'.repeat(97) })
    expect([long.status, long.body.message.includes('96 characters')]).toEqual([400, true])
    const fits = await put(path, { text: '漢'.repeat(96) })
    expect(fits.status).toBe(200)
    // A size that is asked for is the largest: the text is set smaller where it must be.
    expect((await put(path, { font_size: '14' })).status).toBe(200)
  })

  test('a seal of nineteen characters and an arabic text are taken', async () => {
    const seal = '独立行政法人日本学術振興会研究事業部長'
    expect((await add({ participant_id: draft.sender, type: '0', text: seal })).status).toBe(200)
    expect((await add({ participant_id: draft.sender, text: 'محمد علي' })).status).toBe(200)
  })
})

describe('names and titles', () => {
  test.each([
    ['name', 'participants', '\u200b', '`name`'],
    ['name', 'participants', ' \u3000', '`name`'],
    ['name', 'participants', '山田🙂', '"🙂"'],
    ['organization', 'participants', '株式\u202e会社', 'U+202E'],
    ['title', '', '契約書\u2066', 'U+2066'],
    ['title', '', '契約書😀', '"😀"'],
    ['message', '', '本文\u0000', '`message`'],
    ['message', '', '本文\u200e', 'U+200E'],
  ])('%s in %s: %j is refused', async (field, of, text, said) => {
    const path = of === '' ? draft.path : `${draft.path}/participants/${draft.recipient}`
    const { status, body } = await put(path, { [field]: text })
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(said)
  })

  test('line ends and tabs within one line become blanks, a message keeps its lines', async () => {
    const { body } = await put(draft.path, { title: '契約書\r\n第２版\tB', message: '一\r\n二' })
    expect([body.title, body.message]).toEqual(['契約書 第２版 B', '一\n二'])
  })

  test('are kept as they were typed otherwise: composed or not, and with the variation that the font knows', async () => {
    const path = `${draft.path}/participants/${draft.recipient}`
    const { body } = await put(path, { name: '葛\u{e0100}西 ｶﾞ \ufa19' })
    expect(body.participants[1].name).toBe('葛\u{e0100}西 ｶﾞ \ufa19')
    const dropped = await put(path, { name: '辻\u{e01ef}' })
    expect(dropped.body.participants[1].name).toBe('辻')
  })

  test('a reportee and an attribute take none of it either', async () => {
    const form = { email: 'r@example.jp', name: '報告\u202e先' }
    const reportee = await caller.call('POST', `${draft.path}/reportees`, { form })
    expect([reportee.status, reportee.body.message.includes('U+202E')]).toEqual([400, true])
    const json = { title: '管\u200b理' }
    const attribute = await caller.call('PUT', `${draft.path}/attribute`, { json })
    expect([attribute.status, attribute.body.message.includes('U+200B')]).toEqual([400, true])
    const alert = { memo: '一\n二 🙂', alert_at: '2027-01-01' }
    expect((await put(`${draft.path}/alert`, alert)).body.memo).toBe('一\n二 🙂')
  })
})
