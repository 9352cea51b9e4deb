/** Alerts, and the days of agreements, are mailed on their day, once, however many servers look and whichever of them dies. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daysToMail } from '#domain/mail-day.ts'
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
import { addColleague } from '../console/console-visitor.ts'
import { aCaller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'

describe('on the day', needs(aiosmtpd), () => {
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

  /** The newest day whose mails go out now, and one that is to come. */
  const today = () => new Date().toISOString().slice(0, 10)
  const later = '2099-03-31'
  const toldOf = async (type: string) =>
    rowsOf<{ id: string }>(server, 'select document_id as id from audit where type = $1 order by 1', type)

  test('of agreements the sender and colleagues who are informed hear once, and of what is cancelled nobody', async () => {
    await addColleague(server, 'houmu@example.jp', 'a password of theirs')
    await sql(server, `update members set mails_off = '{notice_end}' where email = $1`, [server.email])
    const sender = await aCaller(server.url, server.clientId)
    const made = async (title: string, status: string, attribute: Record<string, string | null>) => {
      const { body } = await sender.call('POST', '/documents', { form: { title } })
      const path = `/documents/${body.id}`
      for (const email of ['houmu@example.jp', 'outside@example.com'])
        expect(
          (await sender.call('POST', `${path}/reportees`, { form: { email, name: '共有 先' } })).status,
        ).toBe(200)
      expect((await sender.call('PUT', `${path}/attribute`, { json: attribute })).status).toBe(200)
      await sql(
        server,
        `update documents set snapshot = jsonb_set(jsonb_set(snapshot::jsonb, '{status}', to_jsonb($2::text)), '{concluded_at}', '"2026-06-01T03:00:00Z"') where id = $1`,
        [body.id, status],
      )
      return { id: body.id as string, path }
    }
    const days = { validity_end_at: later, validity_end_notice_at: later }
    const count = 10
    const kept: { id: string; path: string }[] = []
    for (let n = 0; n < count; n++) kept.push(await made(`賃貸借 ${n}`, 'concluded', days))
    await made('取り消した契約', 'cancelled', days)
    await made('送っていない契約', 'draft', days)
    const before = mail.taken().length
    await server.process().stop()
    await sql(
      server,
      `update document_attributes set validity_end_at = $1, validity_end_notice_at = $1, updated_at = now() - interval '2 days'`,
      [today()],
    )
    const [dying] = await Promise.all([another(), another(), server.restart()])
    await dying.kill()
    await until('every day was told', async () => (await toldOf('contract_end.due')).length >= count)
    await server.kill()
    await server.restart()
    await waitForNoJobs(server)
    // To the sender one of two, who does without the other; to the colleague both.
    const taken = () => mail.taken().slice(before)
    const mails = () => new Set(taken().map(({ content }) => /^Message-ID:\s*<([^>]*)>/m.exec(content)?.[1]))
    await until('every mail arrived', () => mails().size >= 3 * count)
    const ids = kept.map(({ id }) => id).sort()
    for (const type of ['contract_end.due', 'notice_end.due'])
      expect((await toldOf(type)).map(({ id }) => id)).toEqual(ids)
    expect(mails().size).toBe(3 * count)
    const to = (address: string) => taken().filter((each) => each.to.includes(address))
    expect(new Set(taken().flatMap((each) => each.to))).toEqual(new Set([server.email, 'houmu@example.jp']))
    const subjects = to(server.email).map(({ content }) => part(content, 'text/plain'))
    expect(subjects.every((text) => text.includes('契約期間の終了日（'))).toBe(true)
    expect(subjects.some((text) => text.includes(`/console/documents/${ids[0]}`))).toBe(true)
    // What a colleague may not open has no link for them.
    expect(to('houmu@example.jp').some(({ content }) => content.includes('/console/documents/'))).toBe(false)
    expect(to('houmu@example.jp')[0]?.content).toMatch(/^List-Unsubscribe:/m)

    // Corrected to another day and back, it is the day that was told.
    const [first] = kept
    for (const day of [later, null, today()])
      expect(
        (await sender.call('PUT', `${first?.path}/attribute`, { json: { validity_end_at: day } })).status,
      ).toBe(200)
    await server.process().stop()
    await server.restart()
    await another()
    await waitForNoJobs(server)
    expect((await toldOf('contract_end.due')).length).toBe(count)
  }, 120_000)

  test('mornings are those of the team’s time zone', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    // Where it is latest and where it is earliest a day begins 25 hours apart.
    const [late, early] = ['Pacific/Pago_Pago', 'Pacific/Kiritimati']
    const dayIn = (zone: string) => daysToMail({ now: new Date(), zone }).last
    const alertOn = async (title: string) => {
      const { body } = await integrator.call('POST', '/documents', { title })
      const alert = { alert_at: later, memo: '', enabled: 'true' }
      await integrator.call('PUT', `/documents/${body.id}/alert`, alert)
      return body.id as string
    }
    const [there, here] = [await alertOn('まだ来ない朝'), await alertOn('もう来た朝')]
    await server.process().stop()
    const moved = `update document_alerts set alert_at = $1, updated_at = now() - interval '4 days' where document_id = $2`
    await sql(server, moved, [dayIn(early), there])
    await sql(server, moved, [dayIn(late), here])
    await sql(server, 'update teams set time_zone = $1', [late])
    const told = async (id: string) => (await toldOf('alert.due')).some((each) => each.id === id)
    await server.restart()
    await until('the one is told', () => told(here))
    expect(await told(there)).toBe(false)
    await sql(server, 'update teams set time_zone = $1', [early])
    await another()
    await until('so is the other', () => told(there))
  }, 120_000)
})
