/** What an operator does by commands, beside a server that runs. */
import { access, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrations } from '#server/adapters/postgres/migrations/all.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { expectConcludedOnce, rowsOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startProcess } from '#tests/support/process.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf } from '#tests/support/team-events.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let settings: Record<string, string>
beforeAll(async () => {
  server = await startTestServer()
  settings = settingsOf(server)
})
afterAll(() => server?.close())

const run = (...words: string[]) => musubi(words, settings)

describe('the command line', () => {
  test('names every command, and each says in two languages how it is used', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    const commands = [...out.matchAll(/^ {2}([a-z]+(?: [a-z-]+)?)/gm)].map(([, words = '']) => words.trim())
    expect(commands).toEqual(
      expect.arrayContaining([
        'start',
        'serve',
        'work',
        'migrate',
        'jobs list',
        'admin invite',
        'admin reset',
        'admin reset-factor',
        'admin open-console',
      ]),
    )
    const asked = commands.map(async (command) => {
      const help = await run(...command.split(' '), '--help')
      expect({ command, code: help.code }).toEqual({ command, code: 0 })
      expect(help.out).toMatch(/^.*[ぁ-ん].*。\n[A-Z].*\.$/m)
    })
    await Promise.all(asked)
  })

  test('refuses what it does not know with 2, and names it', async () => {
    const said = async (...words: string[]) => {
      const { code, out, err } = await run(...words)
      expect({ words, code, out }).toEqual({ words, code: 2, out: '' })
      return err
    }
    expect(await said('job')).toBe('job is no command of musubi. See musubi --help.\n')
    expect(await said('jobs', 'remove')).toContain(
      'There is jobs list and jobs retry and jobs off and jobs on.',
    )
    expect(await said('jobs', 'list', '--parkd')).toContain("'--parkd'")
    expect(await said('jobs', 'list', '--limit', '0')).toContain('--limit')
    expect(await said('jobs', 'retry')).toContain('--all-parked')
    expect(await said('jobs', 'retry', '1', '--all-parked')).toContain('--all-parked')
    expect(await said('jobs', 'retry', "1'")).toContain('is no id of a job')
    expect(await said('admin', 'reset')).toContain('EMAIL')
  })
})

describe('musubi migrate', () => {
  const check = () => run('migrate', '--check', '--json')
  const state = async () => {
    const { code, out } = await check()
    return { code, ...JSON.parse(out) }
  }

  test('has nothing to do where a server of this release has run', async () => {
    expect(await state()).toMatchObject({ code: 0, state: 'up_to_date', migrations: [] })
  })

  test('names what is to come with 3 and does it; other commands refuse until then', async () => {
    const last = migrations.at(-1)?.name ?? ''
    const [row] = await rowsOf(server, 'delete from migrations where name = $1 returning *', last)
    expect(await state()).toMatchObject({ code: 3, state: 'pending', migrations: [last] })
    const refused = await run('jobs', 'list')
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('musubi migrate')
    await rowsOf(server, 'insert into migrations (name, checksum) values ($1, $2)', row?.name, row?.checksum)
    expect(await run('migrate')).toMatchObject({ code: 0, out: 'Nothing was to be migrated.\n' })
  })

  test('refuses a schema of a newer release or another build with 4', async () => {
    await rowsOf(server, `insert into migrations (name, checksum) values ('9999-of-a-newer-release', 'x')`)
    expect(await state()).toMatchObject({ code: 4, state: 'refused' })
    const migrated = await run('migrate')
    expect(migrated).toMatchObject({ code: 4 })
    expect(migrated.out).toContain('9999-of-a-newer-release')
    await rowsOf(server, `delete from migrations where name like '9999%'`)
    await rowsOf(server, `update migrations set checksum = 'x' || checksum where name = '0004-snapshots'`)
    expect((await state()).sentence).toContain('0004-snapshots')
    await rowsOf(server, `update migrations set checksum = substr(checksum, 2) where name = '0004-snapshots'`)
    expect((await check()).code).toBe(0)
  })

  test('makes the embedded database of a machine where nothing has run yet, and leaves nothing running', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'musubi-migrate-'))
    const env = { MUSUBI_DATA: directory }
    try {
      const missing = await musubi(['jobs', 'list'], env)
      expect(missing).toMatchObject({ code: 1 })
      expect(missing.err).toContain('There is no database in')
      expect(await musubi(['migrate'], env)).toMatchObject({ code: 0 })
      expect(await musubi(['jobs', 'list', '--json'], env)).toMatchObject({ code: 0, out: '[]\n' })
      await expect(access(join(directory, 'postgres/postmaster.pid'))).rejects.toThrow('ENOENT')
      // Beside a server it is the server's, and stays.
      const running = await startProcess({ dataDirectory: directory })
      expect(await musubi(['jobs', 'list', '--json'], env)).toMatchObject({ code: 0 })
      expect((await fetch(`${running.url}/health/ready`)).status).toBe(200)
      await running.stop()
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  })
})

