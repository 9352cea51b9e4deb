/**
 * Two releases on one database, as while an operator changes from one to the next: what the newer one keeps with a
 * document is there again after this one has saved it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server.close())

type Json = { [member: string]: unknown }

const lists = ['participants', 'files', 'widgets', 'acts', 'revisions', 'reportees']

/** Every object of a snapshot with its name: the document itself, and what hangs on it. */
function objectsOf(snapshot: Json): [string, Json][] {
  const parts = lists.flatMap((name) =>
    (snapshot[name] as Json[]).map((each): [string, Json] => [
      `${name} ${each.id ?? `${each.number ?? each.act} ${each.file_id}`}`,
      each,
    ]),
  )
  const asked = snapshot.attachment === null ? [] : [['attachment', snapshot.attachment] as [string, Json]]
  return [['document', snapshot], ...parts, ...asked]
}

async function snapshotOf(documentId: string): Promise<Json> {
  const [row] = await rowsOf<{ snapshot: Json }>(
    server,
    'select snapshot from documents where id = $1',
    documentId,
  )
  return row?.snapshot ?? {}
}

/** As a newer release would save it: each object with a member that this one has no word for. Answers with all of them. */
async function savedByANewerRelease(documentId: string, version: string): Promise<Record<string, unknown>> {
  await waitForNoJobs(server)
  const snapshot = await snapshotOf(documentId)
  for (const [name, each] of objectsOf(snapshot)) each.seal_colour = { name, version }
  await rowsOf(
    server,
    'update documents set snapshot = $2, version = $3 where id = $1',
    documentId,
    JSON.stringify(snapshot),
    version,
  )
  return coloursOf(snapshot)
}

const coloursOf = (snapshot: Json) =>
  Object.fromEntries(
    objectsOf(snapshot).flatMap(([name, { seal_colour: colour }]) =>
      colour === undefined ? [] : [[name, colour]],
    ),
  )

async function aDraftWithEverything() {
  const { body: draft } = await integrator.call('POST', '/documents', { title: '契約書' })
  const documentId: string = draft.id
  const path = `/documents/${documentId}`
  const { body: filed } = await integrator.upload(documentId, await contractPdf(), '契約書.pdf')
  const fileId: string = filed.files[0].id
  const tels = [freshTel(), freshTel()]
  const participants: string[] = []
  for (const tel of tels) {
    const { body } = await integrator.call('POST', `${path}/participants`, {
      name: '山田',
      tel,
      callback: '1',
    })
    participants.push(body.participants.at(-1).id)
  }
  for (const participant_id of participants) {
    const where = { participant_id, page: '0', x: '60', y: '600' }
    await integrator.call('POST', `${path}/files/${fileId}/widgets`, { ...where, type: '0', label: '押印' })
  }
  await integrator.call('POST', `${path}/reportees`, { email: 'watch@example.jp', name: '見届 人' })
  await integrator.call('POST', `${path}/attachments`, {
    participant_id: participants[0] ?? '',
    description: '免許証',
    required: '0',
  })
  const sent: Sent = { documentId, fileId, participants, integrator }
  return { sent, path, tels }
}

test('what a newer release keeps with a document and its parts outlives every save of this one', async () => {
  const { sent, path, tels } = await aDraftWithEverything()
  const { documentId, participants } = sent
  const drafted = await savedByANewerRelease(documentId, 'newer-1')
  expect(Object.keys(drafted).map((name) => name.split(' ')[0])).toEqual(
    ['document', 'participants', 'participants', 'participants', 'files', 'widgets', 'widgets'].concat([
      'reportees',
      'attachment',
    ]),
  )

  // Read from the database, then known to the process.
  await integrator.call('PUT', path, { title: '改めた契約書' })
  await integrator.call('PUT', `${path}/participants/${participants[0]}`, { name: '山田 花子' })
  const saved = await snapshotOf(documentId)
  expect(saved).toMatchObject({ title: '改めた契約書', participants: [{}, { name: '山田 花子' }, {}] })
  expect(coloursOf(saved)).toEqual(drafted)

  // What is taken away takes along what was kept with it.
  const { body: given } = await integrator.call('POST', `${path}/participants`, {
    name: '佐藤',
    tel: freshTel(),
    callback: '1',
  })
  const third: string = given.participants.at(-1).id
  expect(await savedByANewerRelease(documentId, 'newer-2')).toHaveProperty([`participants ${third}`])
  await integrator.call('DELETE', `${path}/participants/${third}`)
  const kept = coloursOf(await snapshotOf(documentId))
  expect(Object.keys(kept).sort()).toEqual(Object.keys(drafted).sort())

  // Acts and what they closed come with sending, signing and concluding.
  await integrator.call('POST', path)
  for (const [index, tel] of tels.entries()) {
    const before = await savedByANewerRelease(documentId, `newer-sent-${index}`)
    expect(Object.keys(before).filter((name) => name.startsWith('revisions'))).toHaveLength(index + 1)
    await consent(await proveThePhone(await signingUrl(sent, index), tel, server.codeFor))
    await waitForNoJobs(server)
    expect(coloursOf(await snapshotOf(documentId))).toEqual(before)
  }
  expect((await waitForStatus(sent, 2)).title).toBe('改めた契約書')
})
