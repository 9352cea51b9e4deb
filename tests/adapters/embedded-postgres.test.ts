import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { EmbeddedPostgresFailed } from '#server/adapters/postgres/embedded/failure.ts'
import { asRoot } from '#tests/support/machine.ts'
import { needs } from '#tests/support/needs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const nobody = 65534
const launcher = new URL('../../server/adapters/postgres/embedded/embedded-postgres.ts', import.meta.url).href

let workDir: string
let dataDir: string
let started: EmbeddedPostgres[]
let processes: ChildProcess[]

beforeEach(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'musubi-test-'))
  dataDir = join(workDir, 'data')
  started = []
  processes = []
})

afterEach(async () => {
  await Promise.all(started.map((database) => database.stop()))
  for (const child of processes) child.kill('SIGKILL')
  const left = await postmasterPid()
  if (left !== null && (await commandLine(left)).includes(dataDir)) process.kill(left, 'SIGKILL')
  for (const database of started)
    await rm(socketDirectoryOf(database.administratorUrl), { recursive: true, force: true })
  await rm(workDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

test('the first start makes a database that answers', async () => {
  const database = await start()
  expect(await query(database.administratorUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await query(database.administratorUrl, 'show server_encoding')).toEqual([
    { server_encoding: 'UTF8' },
  ])
})

test('only the owner of the socket directory can reach the database', async () => {
  const database = await start()
  expect((await stat(socketDirectoryOf(database.administratorUrl))).mode & 0o777).toBe(0o700)
  expect(await query(database.administratorUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  expect(await query(database.administratorUrl, 'show ssl')).toEqual([{ ssl: 'off' }])
})

test('the log holds neither statements nor values', async () => {
  const database = await start()
  await query(database.administratorUrl, 'create table phone (number text primary key)')
  const insert = "insert into phone values ('+819012345678')"
  await query(database.administratorUrl, insert)
  await expect(query(database.administratorUrl, insert)).rejects.toMatchObject({ code: '23505' })
  expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('819012345678')
})

test('the second start keeps the data', async () => {
  const first = await start()
  await writeRow(first.administratorUrl)
  await first.stop()
  await first.stop()
  expect(await postmasterPid()).toBeNull()
  await expectRow((await start()).administratorUrl)
})

test('a PostgreSQL left running by a killed server is used again', async () => {
  const { child, url } = await startInProcess()
  await writeRow(url)
  await kill(child)
  const left = await postmasterPid()
  expect(left).not.toBeNull()

  const database = await start()
  await expectRow(database.administratorUrl)
  expect(await postmasterPid()).toBe(left)
  await database.stop()
  expect(await postmasterPid()).toBeNull()
})

test('after server and PostgreSQL are killed the next start has every committed row', async () => {
  const { child, url } = await startInProcess()
  await writeRow(url)
  const pid = await postmasterPid()
  await kill(child)
  process.kill(pid as number, 'SIGKILL')
  await expectRow((await start()).administratorUrl)
})

test('two servers that start at once on an empty directory share one PostgreSQL', async () => {
  const [one, other] = await Promise.all([startInProcess(), startInProcess()])
  expect(other.url).toBe(one.url)
  await writeRow(one.url)
  await expectRow(other.url)
  expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.'))).toEqual(['postgres.log'])
  await (await start()).stop()
  expect(await postmasterPid()).toBeNull()
})

test('a first start that was killed half-way leaves nothing in the way of the next', async () => {
  const child = launchProcess(dataDir)
  const half = await waitFor(async () => {
    const names = await readdir(dataDir).catch(() => [])
    const name = names.find((found) => found.startsWith('postgres.new-'))
    const content = name === undefined ? [] : await readdir(join(dataDir, name))
    return content.includes('PG_VERSION') ? name : undefined
  })
  await kill(child)
  await killWhoeverUses(join(dataDir, half))
  expect(await readdir(dataDir)).toContain(half)

  const database = await start()
  await writeRow(database.administratorUrl)
  expect(await readdir(dataDir)).not.toContain(half)
})

test('a lock file whose process number now belongs to a stranger does not prevent the start', async () => {
  const first = await start()
  await writeRow(first.administratorUrl)
  const lock = join(dataDir, 'postgres', 'postmaster.pid')
  const lines = (await readFile(lock, 'utf8')).split('\n')
  await first.stop()
  const stranger = spawn('sleep', ['600'])
  processes.push(stranger)
  const stale = [stranger.pid, ...lines.slice(1)].join('\n')
  await writeFile(lock, stale, { mode: 0o600 })
  await writeFile(join(socketDirectoryOf(first.administratorUrl), '.s.PGSQL.5432.lock'), stale, {
    mode: 0o600,
  })

  await expectRow((await start()).administratorUrl)
  expect(stranger.exitCode).toBeNull()
})

test('a PostgreSQL whose socket was swept away is started again', async () => {
  const { child, url } = await startInProcess()
  await writeRow(url)
  await kill(child)
  await rm(socketDirectoryOf(url), { recursive: true })
  await expectRow((await start()).administratorUrl)
})

test('a place that cannot be a directory is told in one sentence', async () => {
  await writeFile(join(workDir, 'file'), '')
  const failure = await failureOf(startEmbeddedPostgres(join(workDir, 'file', 'data')))
  expect(failure.problem).toBe('directory_unusable')
  expect(failure.message).toContain(join(workDir, 'file', 'data'))
  expect(failure.message).toContain('MUSUBI_DATA')
  expect(failure.message).not.toContain('\n')
})

test('a directory without write permission is told in one sentence', needs(asRoot), async () => {
  await chmod(workDir, 0o755)
  await mkdir(dataDir, { mode: 0o755 })
  const child = launchProcess(dataDir, { uid: nobody, gid: nobody })
  expect(await firstLine(child)).toMatch(/^directory_unusable .*MUSUBI_DATA/)
})

test('a server that is not root starts and stops a PostgreSQL of its own', needs(asRoot), async () => {
  await chmod(workDir, 0o755)
  await mkdir(dataDir, { mode: 0o700 })
  await chown(dataDir, nobody, nobody)
  const { child, url } = await startInProcess({ uid: nobody, gid: nobody })
  await writeRow(url)
  expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody)
  child.kill('SIGTERM')
  await once(child, 'exit')
  expect(await postmasterPid()).toBeNull()
  // Started by root later, it still runs as its owner.
  await expectRow((await start()).administratorUrl)
  expect((await stat(join(dataDir, 'postgres', 'postmaster.pid'))).uid).toBe(nobody)
})

test.each([
  ['in an open directory', 0o755],
  ['below a directory that is closed to that user', 0o700],
])('a database that belongs to another user is run as that user, %s', needs(asRoot), async (_where, mode) => {
  const first = await start()
  await writeRow(first.administratorUrl)
  await first.stop()
  await chmod(workDir, mode)
  const cluster = join(dataDir, 'postgres')
  for (const entry of await readdir(cluster, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), nobody, nobody)
  }
  await chown(cluster, nobody, nobody)

  await expectRow((await start()).administratorUrl)
  const status = await readFile(`/proc/${await postmasterPid()}/status`, 'utf8')
  expect(status).toMatch(new RegExp(`^Uid:\\s+${nobody}\\s`, 'm'))
})

test('a socket directory made by somebody else is refused', needs(asRoot), async () => {
  const first = await start()
  await first.stop()
  await chown(socketDirectoryOf(first.administratorUrl), 12345, 12345)
  expect((await failureOf(start())).problem).toBe('socket_directory_foreign')
})

test('a directory with something else in it is left alone', async () => {
  await mkdir(join(dataDir, 'postgres'), { recursive: true })
  await writeFile(join(dataDir, 'postgres', 'letter.txt'), 'dear')
  expect((await failureOf(start())).problem).toBe('not_a_database')
  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['letter.txt'])
})

test('a damaged database is told in one sentence, and nothing keeps running', async () => {
  const first = await start()
  await first.stop()
  await rm(join(dataDir, 'postgres', 'global', 'pg_control'))
  const failure = await failureOf(start())
  expect(failure.problem).toBe('start_failed')
  expect(failure.message).toContain('pg_control')
  expect(await postmasterPid()).toBeNull()
})

async function start(): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres(dataDir)
  started.push(database)
  return database
}

/** A server of its own that starts PostgreSQL, prints `ready <url>` or `<problem> <message>`, and stops it on SIGTERM. */
function launchProcess(directory: string, options: { uid?: number; gid?: number } = {}): ChildProcess {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(launcher)})
    try {
      const database = await startEmbeddedPostgres(process.argv[1])
      process.once('SIGTERM', () => database.stop().then(() => process.exit(0)))
      console.log('ready ' + database.administratorUrl)
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.problem + ' ' + error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, directory], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  processes.push(child)
  return child
}

async function startInProcess(options: { uid?: number; gid?: number } = {}) {
  const child = launchProcess(dataDir, options)
  const line = await firstLine(child)
  expect(line).toMatch(/^ready /)
  return { child, url: line.slice('ready '.length) }
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += chunk
    if (text.includes('\n')) break
  }
  return text.split('\n')[0] ?? ''
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function writeRow(url: string): Promise<void> {
  await query(url, "create table kept (word text); insert into kept values ('結び')")
}

async function expectRow(url: string): Promise<void> {
  expect(await query(url, 'select word from kept')).toEqual([{ word: '結び' }])
}

async function failureOf(start: Promise<unknown>): Promise<EmbeddedPostgresFailed> {
  const error = await start.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(EmbeddedPostgresFailed)
  return error as EmbeddedPostgresFailed
}

async function postmasterPid(): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null)
  return text === null ? null : Number.parseInt(text, 10)
}

async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
}

async function killWhoeverUses(directory: string): Promise<void> {
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name) && (await commandLine(Number(name))).includes(directory)) {
      process.kill(Number(name), 'SIGKILL')
    }
  }
}

function socketDirectoryOf(url: string): string {
  return new URL(url).searchParams.get('host') as string
}

async function waitFor<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await delay(5)
  }
}