describe('musubi jobs', () => {
  type Listed = { id: string; job: string; state: string; last_error: string; document_id: string }
  const listed = async (...options: string[]): Promise<Listed[]> =>
    JSON.parse((await run('jobs', 'list', '--json', ...options)).out)

  test('a parked job is listed with its reason; tried again, it concludes the agreement', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const button = await standAtTheButton({ server, integrator })
    const { documentId } = button.sent
    await until('nothing is left to do', async () => (await listed()).length === 0)
    const files = join(server.dataDirectory, 'files/documents', documentId)
    await rename(files, `${files}-aside`)
    try {
      await button.press()
      await until('the seal failed', async () => (await listed()).some((each) => each.last_error !== null))
      // As after the last of its tries.
      await until('it is parked', async () => {
        const rows = await rowsOf(
          server,
          `update graphile_worker._private_jobs set attempts = max_attempts where locked_at is null returning id`,
        )
        return rows.length === 1
      })
    } finally {
      await rename(`${files}-aside`, files)
    }
    const [job, ...others] = await listed('--parked')
    expect(others).toEqual([])
    expect(job).toMatchObject({ job: 'sign-act', state: 'parked', document_id: documentId })
    const table = await run('jobs', 'list')
    expect(table.out).toMatch(/^ID .*LAST ERROR\n\d+ +sign-act +parked /)
    expect(await run('jobs', 'retry', '999999999')).toMatchObject({ code: 1 })
    const retried = await run('jobs', 'retry', job?.id ?? '', '--json')
    expect({ code: retried.code, ...JSON.parse(retried.out) }).toEqual({
      code: 0,
      retried: [job?.id],
      not_found: [],
    })
    await waitForStatus(button.sent, 2)
    await expectConcludedOnce(server, button.sent)
    expect(await run('jobs', 'retry', '--all-parked')).toMatchObject({
      code: 0,
      out: 'No job is tried again.\n',
    })
  })
})

describe('musubi admin', () => {
  /** Opens the printed link and chooses a password there. */
  async function choose(url: string, password: string): Promise<void> {
    const browser = openBrowser(server.url)
    await browser.get(url)
    const { html } = await browser.post(new URL(url).pathname, { password, again: password })
    expect(html).toContain('パスワードを設定しました')
  }

  const linkIn = (out: string) => /^http:\S+\/console\/invitations\/[\w-]{43}$/m.exec(out)?.[0] ?? ''

  test('reset: the sessions end, the printed link gives a new password once, and it signs in', async () => {
    const before = await enterConsole(server, server.email, server.password)
    const { code, out } = await run('admin', 'reset', server.email.toUpperCase())
    expect(code).toBe(0)
    expect((await before.get('/console/documents')).url).toContain('/console/sign-in')
    await enterConsole(server, server.email, server.password)
    await choose(linkIn(out), 'a new password of theirs')
    await expect(enterConsole(server, server.email, server.password)).rejects.toThrow('not signed in')
    await enterConsole(server, server.email, 'a new password of theirs')
    const again = openBrowser(server.url)
    expect((await again.get(linkIn(out))).html).not.toContain('name="password"')
    expect(server.process().output()).not.toContain(linkIn(out).slice(-43))
    const [me] = await rowsOf<{ id: string; team_id: string }>(server, 'select id, team_id from members')
    const recorded = (await eventsOf(server, me?.team_id ?? '')).filter(({ type }) =>
      type.startsWith('member.'),
    )
    expect(recorded).toMatchObject([
      // With whom the team began.
      { type: 'member.added', actor: 'system', memberId: me?.id },
      { type: 'member.access_reset', actor: 'system', memberId: me?.id },
      { type: 'member.password_changed', actor: `member:${me?.id}:console`, memberId: me?.id },
    ])
  })

  test('invite: a new administrator chooses a password and administrates', async () => {
    const { code, out } = await run('admin', 'invite', 'new@example.jp', '--name', '新 管理', '--json')
    expect(code).toBe(0)
    await choose(JSON.parse(out).url, 'a password of the new one')
    const browser = await enterConsole(server, 'new@example.jp', 'a password of the new one')
    expect((await browser.get('/console/members')).html).toContain('新 管理')
    const [team] = await rowsOf<{ id: string }>(server, 'select id from teams')
    const recorded = (await eventsOf(server, team?.id ?? '')).filter(({ type }) => type.startsWith('member.'))
    // The team's first member, the reset before, and this; all by the operator, who is no member.
    expect(recorded.filter(({ actor }) => actor === 'system').map(({ type }) => type)).toEqual([
      'member.added',
      'member.access_reset',
      'member.added',
      'member.invited',
    ])
  })

  test('says why not, and the cure: unknown, no administrator, taken, malformed, disabled', async () => {
    const said = async (...words: string[]) => {
      const { code, out, err } = await run('admin', ...words)
      expect({ words, code, out }).toEqual({ words, code: 1, out: '' })
      return err
    }
    expect(await said('reset', 'nobody@example.jp')).toContain('musubi admin invite')
    expect(await said('invite', server.email)).toContain('musubi admin reset')
    expect(await said('invite', 'no address')).toContain('no mail address')
    expect(await said('invite', 'x@example.jp', '--team', 'none')).toContain('There is no team none')
    await rowsOf(server, `update members set team_administrator = false where email = 'new@example.jp'`)
    expect(await said('reset', 'new@example.jp')).toContain('administrates no team')
    await rowsOf(server, `update members set disabled_at = now() where email = 'new@example.jp'`)
    expect(await said('reset', 'new@example.jp')).toContain('disabled')
  })
})
