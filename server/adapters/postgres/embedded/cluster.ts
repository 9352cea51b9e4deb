import { spawn } from 'node:child_process'
import { chown, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresFailed } from './failure.ts'
import { type Identity, invocation, postgresEnvironment } from './identity.ts'

/** The superuser of an embedded cluster, who only sets it up, and the name of its one database. */
export const embeddedUser = 'musubi'
export const embeddedDatabase = 'musubi'

const unfinishedPrefix = 'postgres.new-'

/**
 * Whether `cluster` holds a database of the version of our programs; false when there is none yet.
 * @throws EmbeddedPostgresFailed when it holds something else.
 */
export async function clusterExists(cluster: string, programVersion: string): Promise<boolean> {
  const content = await readdir(cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] as string[]
    throw error
  })
  if (content.length === 0) return false
  if (!content.includes('PG_VERSION')) {
    throw new EmbeddedPostgresFailed(
      'not_a_database',
      `The directory ${cluster} holds files that are not a PostgreSQL database: move them away, or set MUSUBI_DATA to another directory.`,
    )
  }
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (version !== programVersion.split('.')[0]) {
    throw new EmbeddedPostgresFailed(
      'version_differs',
      `The database in ${cluster} was made by PostgreSQL ${version}, but the bundled PostgreSQL is ${programVersion}: start the version of Musubi that made it, or move its content with pg_dump.`,
    )
  }
  return true
}

/**
 * Makes the database files. They are made under another name and renamed when complete and on disk, so that an
 * interruption leaves nothing that looks like a database. When another process was faster, its database stays.
 */
export async function createCluster(cluster: string, identity: Identity): Promise<void> {
  const dataDir = dirname(cluster)
  await removeUnfinished(dataDir)
  const unfinished = await mkdtemp(join(dataDir, `${unfinishedPrefix}${process.pid}-`))
  try {
    if (identity.kind !== 'self') await chown(unfinished, identity.uid, identity.gid)
    await initdb(unfinished, cluster, identity)
    await rename(unfinished, cluster).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
    await syncDirectory(dataDir)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function initdb(directory: string, cluster: string, identity: Identity): Promise<void> {
  // The builtin C.UTF-8 sorts the same on every machine and knows upper and lower case of every letter. `trust` is
  // safe because only the owner of the socket directory (mode 0700) gets as far as connecting.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const options = ['-D', directory, '-U', embeddedUser, '--auth=trust', '--no-instructions', ...locale]
  const run = invocation(identity, identity.binaries.initdb, options)
  const { code, output } = await new Promise<{ code: number | null; output: string }>((settle, fail) => {
    const child = spawn(run.command, run.args, {
      ...run.options,
      cwd: '/',
      env: postgresEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', fail).once('close', (code) => settle({ code, output }))
  }).catch((cause: NodeJS.ErrnoException) => {
    throw new EmbeddedPostgresFailed(
      'binaries_unusable',
      `The bundled PostgreSQL cannot run on this system (${cause.code ?? cause.message}): set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    )
  })
  if (code === 0) return
  const reason = reasonIn(output) ?? `initdb ended with ${code ?? 'a signal'}`
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    throw new EmbeddedPostgresFailed(
      'disk_full',
      `The disk that holds ${cluster} is full: free some space, or set MUSUBI_DATA to a directory on another disk.`,
    )
  }
  throw new EmbeddedPostgresFailed(
    'initdb_failed',
    `PostgreSQL could not create its database in ${cluster} (${reason}): cure that and start again, or set DATABASE_URL to a PostgreSQL server of your own.`,
  )
}

/** The last line in which PostgreSQL or initdb said why it gave up, without time and process id. */
export function reasonIn(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => /(FATAL|PANIC|error|could not)\b/.test(line))
  const fatal = lines.filter((line) => /(FATAL|PANIC|error):/.test(line))
  return (fatal.at(-1) ?? lines.at(-1))?.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim()
}

/** What a start that was killed left behind; the one that another living process is making right now stays. */
async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(unfinishedPrefix)) continue
    const path = join(dataDir, name)
    const maker = Number.parseInt(name.slice(unfinishedPrefix.length), 10)
    const made = await stat(path).catch(() => null)
    // In a container every start may have the same process id: then its own start tells the old from the new.
    const inProgress =
      maker === process.pid ? (made?.birthtimeMs ?? 0) > performance.timeOrigin : isAlive(maker)
    if (!inProgress) await rm(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Whether a process with this id exists, be it ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
