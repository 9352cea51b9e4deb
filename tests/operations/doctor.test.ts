/** What `musubi doctor` finds, each fault for a real reason. */
import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '#server/adapters/postgres/migrations/all.ts'
import { aiosmtpd, startSmtpServer } from '#tests/adapters/smtp-server.ts'
import { anAuthority, issueSigner } from '#tests/support/certificate-maker.ts'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startExternalPostgres } from '#tests/support/external-postgres.ts'
import { startHostileSmsc } from '#tests/support/hostile-smsc.ts'
import { smallDisk } from '#tests/support/machine.ts'
import { needs } from '#tests/support/needs.ts'
import { debianPostgres } from '#tests/support/postgres-pair.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let settings: Record<string, string>
let directory: string
beforeAll(async () => {
  server = await startTestServer()
  settings = settingsOf(server)
})
afterAll(() => server?.close())
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-doctor-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

type Found = { check: string; result: string; says: string; cure: string | null }

/** What it finds with these variables beside those of the server that runs. */
async function examine(
  env: Record<string, string> = {},
  ...options: string[]
): Promise<{ code: number; found: Found[]; all: string }> {
  const { code, out, err } = await musubi(['doctor', '--json', ...options], { ...settings, ...env })
  expect(err).toBe('')
  return { code, found: JSON.parse(out), all: out }
}

/** The one finding that is not ok. */
async function trouble(env: Record<string, string>, ...options: string[]): Promise<Found & { code: number }> {
  const { code, found } = await examine(env, ...options)
  const [first, ...others] = found.filter(({ result }) => result !== 'ok')
  expect(others).toEqual([])
  return { code, ...(first ?? { check: 'none', result: 'ok', says: '', cure: '' }) }
}

test('where all is well every line is ok, and nothing secret is in them', async () => {
  const { code, found, all } = await examine()
  expect(found.filter(({ result }) => result !== 'ok')).toEqual([])
  expect(code).toBe(0)
  expect(new Set(found.map(({ check }) => check))).toEqual(
    new Set([
      'configuration',
      'data directory',
      'database',
      'database role',
      'migrations',
      'clock',
      'keys',
      'jobs',
      'archives',
      'evidence records',
      'audit chains',
      'storage',
      'signing',
      'timestamps',
      'validation data',
      'SMS gateway',
      'mail',
      'public URL',
      'PDF worker',
    ]),
  )
  const { client_id, password, keys, email } = JSON.parse(
    await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'),
  )
  for (const secret of [client_id, password, email, ...Object.values<string>(keys)]) {
    expect(all).not.toContain(secret)
  }
  const { out } = await musubi(['doctor'], settings)
  expect(out).toMatch(/^ok {4}configuration .*\n(ok {4}.*\n)+\n\d+ ok, 0 warn, 0 fail\n$/)
})

test('a misspelt variable is named with the nearest', async () => {
  expect(await trouble({ SMTP_STARTLS: 'never' })).toMatchObject({
    code: 0,
    result: 'warn',
    says: expect.stringContaining('SMTP_STARTTLS'),
  })
  expect(await trouble({ PORT: 'many' })).toMatchObject({ code: 1, check: 'configuration', result: 'fail' })
})

