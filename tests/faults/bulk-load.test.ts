/**
 * Two processes share a list, and now one and now the other of them is killed while the one that is left goes on: exactly one document a
 * row, each sent once, and nothing in storage that belongs to none. `ROWS=10000 KILLS=10` is the whole of it.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aList, countsOf, documentsOf, stateOf, steer } from '#tests/console/bulk-visitor.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { asServer } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft } from '#tests/web-api/caller.ts'

const rows = Number(process.env.ROWS ?? 150)
const kills = Number(process.env.KILLS ?? 4)

let server: TestServer
let beside: ServerProcess
beforeAll(async () => {
  server = await startTestServer({ env: { LOG_LEVEL: 'error' } })
  beside = await aWorker()
})
afterAll(async () => {
  await beside?.stop()
  await server?.close()
})

/** A process that takes jobs and rows of lists, on the same database and files. */
function aWorker(): Promise<ServerProcess> {
  const given = asServer(server.databaseUrl)
  return startProcess({
    dataDirectory: server.dataDirectory,
    databaseUrl: given.databaseUrl,
    command: ['dist/musubi.mjs', 'work'],
    env: { ...given.env, LOG_LEVEL: 'error', PUBLIC_URL: server.url },
  })
}

const madeOf = async (id: string) => {
  const { sent = 0 } = await countsOf(server, id)
  return sent
}

test(`${rows} rows with ${kills} kills: one document a row, each sent once`, async () => {
  const caller = await aCaller(server.url, server.clientId)
  const draft = await aFullDraft(caller)
  let console_ = await enterConsole(server)
  const template = await saveAsTemplate(console_, draft.id, { slots: [draft.recipient] })
  const lines = Array.from({ length: rows }, (_, n) => `人 ${n},090${10_000_000 + n}`)
  const id = await aList(console_, template, `宛先1 氏名,宛先1 携帯電話番号\r\n${lines.join('\r\n')}\r\n`)
  const began = performance.now()
  await steer(console_, id, 'start')
  for (let kill = 1; kill <= kills; kill++) {
    const due = (rows * kill) / (kills + 1)
    await until(`${Math.floor(due)} are sent`, async () => (await madeOf(id)) >= due, 1_200)
    const isServer = kill % 2 === 1
    await (isServer ? server : beside).kill()
    const atKill = await madeOf(id)
    await until('the one that is left goes on', async () => (await madeOf(id)) > atKill, 1_200)
    if (isServer) await server.restart()
    else beside = await aWorker()
  }
  await until('the list is done', async () => (await stateOf(server, id)) === 'done', 1_200)
  const sentSeconds = (performance.now() - began) / 1000
  const documents = await documentsOf(server, id)
  expect(await countsOf(server, id)).toEqual({ sent: rows })
  expect(documents).toHaveLength(rows)
  expect(new Set(documents.map(({ name }) => name)).size).toBe(rows)
  // Also no document that no row knows: all but the draft and the template are theirs.
  const [all] = await rowsOf<{ documents: number; sent: number; twice: number }>(
    server,
    `select (select count(*)::int from documents) as documents,
       (select count(*)::int from audit where type = 'document.sent') as sent,
       (select count(*)::int from (select document_id from audit where type = 'document.sent' group by 1 having count(*) > 1) t) as twice`,
  )
  expect(all).toEqual({ documents: rows + 2, sent: rows, twice: 0 })
  await until(
    'every sending is signed',
    async () => {
      const [left] = await rowsOf<{ count: number }>(
        server,
        `select count(*)::int as count from graphile_worker._private_jobs where is_available or locked_at is not null`,
      )
      return left?.count === 0
    },
    1_200,
  )
  const sealedSeconds = (performance.now() - began) / 1000
  const folders = await readdir(join(server.dataDirectory, 'files', 'documents'))
  expect(folders.length).toBe(rows + 2)
  console_ = await enterConsole(server)
  const { html } = await console_.get(`/console/bulk-sends/${id}/result.csv`)
  expect(html.trimEnd().split('\r\n')).toHaveLength(rows + 1)
  process.stdout.write(
    `bulk: ${rows} rows, ${kills} kills, sent in ${sentSeconds.toFixed(1)} s (${Math.round((rows / sentSeconds) * 60)} a minute), ` +
      `every sending signed after ${sealedSeconds.toFixed(1)} s (${Math.round((rows / sealedSeconds) * 60)} a minute)\n`,
  )
}, 3_600_000)
