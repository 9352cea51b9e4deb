/** Two pages of one thing that are saved at once: one is saved, and the others are told what is there now. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import { type Recipient, readAsLines } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { enterConsole, formEntries, postRaw } from './console-visitor.ts'
import { begin } from './making-visitor.ts'

let server: TestServer
let sender: Caller
let clerk: Recipient
beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  sender = await aCaller(server.url, server.clientId)
  clerk = await enterConsole(server)
}, 120_000)
afterAll(() => server.close())

const rounds = 5
const pages = ['一', '二', '三', '四']

/** All save at once, from the same page; the words that were saved, and how each was answered. */
async function saveAtOnce(path: string, fields: (word: string) => Record<string, string>) {
  const shown = formEntries((await clerk.get(path)).html)
  const answers = await Promise.all(
    pages.map(async (word) => {
      const answer = await postRaw(`${server.url}${path}`, clerk, { ...shown, ...fields(word) })
      return { word, status: answer.status, html: readAsLines(await answer.text()) }
    }),
  )
  const saved = answers.filter(({ status }) => status === 303)
  const told = answers.filter(({ status }) => status === 409)
  expect([saved.length, told.length]).toEqual([1, pages.length - 1])
  return { saved: saved[0]?.word ?? '', told }
}

describe('書類情報', () => {
  test('saved by several pages at once is that of one, and the others keep their words and learn of it', async () => {
    const { id, path } = await aFullDraft(sender)
    for (let round = 0; round < rounds; round++) {
      const { saved, told } = await saveAtOnce(`/console/documents/${id}/information`, (word) => ({
        ...{ counterparty: `${word}${round}`, option_3: `${word}組${round}` },
      }))
      const { body } = await sender.call('GET', `${path}/attribute`)
      expect(body.counterparty).toBe(`${saved}${round}`)
      expect(body.options).toEqual([{ order: 3, content: `${saved}組${round}` }])
      for (const { word, html } of told) {
        expect(html).toContain(`value="${word}${round}"`)
        expect(html).toContain(`いま保存されている内容：${saved}${round}`)
      }
    }
  })

  test('has all ten fields of the team: they are written, emptied, and told in the history', async () => {
    const { id, path } = await aFullDraft(sender)
    const page = `/console/documents/${id}/information`
    const before = [
      { order: 2, content: 'P-1' },
      { order: 10, content: '第二営業部' },
    ]
    await sender.call('PUT', `${path}/attribute`, { json: { options: before } })
    const shown = await clerk.get(page)
    expect(shown.html).toContain('value="第二営業部"')
    const saved = await clerk.post(page, {
      ...formEntries(shown.html),
      ...{ option_1: '新規', option_2: '', option_10: '第三営業部' },
    })
    expect(saved.url).toContain('done=information')
    expect(saved.html).toContain('第三営業部')
    const { body } = await sender.call('GET', `${path}/attribute`)
    expect(body.options).toEqual([
      { order: 1, content: '新規' },
      { order: 2, content: '' },
      { order: 10, content: '第三営業部' },
    ])
    expect((await clerk.get(page)).html).toContain('項目1：新規・項目2：・項目10：第三営業部')
  })

  test('that cannot be kept is named at its field, the others too', async () => {
    const { id } = await aFullDraft(sender)
    const page = `/console/documents/${id}/information`
    const shown = formEntries((await clerk.get(page)).html)
    const refused = await clerk.post(page, {
      ...{ ...shown, option_4: 'あ'.repeat(501), option_5: 'a\u202eb', option_6: '正しい' },
    })
    expect(refused.status).toBe(400)
    for (const text of ['id="option_4-error"', 'id="option_5-error"', 'value="正しい"'])
      expect(refused.html).toContain(text)
    expect(refused.html).not.toContain('id="option_6-error"')
  })

  test('that is sent twice is saved once and is no quarrel', async () => {
    const { id } = await aFullDraft(sender)
    const page = `/console/documents/${id}/information`
    const fields = { ...formEntries((await clerk.get(page)).html), amount: '5' }
    for (let n = 0; n < 2; n++)
      expect((await postRaw(`${server.url}${page}`, clerk, fields)).status).toBe(303)
  })
})

describe('a draft', () => {
  let id: string
  const onWire = async () => (await sender.call('GET', `/documents/${id}`)).body
  beforeAll(async () => {
    id = await begin(clerk)
    await clerk.get(`/console/documents/${id}/draft`)
    await clerk.post(`/console/documents/${id}/people`, { how: 'sms', name: '山田 花子', tel: freshTel() })
    await clerk.get(`/console/documents/${id}/draft`)
    await clerk.post(`/console/documents/${id}/reportees`, { name: '経理', email: 'keiri@example.jp' })
  })

  test('has somebody to inform as one of several pages saved them, and the others are told', async () => {
    const [{ id: reportee }] = (await onWire()).reportees
    for (let round = 0; round < rounds; round++) {
      const { saved, told } = await saveAtOnce(`/console/documents/${id}/reportees/${reportee}`, (word) => ({
        name: `${word}${round}`,
      }))
      expect((await onWire()).reportees[0].name).toBe(`${saved}${round}`)
      for (const { html } of told) expect(html).toContain(`${saved}${round}・keiri@example.jp`)
    }
  })

  test('asks for the file that one of several pages saved, and the others are told', async () => {
    const participant = (await onWire()).participants[1].id
    for (let round = 0; round < rounds; round++) {
      const { saved, told } = await saveAtOnce(`/console/documents/${id}/attachment`, (word) => ({
        ...{ participant, description: `${word}${round}`, required: '1' },
      }))
      expect((await onWire()).attachment.description).toBe(`${saved}${round}`)
      for (const { html, word } of told) {
        expect(html).toContain(`いまの内容：${saved}${round}`)
        expect(html).toContain(`>${word}${round}</textarea>`)
      }
    }
  })

  test('asks for nothing anew where another page withdrew it', async () => {
    const page = `/console/documents/${id}/attachment`
    const shown = formEntries((await clerk.get(page)).html)
    await clerk.post(`${page}/remove`)
    const answer = await postRaw(`${server.url}${page}`, clerk, { ...shown, description: '遅れた依頼' })
    expect([answer.status, (await answer.text()).includes('取りやめられました')]).toEqual([409, true])
    expect((await onWire()).attachment).toBe(null)
  })
})