describe('the database', () => {
  test(
    'with a wrong password is told with the cure, and without the password',
    needs(debianPostgres),
    async () => {
      const postgres = await startExternalPostgres(debianPostgres.bin)
      try {
        await postgres.paste(`psql -qc "create role musubi login password 'right'"
        echo 'host all musubi 127.0.0.1/32 scram-sha-256' > "$(psql -Atc 'show hba_file')"
        echo 'host all postgres 127.0.0.1/32 trust' >> "$(psql -Atc 'show hba_file')"
        psql -qc 'select pg_reload_conf()'`)
        const url = `postgresql://musubi:wrong-and-secret@127.0.0.1:${postgres.port}/postgres`
        const { code, found, all } = await examine({ DATABASE_URL: url, DATABASE_MIGRATION_URL: '' })
        expect(code).toBe(1)
        expect(found.filter(({ result }) => result === 'fail')).toMatchObject([
          { check: 'database', says: expect.stringMatching(/the password is wrong.*DATABASE_URL/) },
        ])
        expect(all).not.toContain('wrong-and-secret')
        const right = `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`
        const asOwner = await examine({ DATABASE_URL: right, DATABASE_MIGRATION_URL: url })
        expect(asOwner.found.filter(({ result }) => result === 'fail')).toMatchObject([
          { check: 'database', says: expect.stringMatching(/ in DATABASE_MIGRATION_URL\.$/) },
        ])
        const elsewhere = {
          DATABASE_URL: right,
          DATABASE_MIGRATION_URL: right.replace(/postgres$/, 'template1'),
        }
        expect((await examine(elsewhere)).found.filter(({ result }) => result === 'fail')).toMatchObject([
          { check: 'database', says: expect.stringContaining('lead to different databases') },
        ])
      } finally {
        await postgres.close()
      }
    },
  )

  test('that lacks a migration is told which, and one of a newer release is a fault', async () => {
    const last = migrations.at(-1)?.name ?? ''
    const [row] = await rowsOf(server, 'delete from migrations where name = $1 returning *', last)
    try {
      const lacking = (await examine()).found.find(({ check }) => check === 'migrations')
      expect(lacking).toMatchObject({ result: 'warn', says: expect.stringContaining(last) })
      expect(lacking?.cure).toContain('musubi migrate')
      // The server's own role cannot do what would be the cure.
      const alone = (await examine({ DATABASE_MIGRATION_URL: '' })).found
      expect(alone.find(({ check }) => check === 'migrations')).toMatchObject({
        result: 'fail',
        cure: expect.stringContaining('DATABASE_MIGRATION_URL'),
      })
    } finally {
      await rowsOf(server, 'insert into migrations (name, checksum) values ($1, $2)', last, row?.checksum)
    }
    // The server that runs has noticed, too, and for a second more it says so.
    await until('it is ready', async () => (await fetch(`${server.url}/health/ready`)).status === 200)
    await rowsOf(server, `insert into migrations (name, checksum) values ('9999-newer', 'x')`)
    try {
      expect(await trouble({})).toMatchObject({ code: 1, check: 'migrations', result: 'fail' })
    } finally {
      await rowsOf(server, `delete from migrations where name = '9999-newer'`)
    }
  })

  test('of other keys is refused, and nothing is adopted by looking', async () => {
    const data = join(directory, 'other')
    await mkdir(data)
    const known = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
    const keys = { ...known.keys, hash: known.keys.data }
    await writeFile(join(data, 'evaluation.json'), JSON.stringify({ ...known, keys }), { mode: 0o600 })
    const checks = () => rowsOf(server, 'select * from key_checks order by 1, 2')
    const before = await checks()
    const { code, found } = await examine({ MUSUBI_DATA: data })
    expect(code).toBe(1)
    expect(found.find(({ check }) => check === 'keys')).toMatchObject({ result: 'fail' })
    expect(await checks()).toEqual(before)
  })

  test.each([
    ['3 seconds', { code: 0, result: 'warn' }],
    ['-3 seconds', { code: 0, result: 'warn' }],
    ['90 seconds', { code: 1, result: 'fail' }],
    ['-90 seconds', { code: 1, result: 'fail' }],
  ])('whose clock is off by %s is told, with the cure', async (off, found) => {
    const database = new URL(server.databaseUrl).pathname.slice(1)
    // A clock of its own: what this database calls clock_timestamp() before it looks among PostgreSQL's own functions.
    await rowsOf(server, 'create schema another_clock')
    try {
      await rowsOf(server, 'grant usage on schema another_clock to public')
      await rowsOf(
        server,
        `create function another_clock.clock_timestamp() returns timestamptz language sql
         as $$ select pg_catalog.clock_timestamp() + interval '${off}' $$`,
      )
      await rowsOf(server, `alter database "${database}" set search_path = another_clock, pg_catalog, public`)
      expect(await trouble({})).toMatchObject({ ...found, check: 'clock', cure: 'set both clocks by NTP' })
    } finally {
      await rowsOf(server, `alter database "${database}" reset search_path`)
      await rowsOf(server, 'drop schema another_clock cascade')
    }
  })

  test('with parked jobs, or jobs that nobody takes, is told with the command that helps', async () => {
    await rowsOf(
      server,
      `select graphile_worker.add_job('unknown', run_at => now() - interval '1 minute', max_attempts => 1)`,
    )
    try {
      expect(await trouble({})).toMatchObject({
        code: 0,
        check: 'jobs',
        result: 'warn',
        cure: expect.stringContaining('musubi work'),
      })
      await rowsOf(server, 'update graphile_worker._private_jobs set attempts = max_attempts')
      expect(await trouble({})).toMatchObject({ check: 'jobs', cure: expect.stringContaining('jobs retry') })
    } finally {
      await rowsOf(server, 'delete from graphile_worker._private_jobs')
    }
  })
})

