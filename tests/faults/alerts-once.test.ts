/** Alerts are mailed on their day, once, however many servers look and whichever of them dies. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aiosmtpd,
  mailSettings,
  part,
  type SmtpServer,
  startSmtpServer,
} from '#tests/adapters/smtp-server.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { asServer } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

describe('on the day of their alerts', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  const others: ServerProcess[] = []
  let env: Record<string, string>
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    env = mailSettings(mail)
    server = await startTestServer({ env })
  })
  afterAll(async () => {
    for (const each of others) await each.stop().catch(() => undefined)
    await server?.close()
    await mail?.stop()
  })

  /** Another process on the same database that takes jobs. */
  async function another(): Promise<ServerProcess> {
    const given = asServer(server.databaseUrl)
    const started = await startProcess({
      dataDirectory: server.dataDirectory,
      databaseUrl: given.databaseUrl,
      command: ['dist/musubi.mjs', 'work'],
      env: { ...given.env, ...env, PUBLIC_URL: server.url },
    })
    others.push(started)
    return started
  }

  const messageIds = () =>
    mail.taken().map(({ content }) => /^Message-ID:\s*<([^>]*)>/m.exec(content)?.[1] ?? 'none')
  const remindersPerDocument = async () =>
    (
      await rowsOf<{ count: number }>(
        server,
        `select count(*)::int as count from audit where type = 'alert.due' group by document_id`,
      )
    ).map(({ count }) => count)

  test('senders get one mail for each alert, with its memo and a link to the document', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const count = 30
    const ids: string[] = []
    for (let at = 0; at < count; at++) {
      const { body } = await integrator.call('POST', '/documents', { title: `契約 ${at}` })
      await integrator.call('PUT', `/documents/${body.id}/alert`, {
        alert_at: '2099-03-31',
        memo: '更新するか決める',
        enabled: at === 0 ? 'false' : 'true',
      })
      ids.push(body.id)
    }
    expect(mail.taken()).toEqual([])
    await server.process().stop()
    // The newest day whose mails go out now, from nine in the morning on in Japan: 0:00 UTC.
    const day = new Date().toISOString().slice(0, 10)
    await sql(server, `update document_alerts set alert_at = $1, updated_at = now() - interval '2 days'`, [
      day,
    ])
    // One document that nobody can read holds up none behind it.
    const [, , spoilt] = ids
    await sql(
      server,
      `update documents set snapshot = jsonb_set(snapshot::jsonb, '{participants,0,email_sealed}', '"spoilt"') where id = $1`,
      [spoilt],
    )
    // All look at the same moment, and one dies of it.
    const [dying] = await Promise.all([another(), another(), server.restart()])
    await dying.kill()
    await until('every alert was told', async () => (await remindersPerDocument()).length === count - 2)
    await server.kill()
    await server.restart()
    await waitForNoJobs(server)
    await until('every mail arrived', () => new Set(messageIds()).size >= count - 2)
    expect(await remindersPerDocument()).toEqual(Array(count - 2).fill(1))
    // A death between a mail and the note that it was taken repeats it, under the same id.
    expect(new Set(messageIds()).size).toBe(count - 2)
    expect(new Set(mail.taken().flatMap(({ to }) => to))).toEqual(new Set([server.email]))
    const [, told = ''] = ids
    const texts = mail.taken().map(({ content }) => part(content, 'text/plain').replaceAll('\r\n', '\n'))
    const text = texts.find((each) => each.includes(`/console/documents/${told}\n`))
    expect(text).toContain('契約 1\n\nアラートのメモ\n　更新するか決める')
  })
})
