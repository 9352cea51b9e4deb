/** Documents that cannot be reminded, however many and however long they have been due, hold up nobody else's reminder. */
import { expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import { startTestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

test('behind twelve hundred that fail and some that are not due any more somebody is reminded', async () => {
  const server = await startTestServer({ env: movedClock(0) })
  try {
    const plan = { from: 'request', first: 3, every: 3, most: 3 }
    await sql(server, 'update teams set reminder_plan = $1', [JSON.stringify(plan)])
    const integrator = await signInIntegrator(server.url, server.clientId)
    const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
    await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
    const person = { name: '山田 花子', email: 'behind@example.jp' }
    await integrator.call('POST', `/documents/${body.id}/participants`, person)
    expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
    await waitForNoJobs(server)
    const copies = (prefix: string, count: number, members: string) =>
      sql(
        server,
        `insert into documents (id, snapshot)
         select md5($2 || n), d.snapshot::jsonb || jsonb_build_object('id', md5($2 || n), 'remind_at', '2020-01-01T00:00:00Z',
           'acts', '[]'::jsonb, 'revisions', '[]'::jsonb) || ${members}
         from documents d, generate_series(1, $3::int) n where d.id = $1`,
        [body.id, prefix, count],
      )
    // An address is encrypted for its own row: in a copy it cannot be read.
    await copies(
      'broken',
      1200,
      `jsonb_build_object('participants', jsonb_build_array(d.snapshot::jsonb #> '{participants,0}'
         || jsonb_build_object('id', md5('p' || $2 || n))))`,
    )
    await copies(
      'stale',
      3,
      `jsonb_build_object('reminding', null, 'participants', jsonb_build_array(d.snapshot::jsonb #> '{participants,0}'
         || jsonb_build_object('id', md5('p' || $2 || n), 'email_sealed', '')))`,
    )
    await server.process().stop()
    await server.restart(movedClock(3, 1))
    const reminded = async () =>
      (await server.mails()).filter(
        ({ to, subject }) => to === person.email && subject.startsWith('【再送】'),
      )
    await until('they are reminded', async () => (await reminded()).length === 1)
    const [left] = await rowsOf<{ broken: number; stale: number }>(
      server,
      `select count(*) filter (where id in (select md5('broken' || n) from generate_series(1, 1200) n))::int as broken,
         count(*) filter (where id in (select md5('stale' || n) from generate_series(1, 3) n))::int as stale
       from documents where remind_at < '2021-01-01'`,
    )
    expect(left).toEqual({ broken: 1200, stale: 0 })
    expect(server.process().output().split('"event":"reminder.failed"').length - 1).toBe(1200)
  } finally {
    await server.close()
  }
})
