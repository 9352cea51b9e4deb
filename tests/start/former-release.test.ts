/**
 * Started on the database of an earlier release (tests/fixtures/former-release), with documents on their way. What that
 * release sent and nobody would ever conclude is found at the start, not after the last consent.
 */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type FormerDocument, type FormerRelease, formerRelease } from '#tests/support/former-release.ts'
import {
  type Integrator,
  type Sent,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import { until } from '#tests/support/until.ts'

let former: FormerRelease<'untouched' | 'halfway' | 'good' | 'half'>
let server: ServerProcess
let integrator: Integrator

beforeAll(async () => {
  former = await formerRelease('tests/fixtures/former-release')
  const { databaseUrl, dataDirectory } = former
  server = await startProcess({ databaseUrl, dataDirectory })
  integrator = await signInIntegrator(server.url, former.clientId)
})
afterAll(async () => {
  await server?.stop()
  await former?.remove()
})

const sentOf = (document: FormerDocument): Sent => ({ ...document, integrator })
const outbox = async (path: string): Promise<{ to: string; text: string; subject: string }[]> =>
  (await fetch(`${server.url}/playground/${path}`, { headers: { accept: 'application/json' } })).json()

async function codeFor(tel: string, after = 0): Promise<string> {
  const texts = async () => (await outbox('phone')).filter(({ to }) => to === tel)
  await until('the code is there', async () => (await texts()).length > after)
  return /[0-9]{6}/.exec((await texts())[0]?.text ?? '')?.[0] ?? ''
}

/** The recipient proves the phone, reads and consents. `sent`: how many codes the earlier release sent to this number. */
async function consents(document: FormerDocument, place: number, tel: string, sent = 0) {
  const browser = await proveThePhone(await signingUrl(sentOf(document), place), tel, codeFor, sent)
  return consent(browser)
}

const acts = (document: FormerDocument) =>
  rowsOf<{ act: number; sha256: string }>(
    former,
    'select act, sha256 from revisions where document_id = $1 order by act',
    document.documentId,
  )

const lines = (event: string, { documentId }: FormerDocument) =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`) && line.includes(documentId))

test('what nobody has consented to is drawn anew, read as it is now, and concluded', async () => {
  const { untouched } = former.documents
  await until('it is drawn anew', async () => {
    const trail = await trailOf(former, untouched.documentId)
    return trail['acts.reopened'] === 1 && trail['act.signed'] === 2
  })
  const [sending] = await acts(untouched)
  const browser = await proveThePhone(await signingUrl(sentOf(untouched)), '09011110001', codeFor)
  const base = new URL(browser.page().url).pathname.replace(/\/review$/, '')
  await browser.post(`${base}/confirm`)
  // A page that was open since before the update.
  const stale = await browser.post(`${base}/consent`, { revision: former.firstRevisionOf(untouched) })
  expect(stale.html).toContain('data-state="form_stale"')
  expect(await trailOf(former, untouched.documentId)).not.toHaveProperty('participant.consented')
  await browser.get(`${base}/review`)
  expect((await consent(browser)).html).toContain('data-outcome')
  await waitForStatus(sentOf(untouched), 2, 20)
  const [row] = await rowsOf<{ row: string }>(
    former,
    `select row from audit where document_id = $1 and type = 'participant.consented'`,
    untouched.documentId,
  )
  // What was shown and consented to is the new revision.
  expect(JSON.parse(row?.row ?? '').shown).toEqual([{ fileId: untouched.fileId, sha256: sending?.sha256 }])
  const sealed = await integrator.download(`/documents/${untouched.documentId}/files/${untouched.fileId}`)
  // With its archive timestamp, also where that release's keys come without lists.
  const [archived] = await rowsOf<{ sha256: string }>(
    former,
    `select sha256 from archived_files where document_id = $1 and file_id <> ''`,
    untouched.documentId,
  )
  expect(createHash('sha256').update(sealed.bytes).digest('hex')).toBe(archived?.sha256)
  expect(lines('document.drawn_anew', untouched)).toHaveLength(1)
  // What was sent first stands in the trail, so it stays.
  const { documentId, fileId } = untouched
  const first = `files/documents/${documentId}/${fileId}/0-${former.firstRevisionOf(untouched)}.pdf`
  expect((await stat(join(former.dataDirectory, first))).isFile()).toBe(true)
})

test('where somebody has consented, sender and signer are told now, nobody else consents in vain, and the sender may end it', async () => {
  const { halfway } = former.documents
  await until('everybody is told', async () => {
    return (await trailOf(former, halfway.documentId))['sealing.failed'] === 1
  })
  expect(await trailOf(former, halfway.documentId)).not.toHaveProperty('acts.reopened')
  expect(lines('sealing.failed', halfway)).toHaveLength(1)
  await until('the mail is there', async () =>
    (await outbox('mail')).some(({ subject }) => subject === '【締結できません】一人が同意済み'),
  )
  const browser = openBrowser(server.url)
  const url = await signingUrl(sentOf(halfway), 1)
  await browser.get(url)
  await browser.post(`${new URL(url).pathname}/phone`, { tel: '09011110003' })
  const page = await browser.post(`${new URL(url).pathname}/code`, { code: await codeFor('09011110003') })
  expect(page.html).toContain('書類の準備に時間がかかっています')
  expect(page.html).not.toContain('name="revision"')
  const ended = await integrator.call('PUT', `/documents/${halfway.documentId}/decline`, {
    comment: '送り直します',
  })
  expect([ended.status, ended.body.status]).toEqual([200, 3])
})

test('what that release sent well goes on as it is, whether or not somebody has consented', async () => {
  const { good, half } = former.documents
  const before = [await acts(good), await acts(half)]
  await consents(good, 0, '09011110004')
  await consents(
    half,
    1,
    '09011110001',
    (await outbox('phone')).filter(({ to }) => to === '09011110001').length,
  )
  for (const [index, document] of [good, half].entries()) {
    await waitForStatus(sentOf(document), 2, 20)
    expect(await acts(document)).toEqual(expect.arrayContaining(before[index] ?? []))
    expect(await trailOf(former, document.documentId)).not.toHaveProperty('acts.reopened')
  }
})

test('each is looked at until nothing is left to look at', async () => {
  await waitForNoJobs(former)
  await rowsOf(former, 'update documents_in_flight set tried_at = null')
  await until('all are judged', async () => {
    return (await rowsOf(former, 'select from documents_in_flight')).length === 0
  })
})
