import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let client: Client

beforeAll(async () => {
  server = await startTestServer()
  client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await server.close()
})

const count = async (table: string, where = 'true') =>
  (await client.query(`select count(*)::int as count from ${table} where ${where}`)).rows[0].count as number

test('what is over goes, a batch at a time, and what somebody may still need stays', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const sent = await sendDocument(integrator, { pdf: await contractPdf() })
  await signingUrl(sent)
  const { rows } = await client.query('select id, document_id, participant_id from signing_urls')
  const [url] = rows
  await client.query(
    `insert into signing_sessions (id, token_hash, url_id, document_id, participant_id, state, created_at, last_seen_at)
     select 's' || n, 's' || n, $1, $2, $3, 'matched', now() - make_interval(hours => n / 100), now()
     from generate_series(0, 4999) n`,
    [url.id, url.document_id, url.participant_id],
  )
  await client.query(
    `insert into stranger_limits select 'l' || n, 1, now() - make_interval(mins => n) from generate_series(0, 2999) n`,
  )
  await client.query(
    `insert into call_keys (client_id, key_hash, run, alive_at, created_at)
     select c.id, 'k' || n, 'r', now(), now() - make_interval(hours => n) from clients c, generate_series(0, 47) n`,
  )
  await client.query(
    `insert into outbox_sms (tel, text, sent_at) select '09012345678', 'x', now() from generate_series(1, 6000)`,
  )
  // Of a document that is over for long, of one that awaits its recipient for long, and of one concluded lately.
  const documents = [
    { id: 'old', status: 'concluded', days: 400 },
    { id: 'waiting', status: 'awaiting', days: 400 },
    { id: 'lately', status: 'concluded', days: 60 },
    { id: 'gone', status: 'cancelled', days: 400 },
  ]
  for (const { id, status, days } of documents) {
    await client.query(
      `insert into documents (id, snapshot)
       select $1, snapshot::jsonb || jsonb_build_object('id', $1::text, 'status', $2::text,
         'concluded_at', now() - make_interval(days => $3), 'participants', '[]'::jsonb, 'acts', '[]'::jsonb,
         'revisions', '[]'::jsonb)
       from documents where id = $4`,
      [id, status, days, sent.documentId],
    )
    await client.query(
      `insert into signing_urls (id, token_hash, document_id, participant_id, method, created_at, expires_at)
       values ($1, $1, $1, 'p', 'sms', now(), now() - interval '200 days')`,
      [id],
    )
  }
  await server.kill()
  // A row that somebody holds is left, and nobody waits for it.
  await client.query('begin')
  await client.query(`select 1 from signing_sessions where id = 's4999' for update`)
  await server.restart()
  await expect.poll(() => count('signing_sessions', `id <> 's4999'`)).toBe(2400)
  expect(await count('signing_sessions', `id = 's4999'`)).toBe(1)
  await expect.poll(() => count('outbox_sms')).toBe(5000)
  await client.query('commit')
  expect(await count('stranger_limits')).toBeLessThanOrEqual(62)
  expect(await count('call_keys')).toBe(24)
  const left = await client.query('select id from signing_urls where id = any($1) order by id', [
    documents.map((each) => each.id),
  ])
  expect(left.rows.map((row) => row.id)).toEqual(['lately', 'waiting'])
  expect(await count('signing_urls', `id = '${url.id}'`)).toBe(1)
})
