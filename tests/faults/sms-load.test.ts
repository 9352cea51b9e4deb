/**
 * Many SMS through a real Kannel, with a line that fails now and then and a server that is killed now and then: none arrives
 * twice, and every attempt is accounted for. `SMS=10000 KILLS=10` is the whole of it.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobAttempts } from '#domain/job-request.ts'
import { placeOfSms } from '#server/adapters/postgres/connection/encrypted-text.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type LineFault, startFaultyLine } from '#tests/support/faulty-line.ts'
import { kannelPrograms, startKannel } from '#tests/support/kannel.ts'
import { seededChance, seedOfRun } from '#tests/support/kill-plan.ts'
import { MOST_MEMORY, memoryOf } from '#tests/support/memory.ts'
import { needs } from '#tests/support/needs.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aSentDocument } from '../web-api/caller.ts'

const count = Number(process.env.SMS ?? 300)
const kills = Number(process.env.KILLS ?? 3)
const seed = seedOfRun()
const chance = seededChance(seed)
/** One request in twenty fails, in one of five ways. */
const faults: LineFault[] = ['busy', 'lost', 'swallowed', 'broken', 'late']
const drawFault = (): LineFault => {
  const drawn = chance()
  return drawn < 0.05 ? (faults[Math.floor(drawn * 100)] ?? 'none') : 'none'
}

/** SMS that wait, as the verb writes them: a row with its number and text encrypted, and a job. All live for an hour. */
async function ask(server: TestServer): Promise<void> {
  const caller = await aCaller(server.url, server.clientId)
  const documents: { id: string; recipient: string }[] = []
  for (let n = 0; n < Math.min(50, count / 10); n++) documents.push(await aSentDocument(caller))
  const { keys, team_id: teamId } = JSON.parse(
    await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'),
  )
  const key = (base64: string) => Buffer.from(base64, 'base64')
  const secrets = createSecrets({ data: [{ id: 'e1', key: key(keys.data) }], hash: key(keys.hash) })
  for (let first = 0; first < count; first += 500) {
    const rows = Array.from({ length: Math.min(500, count - first) }, (_, at) => {
      const n = first + at
      const id = `load-${n}`
      const document = documents[n % documents.length]
      const tel = `0901${String(n).padStart(7, '0')}`
      return {
        id,
        team_id: teamId,
        document_id: document?.id,
        participant_id: document?.recipient,
        tel_sealed: secrets.encrypt(tel, placeOfSms(id, 'tel_sealed')),
        tel_hash: secrets.keyedHash('tel', tel),
        text_sealed: secrets.encrypt(textOf(n), placeOfSms(id, 'text_sealed')),
      }
    })
    await rowsOf(
      server,
      `with given as (select * from jsonb_to_recordset($1::jsonb) as g (id text, team_id text, document_id text,
           participant_id text, tel_sealed text, tel_hash text, text_sealed text)),
         made as (insert into sms_messages (id, team_id, document_id, participant_id, tel_sealed, tel_hash, text_sealed, state,
             created_at, changed_at, expires_at)
           select id, team_id, document_id, participant_id, tel_sealed, tel_hash, text_sealed, 'queued', now(), now(),
             now() + interval '1 hour' from given returning id)
       select queue_job(jsonb_build_object('task', 'send-sms', 'attempts', $2::int, 'key', 'send-sms:' || id,
         'payload', jsonb_build_object('smsId', id))) from made`,
      JSON.stringify(rows),
      jobAttempts['send-sms'],
    )
  }
}

const textOf = (n: number) => `【負荷試験】認証コード ${String(n).padStart(6, '0')} (5分間有効)`

/** The gaps of those that are tried again are over. */
const comeDue = (server: TestServer) =>
  rowsOf(
    server,
    `update graphile_worker._private_jobs set run_at = now()
     where locked_at is null and run_at > now() and key like 'send-sms:%'`,
  )

