/** An automatic reminder that could not leave by day does not leave by night either. */
import { expect, test } from 'vitest'
import { aiosmtpd, mailSettings, part, startSmtpServer } from '#tests/adapters/smtp-server.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import { needs } from '#tests/support/needs.ts'
import { startTestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

test(
  'a reminder whose mail server was away until the night waits for the morning, and costs no try',
  needs(aiosmtpd),
  async () => {
    let mail = await startSmtpServer('open')
    const server = await startTestServer({ env: { ...mailSettings(mail), ...movedClock(0) } })
    try {
      const plan = { from: 'request', first: 3, every: 3, most: 3 }
      await sql(server, 'update teams set reminder_plan = $1', [JSON.stringify(plan)])
      const integrator = await signInIntegrator(server.url, server.clientId)
      const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
      await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
      const email = 'hanako@example.jp'
      await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', email })
      expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
      await waitForNoJobs(server)
      const taken = () => mail.taken().filter(({ to }) => to[0] === email)
      expect(taken()).toHaveLength(1)

      await server.process().stop()
      await mail.stop()
      await server.restart(movedClock(3, 1))
      const job = async () =>
        (
          await rowsOf<{ attempts: number; hours: number; error: string | null }>(
            server,
            `select j.attempts, extract(epoch from j.run_at - now())::float8 / 3600 as hours, j.last_error as error
             from graphile_worker._private_jobs j where j.payload ->> 'documentId' = $1 and j.locked_at is null`,
            body.id,
          )
        )[0]
      await until('a try has failed', async () => ((await job())?.attempts ?? 0) > 0)

      // Ten in the evening; the mail server has come back.
      await server.process().stop()
      mail = await startSmtpServer('open', null, mail.port)
      const before = (await job())?.attempts
      await rowsOf(server, 'update graphile_worker._private_jobs set run_at = now()')
      await server.restart(movedClock(3, 10))
      await until('it waits', async () => (await job())?.error === 'nobody is reminded by night')
      const waits = await job()
      expect(waits?.attempts).toBe(before)
      expect(waits?.hours).toBeGreaterThan(9)
      expect(waits?.hours).toBeLessThan(12)
      expect(taken()).toEqual([])

      await server.process().stop()
      await rowsOf(server, 'update graphile_worker._private_jobs set run_at = now()')
      await server.restart(movedClock(3, 21))
      await until('it arrives', () => taken().length === 1)
      expect(part(taken()[0]?.content ?? '', 'text/plain')).toContain('覚書')
    } finally {
      await server.close()
      await mail.stop()
    }
  },
)
