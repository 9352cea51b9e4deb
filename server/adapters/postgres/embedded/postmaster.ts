import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isAlive } from './cluster.ts'
import { type Identity, invocation, postgresEnvironment } from './identity.ts'

/** PostgreSQL's first process, started by us or found running. */
export type Postmaster = { pid: number; isRunning(): Promise<boolean> }

/** The port only names the socket file: nothing listens on the network. */
export const embeddedPort = 5432

/**
 * Settings on the command line, so that a database directory of any age gets today's. Durable, local, and silent about
 * data: failed statements are reported to whoever sent them, and messages here carry no detail, for details quote
 * values of rows (telephone numbers).
 */
function settings(
  socketDirectory: string,
  { durable, connections }: { durable: boolean; connections: number },
): Record<string, string> {
  const safe = durable ? 'on' : 'off'
  return {
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    port: String(embeddedPort),
    ssl: 'off',
    fsync: safe,
    full_page_writes: safe,
    synchronous_commit: 'on',
    // The bundled build has pglz only, which costs more processor time than the volume it saves.
    wal_compression: 'off',
    shared_buffers: '128MB',
    max_connections: String(connections),
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
  }
}

/** Starts PostgreSQL in a process group of its own (ctrl-C reaches the whole group of node), output to `logFile`. */
export async function spawnPostmaster(
  cluster: string,
  socketDirectory: string,
  logFile: string,
  identity: Identity,
  chosen: { durable: boolean; connections: number },
): Promise<Postmaster> {
  const options = Object.entries(settings(socketDirectory, chosen)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const run = invocation(identity, identity.binaries.postgres, ['-D', cluster, ...options])
  const log = openSync(logFile, 'a', 0o600)
  try {
    const child = spawn(run.command, run.args, {
      ...run.options,
      cwd: '/',
      env: postgresEnvironment,
      detached: true,
      stdio: ['ignore', log, log],
    })
    await new Promise<void>((settle, fail) => {
      child.once('spawn', settle).once('error', fail)
    })
    child.unref()
    const isRunning = async () => child.exitCode === null && child.signalCode === null
    return { pid: child.pid as number, isRunning }
  } finally {
    closeSync(log)
  }
}

/**
 * The living postmaster of `cluster`, whoever started it, with its socket directory (empty while it starts); null when
 * there is none. Read from `postmaster.pid` (PostgreSQL source, `src/include/utils/pidfile.h`).
 */
export async function findPostmaster(
  cluster: string,
): Promise<(Postmaster & { socketDirectory: string }) | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    },
  )
  const [first, , , , socketDirectory = ''] = text.split('\n')
  const pid = Number(first)
  if (!(pid > 0 && (await isPostmasterOf(cluster, pid)))) return null
  return { pid, socketDirectory, isRunning: () => isPostmasterOf(cluster, pid) }
}

/** Whether the process is alive and was started on `cluster`: the number of a dead postmaster may be another's by now. */
async function isPostmasterOf(cluster: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') {
    // A dead process that nobody waited for still counts as alive, but has no command line.
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const words = commandLine.split('\0')
    return words[words.indexOf('-D') + 1] === cluster
  }
  const ps = await promisify(execFile)('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(
    () => null,
  )
  return ps?.stdout.includes(` -D ${cluster} `) ?? false
}

/**
 * Removes lock files that name a living process which is not our postmaster. PostgreSQL itself clears those of dead
 * processes, but takes every living process of the same user for a postmaster.
 */
export async function clearRecycledLocks(cluster: string, socketDirectory: string): Promise<void> {
  const socketLock = join(socketDirectory, `.s.PGSQL.${embeddedPort}.lock`)
  for (const lock of [join(cluster, 'postmaster.pid'), socketLock]) {
    const pid = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10)
    if (pid > 0 && isAlive(pid) && !(await isPostmasterOf(cluster, pid))) await unlink(lock).catch(() => {})
  }
}

/** Fast shutdown; after 10 s an immediate one, which loses nothing that was committed. Returns when it has ended. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  if (!(await postmaster.isRunning())) return
  for (const [signal, patience] of [
    ['SIGINT', 10_000] as const,
    ['SIGQUIT', 10_000] as const,
    ['SIGKILL', 5_000] as const,
  ]) {
    try {
      process.kill(postmaster.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
      throw error
    }
    const giveUp = performance.now() + patience
    while (performance.now() < giveUp) {
      if (!(await postmaster.isRunning())) return
      await delay(10)
    }
  }
}