// Where CI expects a real gateway, its absence is a failure and no excuse.
describe('through a real Kannel', needs(kannelPrograms), () => {
  let kannel: Awaited<ReturnType<typeof startKannel>>
  let line: Awaited<ReturnType<typeof startFaultyLine>>
  let server: TestServer
  beforeAll(async () => {
    kannel = await startKannel()
    line = await startFaultyLine(kannel.sendUrl, drawFault)
    server = await startTestServer({
      env: {
        SMS_GATEWAY: 'kannel',
        SMS_KANNEL_URL: line.url,
        SMS_KANNEL_USERNAME: kannel.username,
        SMS_KANNEL_PASSWORD: kannel.password,
        LOG_LEVEL: 'error',
      },
    })
  })
  afterAll(async () => {
    await server?.close()
    await line?.close()
    await kannel?.stop()
  })

  test(`${count} SMS, one request in twenty fails, ${kills} kills: none comes twice, none is unaccounted for`, async () => {
    await ask(server)
    const began = performance.now()
    const memory: number[] = []
    const left = async () => {
      const [row] = await rowsOf<{ count: number }>(
        server,
        `select count(*)::int as count from sms_messages where state in ('queued', 'submitting')`,
      )
      return row?.count ?? 0
    }
    for (let kill = 1; kill <= kills; kill++) {
      const due = count - (count * kill) / (kills + 1)
      await until(`${Math.floor(due)} are left`, async () => (await left()) <= due, 300)
      memory.push(await memoryOf(server))
      await server.kill()
      await server.restart()
    }
    await until(
      'all have ended',
      async () => {
        await comeDue(server)
        return (await left()) === 0
      },
      300,
    )
    memory.push(await memoryOf(server))
    const seconds = (performance.now() - began) / 1000
    const accepted = await recorded('sms.submitted')
    const unknown = await recorded('sms.unknown')
    // What Kannel has taken is with the centre a moment later, and its receipts, which come by HTTP, a moment after that.
    await until('the centre has what was taken', () => {
      const texts = new Set(kannel.received().map(({ text }) => text))
      return accepted.every((n) => texts.has(textOf(n)))
    })
    const received = new Map<string, number>()
    for (const { text } of kannel.received()) received.set(text, (received.get(text) ?? 0) + 1)
    const arrivedUnknown = unknown.filter((n) => received.has(textOf(n))).length
    const [states] = await rowsOf<{ states: Record<string, number> }>(
      server,
      'select json_object_agg(state, count) as states from (select state, count(*) from sms_messages group by 1) s',
    )
    const { none: whole, ...failed } = line.counts
    process.stdout.write(
      `SMS: SEED=${seed}, ${count} in ${seconds.toFixed(1)} s with ${kills} kills (${Math.round(count / seconds)} a second), ` +
        `${whole} whole requests, faults ${JSON.stringify(failed)}; ${accepted.length} accepted, ${unknown.length} unknown ` +
        `(${arrivedUnknown} of them arrived), at the end ${JSON.stringify(states?.states)}; ` +
        `memory ${memory.join(', ')} MB\n`,
    )
    expect(Math.max(...memory)).toBeLessThan(MOST_MEMORY)
    expect([...received.values()].filter((times) => times > 1)).toEqual([])
    // Each attempt ended once: it was taken, which a receipt says too, or nobody knows.
    expect(new Set([...accepted, ...unknown]).size).toBe(count)
    expect(accepted.length + unknown.length).toBe(count)
    expect(received.size).toBe(accepted.length + arrivedUnknown)
    expect(
      Object.keys(states?.states ?? {})
        .sort()
        .join(),
    ).toMatch(/^delivered(,submitted)?(,unknown)?$/)
    // Only what the line swallowed, lost or broke, or a kill cut off, is unknown.
    const cuts = failed.lost + failed.swallowed + failed.broken
    expect(unknown.length).toBeGreaterThanOrEqual(cuts - kills * 4)
    expect(unknown.length).toBeLessThanOrEqual(cuts + kills * 4)
    const [remains] = await rowsOf<{ jobs: number; texts: number }>(
      server,
      `select (select count(*)::int from graphile_worker._private_jobs) as jobs,
         (select count(*)::int from sms_messages where text_sealed is not null) as texts`,
    )
    expect(remains).toEqual({ jobs: 0, texts: 0 })
  }, 1_200_000)

  /** Which SMS have this event in their trails, once for each. */
  async function recorded(type: string): Promise<number[]> {
    const rows = await rowsOf<{ id: string }>(
      server,
      `select row::json->>'smsId' as id from audit where type = $1 and row::json->>'smsId' like 'load-%'`,
      type,
    )
    return rows.map(({ id }) => Number(id.slice('load-'.length)))
  }
})
