import { spawn } from 'node:child_process'
import { chown, lchown, mkdir, mkdtemp, open, readdir, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { copyBinaries, type PostgresBinaries } from './binaries.ts'
import { EmbeddedPostgresFailed } from './failure.ts'

/**
 * As whom PostgreSQL runs, for it refuses to run as root.
 * - `self`: we are not root, it runs as we do.
 * - `namespace`: in a user namespace without a mapping; there it is nobody, while its files stay root's own.
 * - `user`: as another user, who owns the database directory.
 * - `user_passing`: the same, with the capability to pass through directories that are closed to that user (/root).
 */
export type Identity = {
  kind: 'self' | 'namespace' | 'user' | 'user_passing'
  /** Owner of the files, as seen from here. */
  uid: number
  gid: number
  binaries: PostgresBinaries
}

/** A command with its arguments and spawn options. */
export type Invocation = { command: string; args: string[]; options: { uid?: number; gid?: number } }

/** The whole environment of PostgreSQL's processes: nothing of ours (secrets, PG* settings) reaches them. */
export const postgresEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

const nobody = { uid: 65534, gid: 65534 }

/** Where the programs go when the data directory itself is closed to the user that PostgreSQL runs as. */
const sharedProgramDirectory = '/var/lib/musubi'

/** How to run `command` as `identity`. */
export function invocation(
  identity: Omit<Identity, 'binaries'>,
  command: string,
  args: string[],
): Invocation {
  const { kind, uid, gid } = identity
  switch (kind) {
    case 'self':
      return { command, args, options: {} }
    case 'namespace':
      return { command: 'unshare', args: ['-U', command, ...args], options: {} }
    case 'user':
      return { command, args, options: { uid, gid } }
    case 'user_passing': {
      const passing = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
      const as = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...passing, '--', command]
      return { command: 'setpriv', args: [...as, ...args], options: {} }
    }
  }
}

/**
 * PostgreSQL runs only as the owner of its files. Root can become that owner; everybody else must be.
 * @throws EmbeddedPostgresFailed
 */
export async function refuseForeignCluster(cluster: string): Promise<void> {
  const uid = process.geteuid?.() ?? 0
  const owner = await stat(cluster).catch(() => null)
  if (uid === 0 || owner === null || owner.uid === uid) return
  throw new EmbeddedPostgresFailed(
    'directory_foreign',
    `The database directory ${cluster} belongs to the user with id ${owner.uid}: start Musubi as that user, or set MUSUBI_DATA to another directory.`,
  )
}

/**
 * Chooses as whom PostgreSQL runs on `<dataDir>/postgres`. The owner of that directory is the memory of the choice: the
 * same is chosen next time, while it still works.
 * @throws EmbeddedPostgresFailed when root finds no way to become another user.
 */
export async function chooseIdentity(
  dataDir: string,
  cluster: string,
  binaries: PostgresBinaries,
): Promise<Identity> {
  const uid = process.geteuid?.() ?? -1
  const gid = process.getegid?.() ?? -1
  const owner = await stat(cluster).catch(() => null)
  if (uid !== 0) return { kind: 'self', uid, gid, binaries }

  const probe = await mkdtemp(join(dataDir, 'postgres.probe-'))
  try {
    if (owner === null || owner.uid === 0) {
      const identity: Identity = { kind: 'namespace', uid: 0, gid: 0, binaries }
      if ((await runs(identity, 'true', [])) && (await runs(identity, binaries.postgres, ['--version']))) {
        if (await canEnter(identity, probe)) return identity
      }
    }
    const user = owner === null || owner.uid === 0 ? nobody : owner
    await chown(probe, user.uid, user.gid)
    return await asUser({ uid: user.uid, gid: user.gid }, dataDir, probe, binaries)
  } finally {
    await rm(probe, { recursive: true, force: true })
  }
}

async function asUser(
  user: { uid: number; gid: number },
  dataDir: string,
  probe: string,
  binaries: PostgresBinaries,
): Promise<Identity> {
  const plain = { kind: 'user', ...user } as const
  const passing = { kind: 'user_passing', ...user } as const
  const entersPlainly = await canEnter(plain, probe)
  if (!entersPlainly && !(await canEnter(passing, probe))) {
    throw new EmbeddedPostgresFailed(
      'directory_unreachable',
      `PostgreSQL does not run as root, and the user with id ${user.uid} cannot reach ${dataDir}: set MUSUBI_DATA to a directory that other users can pass through (such as /var/lib/musubi), or start Musubi as another user.`,
    )
  }
  const identity = entersPlainly ? plain : passing
  // The programs must be within plain reach even for the one who may pass: PostgreSQL looks for itself with access(2),
  // which disregards capabilities.
  if (await runs(plain, binaries.postgres, ['--version'])) return { ...identity, binaries }
  const below = entersPlainly ? dataDir : sharedProgramDirectory
  await mkdir(below, { recursive: true, mode: 0o755 })
  const copy = await copyBinaries(binaries, below)
  if (await runs(plain, copy.postgres, ['--version'])) return { ...identity, binaries: copy }
  throw new EmbeddedPostgresFailed(
    'binaries_unusable',
    `The bundled PostgreSQL does not run as the user with id ${user.uid} from ${copy.root}: start Musubi as a user other than root, or set DATABASE_URL to a PostgreSQL server of your own.`,
  )
}

/**
 * Gives the database directory to `identity`, when it belonged to another or when giving was cut short before. No
 * PostgreSQL may be running on it.
 */
export async function handOver(dataDir: string, cluster: string, identity: Identity): Promise<void> {
  if (identity.kind === 'self') return
  const unfinished = join(dataDir, 'postgres.owner-changing')
  const cutShort = await stat(unfinished).then(
    () => true,
    () => false,
  )
  if (!cutShort && (await stat(cluster)).uid === identity.uid) return
  await (await open(unfinished, 'w')).close()
  for (const entry of await readdir(cluster, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), identity.uid, identity.gid)
  }
  await chown(cluster, identity.uid, identity.gid)
  await unlink(unfinished)
}

async function canEnter(identity: Omit<Identity, 'binaries'>, directory: string): Promise<boolean> {
  return runs(identity, '/bin/sh', ['-c', 'cd "$1" && : > entered && rm entered', 'sh', directory])
}

async function runs(identity: Omit<Identity, 'binaries'>, command: string, args: string[]): Promise<boolean> {
  const run = invocation(identity, command, args)
  return new Promise((settle) => {
    try {
      spawn(run.command, run.args, { ...run.options, cwd: '/', env: postgresEnvironment, stdio: 'ignore' })
        .once('error', () => settle(false))
        .once('exit', (code) => settle(code === 0))
    } catch {
      // spawn throws at once when changing the user is forbidden (a container without CAP_SETUID).
      settle(false)
    }
  })
}
