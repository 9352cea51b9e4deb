/** A file that waits for a yes which nobody gives goes a day later; whoever gives it in time has it. */
import { readdir } from 'node:fs/promises'
import { PDF } from '@libpdf/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft } from '#tests/web-api/caller.ts'
import { enterConsole, formEntries, postRaw } from './console-visitor.ts'
import { postFiles } from './making-visitor.ts'
import { saveAsTemplate } from './template-maker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ env: movedClock(0) })
})
afterAll(() => server.close())

/** A template with a field on its second page, and where its file is replaced. */
async function aTemplate(browser: Recipient): Promise<string> {
  const caller = await aCaller(server.url, server.clientId)
  const draft = await aFullDraft(caller)
  const place = { participant_id: draft.recipient, type: '0', page: '1', x: '300', y: '500', label: '印' }
  await caller.call('POST', `${draft.path}/files/${draft.file}/widgets`, { form: place })
  const id = await saveAsTemplate(browser, draft.id, { slots: [draft.recipient] })
  const { body } = await caller.call('GET', `/documents/${id}`)
  return `/console/templates/${id}/files/${body.files[0].id}/replace`
}

/** One page: too few for the field, so that somebody is asked. */
async function choose(browser: Recipient, path: string, words: string): Promise<Page> {
  const made = PDF.create()
  made.addPage({ size: 'a4' }).drawText(words, { x: 20, y: 40, size: 12 })
  await browser.get(path)
  const page = await postFiles(browser, path, [{ name: '新.pdf', bytes: await made.save() }])
  expect(page.html).toContain('入力項目1か所の場所がありません')
  return page
}

const answer = (browser: Recipient, page: Page, path: string) =>
  postRaw(
    `${server.url}${path}/yes`,
    browser,
    { ...formEntries(page.html), fate: 'drop' },
    { origin: server.url },
  )

const waiting = async () => {
  const files = await readdir(server.dataDirectory, { recursive: true })
  return files.filter((each) => each.endsWith('/replacement.pdf')).length
}
const known = async () => (await rowsOf(server, 'select from waiting_files')).length

test('of two that wait the one that was chosen a day ago goes, and the other is still taken', async () => {
  let browser = await enterConsole(server, server.email, server.password)
  const [forgotten, late, taken] = [
    await aTemplate(browser),
    await aTemplate(browser),
    await aTemplate(browser),
  ]
  await choose(browser, forgotten, 'forgotten')
  await choose(browser, late, 'first')
  // Taken at once: nothing of it waits any more, and its row goes with the others.
  const yes = await choose(browser, taken, 'taken')
  expect((await answer(browser, yes, taken)).status).toBe(303)
  expect([await waiting(), await known()]).toEqual([2, 3])

  await server.process().stop()
  await server.restart(movedClock(0, 20))
  browser = await enterConsole(server, server.email, server.password)
  // Chosen again under the same key: its day begins anew.
  const again = await choose(browser, late, 'second')
  expect([await waiting(), await known()]).toEqual([2, 3])

  await server.process().stop()
  await server.restart(movedClock(1, 2))
  await until('the old ones are gone', async () => (await known()) === 1)
  expect(await waiting()).toBe(1)
  browser = await enterConsole(server, server.email, server.password)
  await browser.get(late)
  const fields = { ...formEntries(again.html), ...formEntries(browser.page().html) }
  const { sha256 = '', name = '' } = formEntries(again.html)
  const done = await postRaw(
    `${server.url}${late}/yes`,
    browser,
    { ...fields, sha256, name, fields: formEntries(again.html).fields ?? '', fate: 'drop' },
    { origin: server.url },
  )
  expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringMatching(/done=replaced$/)])
  expect(await waiting()).toBe(0)
})