describe('what lies outside', () => {
  test('a time-stamping authority that is down, lies, or is not the named one', async () => {
    expect(
      await trouble({ TSA_URL: 'http://127.0.0.1:9/tsa', TSA_CERTIFICATE: (await authority()).root }),
    ).toMatchObject({
      code: 1,
      check: 'timestamps',
      result: 'fail',
      cure: expect.stringContaining('TSA_URL'),
    })
    const { made, root } = await authority()
    const tsa = await startTimestampServer({ authority: made })
    try {
      const named = { TSA_URL: tsa.url, TSA_CERTIFICATE: root }
      const { code, found } = await examine(named)
      expect(code).toBe(0)
      expect(found.find(({ check }) => check === 'timestamps')?.says).toContain('the stamp verifies')
      tsa.behave('wrong_imprint')
      expect(await trouble(named)).toMatchObject({ code: 1, check: 'timestamps', result: 'fail' })
      tsa.behave('good')
      const other = { ...named, TSA_CERTIFICATE: (await authority()).root }
      expect(await trouble(other)).toMatchObject({ cure: expect.stringContaining('TSA_CERTIFICATE') })
    } finally {
      await tsa.close()
    }
  })

  async function authority() {
    const made = anAuthority()
    return { made, root: made.rootPem }
  }

  test(
    'a mail server that is down, one that is there, and one that knows another password',
    needs(aiosmtpd),
    async () => {
      const mail = { MAIL_FROM: 'musubi@example.jp', SMTP_STARTTLS: 'never' }
      expect(await trouble({ ...mail, SMTP_URL: 'smtp://127.0.0.1:9' })).toMatchObject({
        code: 1,
        check: 'mail',
        result: 'fail',
        says: '127.0.0.1:9: connection_failed.',
        cure: expect.stringContaining('SMTP_URL'),
      })
      const smtp = await startSmtpServer('auth')
      const as = (password: string) => ({
        ...mail,
        SMTP_URL: `smtp://musubi:${encodeURIComponent(password)}@127.0.0.1:${smtp.port}`,
      })
      try {
        expect((await examine(as('p@ss:w/rd'))).code).toBe(0)
        const refused = await trouble(as('another'))
        expect(refused).toMatchObject({ check: 'mail', cure: expect.stringContaining('password') })
        expect(JSON.stringify(refused)).not.toContain('another')
      } finally {
        await smtp.stop()
      }
    },
  )

  test('an SMS gateway that is down; --sms sends one text', async () => {
    const kannel = {
      SMS_GATEWAY: 'kannel',
      SMS_KANNEL_URL: 'http://127.0.0.1:9/cgi-bin/sendsms',
      SMS_KANNEL_USERNAME: 'u',
      SMS_KANNEL_PASSWORD: 'not-in-the-output',
    }
    const { found, all } = await examine(kannel)
    expect(found.filter(({ result }) => result !== 'ok')).toMatchObject([
      { check: 'SMS gateway', result: 'fail', says: '127.0.0.1:9 is not reached (ECONNREFUSED).' },
    ])
    expect(all).not.toContain('not-in-the-output')
    const asked = await examine(kannel, '--sms', '090-1111-2222')
    expect(asked.found.find(({ check }) => check === 'SMS')).toMatchObject({
      result: 'fail',
      says: 'The gateway answered: connection_refused.',
      cure: expect.stringContaining('SMS_KANNEL_URL'),
    })
    const second = Object.entries(kannel).map(([name, value]) => [name.replace('SMS_', 'SMS_SECOND_'), value])
    const two = await examine({ ...kannel, ...Object.fromEntries(second) }, '--sms', '090-1111-2222')
    expect(two.found.find(({ check }) => check === 'second SMS gateway')).toMatchObject({ result: 'fail' })
    expect(two.found.find(({ check }) => check === 'second SMS')).toMatchObject({
      result: 'fail',
      cure: expect.stringContaining('check SMS_SECOND_KANNEL_URL'),
    })
    const before = (await server.sms()).length
    const sent = await examine({}, '--sms', '090-1111-2222')
    expect(sent.found.find(({ check }) => check === 'SMS')).toMatchObject({ result: 'ok' })
    expect(await server.sms()).toHaveLength(before + 1)
    expect(sent.all).not.toMatch(/1111.?2222/)
    expect(await musubi(['doctor', '--sms', 'nobody'], settings)).toMatchObject({ code: 2 })
  })

  test('an SMPP centre that lets us in, one that does not, and one that is down', async () => {
    const smsc = await startHostileSmsc()
    const smpp = (port: number) => ({
      SMS_GATEWAY: 'smpp',
      SMS_SMPP_URL: `smpp://127.0.0.1:${port}`,
      SMS_SMPP_USERNAME: 'u',
      SMS_SMPP_PASSWORD: 'not-in-the-output',
    })
    try {
      const sent = await examine(smpp(smsc.port), '--sms', '090-1111-2222')
      expect(sent.found.find(({ check }) => check === 'SMS gateway')).toMatchObject({ result: 'ok' })
      expect(sent.found.find(({ check }) => check === 'SMS')).toMatchObject({ result: 'ok' })
      expect(sent.all).not.toMatch(/1111.?2222|not-in-the-output/)
      smsc.onBind = (line, pdu) => line.answer(pdu, 0x0e)
      expect(await trouble(smpp(smsc.port))).toMatchObject({
        check: 'SMS gateway',
        says: expect.stringContaining('smpp_bind_0x0e'),
        cure: expect.stringContaining('SMS_SMPP_PASSWORD'),
      })
    } finally {
      smsc.close()
    }
    expect(await trouble(smpp(9))).toMatchObject({ says: '127.0.0.1:9: connection_refused.' })
  })

  test('an address under which nobody, or somebody else, answers', async () => {
    expect(await trouble({ PUBLIC_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 0,
      check: 'public URL',
      result: 'warn',
    })
    const tsa = await startTimestampServer({ authority: (await authority()).made })
    tsa.behave('html')
    try {
      expect(await trouble({ PUBLIC_URL: new URL(tsa.url).origin })).toMatchObject({
        code: 1,
        check: 'public URL',
        result: 'fail',
      })
    } finally {
      await tsa.close()
    }
  })
})

describe('what lies here', () => {
  test('a signing certificate that has ended, one that ends soon, and a key that is not its own', async () => {
    const day = 86_400_000
    const from = new Date(Date.now() - 300 * day)
    const given = ({ keyPem, chainPem }: { keyPem: string; chainPem: string }) => ({
      SIGNING_KEY: keyPem,
      SIGNING_CERTIFICATE: chainPem,
      OPERATOR_NAME: '運営',
      SIGNATURE_LEVEL: 'B-T',
    })
    const ended = issueSigner({ from, until: new Date(Date.now() - day) })
    expect(await trouble(given(ended))).toMatchObject({
      code: 1,
      check: 'signing',
      result: 'fail',
      says: expect.stringMatching(/certificate.* ended on/),
    })
    const soon = issueSigner({ from, until: new Date(Date.now() + 20 * day) })
    expect(await trouble(given(soon))).toMatchObject({ code: 0, check: 'signing', result: 'warn' })
    const mixed = { keyPem: ended.keyPem, chainPem: soon.chainPem }
    expect(await trouble(given(mixed))).toMatchObject({ code: 1, check: 'signing', result: 'fail' })
  })

  test('a storage that is full, and one that is read only', needs(smallDisk), async () => {
    const files = join(directory, 'files')
    await mkdir(files)
    await copyFile(join(server.dataDirectory, 'evaluation.json'), join(directory, 'evaluation.json'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', files])
    try {
      execFileSync('dd', ['if=/dev/zero', `of=${join(files, 'filler')}`, 'bs=4k'], { stdio: 'ignore' })
    } catch {
      // It ends when the disk is full.
    }
    const storage = async () =>
      (await examine({ MUSUBI_DATA: directory })).found.find(({ check }) => check === 'storage')
    try {
      expect(await storage()).toMatchObject({ result: 'fail', says: expect.stringContaining('is full') })
      await rm(join(files, 'filler'))
      execFileSync('mount', ['-o', 'remount,ro', files])
      expect(await storage()).toMatchObject({
        result: 'fail',
        says: expect.stringContaining('cannot be written'),
      })
    } finally {
      execFileSync('umount', [files])
    }
  })
})
