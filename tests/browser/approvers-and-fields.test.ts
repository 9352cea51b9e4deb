/** Who was asked to approve, on a document's page, and the sender's fields beside a list: seen at both sizes, read by axe. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addColleague, enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { fitsTheWidth, openChromium, picture, signInByKeyboard, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
let documentId: string
let templateId: string

beforeAll(async () => {
  browser = await openChromium()
  server = await startTestServer()
  const caller = await aCaller(server.url, server.clientId)
  const sender = await enterConsole(server)
  const draft = await aFullDraft(caller)
  for (const [at, label] of ['賃金', '入社日', '就業の場所'].entries()) {
    const place = { participant_id: draft.sender, type: '1', page: '0', x: '40', y: String(100 + at * 40) }
    await caller.call('POST', `${draft.path}/files/${draft.file}/widgets`, {
      form: { ...place, label, text: '未定' },
    })
  }
  templateId = await saveAsTemplate(sender, draft.id, { title: '雇用契約書', slots: [draft.recipient] })
  await addColleague(server, 'approver@example.jp', 'a password of theirs')
  await sql(server, 'update members set document_approver = true')
  await sql(server, 'update teams set approval_required = true')
  documentId = draft.id
  await sender.get(`/console/documents/${documentId}/send`)
  await sender.post(`/console/documents/${documentId}/approval`, { comment: '月末までにお願いします' })
  await waitForNoJobs(server)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test.each([
  ['ja', 360, 740],
  ['ja', 1280, 800],
  ['en', 360, 740],
  ['en', 1280, 800],
] as const)('in %s at %i pixels', async (lang, width, height) => {
  const visitor = await visit(browser, { viewport: { width, height } })
  const { page } = visitor
  await signInByKeyboard(page, server, lang)
  for (const [name, path, words] of [
    [
      'approvers',
      `/console/documents/${documentId}`,
      { ja: '承認を依頼した方', en: 'Who was asked to approve' },
    ],
    ['bulk-fields', `/console/templates/${templateId}/bulk`, { ja: '就業の場所', en: '就業の場所' }],
  ] as const) {
    await page.goto(`${server.url}${path}`)
    expect(await page.locator('main').innerText()).toContain(words[lang])
    await fitsTheWidth(page)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await picture(page, `${name}-${width}-${lang}-${scheme}`)
    }
  }
  expect(visitor.faults).toEqual([])
  await visitor.leave()
})
