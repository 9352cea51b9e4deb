import { access, constants, mkdir, open, readdir, realpath, rename, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { locateBinaries } from './binaries.ts'
import { clusterExists, createCluster, reasonIn } from './cluster.ts'
import { EmbeddedPostgresFailed, usingDirectory } from './failure.ts'
import { chooseIdentity, handOver, type Identity, refuseForeignCluster } from './identity.ts'
import {
  clearRecycledLocks,
  findPostmaster,
  type Postmaster,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts'
import { embeddedOwner, embeddedServer, settleRoles } from './roles.ts'
import { askDatabase, prepareSocketDirectory, socketUrl } from './socket.ts'

export type EmbeddedPostgres = {
  /** `postgresql://…` over the unix socket, a connection string for `pg`: as the server's role, which owns nothing. */
  url: string
  /** As the role that owns the database and migrates it. */
  migrationUrl: string
  /** As superuser: who is connected, databases of their own for tests. */
  administratorUrl: string
  /** Stops PostgreSQL, whoever started it; other processes on the same data directory lose it too. Harmless twice. */
  stop(): Promise<void>
}

type EmbeddedOptions = {
  log?: (line: string) => void
  /** False: what was committed need not outlive the machine's power. For databases that are thrown away, as in tests. */
  durable?: boolean
  /** Of all that connect at once; 100 unless named. */
  connections?: number
}

type Place = { dataDir: string; cluster: string; logFile: string }
type Reached = { postmaster: Postmaster; socketDirectory: string }
/** `again`: try from the top, for example since another process was faster. */
type Outcome = Reached | 'again'

/** Recovery after a crash replays at most about 1 GB of log, which takes seconds; a slow disk may need longer. */
const startPatience = 120_000
/** How long a postmaster that we started may be without its socket before it is taken for unreachable. */
const socketPatience = 10_000
/** The same for one that we found: its lock file names the socket, so the socket was there. */
const foundSocketPatience = 1_000
/** How long processes of a killed server may take to end, before their files are given to another user. */
const orphanPatience = 10_000
const pollInterval = 10
const largestLog = 10 * 1024 * 1024

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, or adopts the one that a killed process left running there; makes the
 * database at first use. Its messages go to `<dataDir>/postgres.log`.
 * @throws EmbeddedPostgresFailed with one sentence that names the place and the cure; nothing keeps running then.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  { log = () => {}, durable = true, connections = 100 }: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  return usingDirectory(resolve(dataDir), async () => {
    const place = await preparePlace(resolve(dataDir))
    const giveUp = performance.now() + startPatience
    while (performance.now() < giveUp) {
      const found = await findPostmaster(place.cluster)
      const outcome =
        found === null
          ? await launch(place, giveUp, { log, durable, connections })
          : await adopt(place, found, giveUp, log)
      if (outcome === 'again') {
        await delay(pollInterval)
        continue
      }
      const { socketDirectory } = outcome
      const administratorUrl = socketUrl(socketDirectory)
      await settleRoles(administratorUrl).catch(async (error) => {
        if (found === null) await stopPostmaster(outcome.postmaster)
        throw notStarted(place, `its roles could not be made: ${(error as Error).message}`)
      })
      let stopping: Promise<void> | undefined
      return {
        url: socketUrl(socketDirectory, { user: embeddedServer }),
        migrationUrl: socketUrl(socketDirectory, { user: embeddedOwner }),
        administratorUrl,
        stop() {
          stopping ??= stopPostmaster(outcome.postmaster)
          return stopping
        },
      }
    }
    throw notStarted(place, `it was not ready within ${startPatience / 1000} s`)
  })
}

async function preparePlace(dataDir: string): Promise<Place> {
  // Root's PostgreSQL may run as another user, who has to pass through, but not to look around.
  await makeDirectory(dataDir, process.geteuid?.() === 0 ? 0o711 : 0o700)
  const real = await realpath(dataDir)
  await access(real, constants.W_OK | constants.X_OK)
  const cluster = join(real, 'postgres')
  await refuseForeignCluster(cluster)
  return { dataDir: real, cluster, logFile: join(real, 'postgres.log') }
}

/** Not node's own recursive mkdir: below /proc that tries for ever (24.21). */
async function makeDirectory(directory: string, mode: number): Promise<void> {
  const make = () =>
    mkdir(directory, { mode }).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' || !(await stat(directory)).isDirectory()) throw error
    })
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(directory) === directory) throw error
    await makeDirectory(dirname(directory), mode)
    await make()
  })
}

async function adopt(
  place: Place,
  found: Postmaster & { socketDirectory: string },
  giveUp: number,
  log: (line: string) => void,
): Promise<Outcome> {
  // While it starts, its lock file does not name the socket directory yet.
  if (found.socketDirectory === '') return 'again'
  const reached = await waitUntilReady(place, found, found.socketDirectory, giveUp, foundSocketPatience)
  if (reached === 'ended') return 'again'
  if (reached === 'unreachable') {
    log(`PostgreSQL runs on ${place.cluster} without its socket; it is stopped and started again`)
    await stopPostmaster(found)
    return 'again'
  }
  log(`PostgreSQL was still running on ${place.cluster} and is used again`)
  return { postmaster: found, socketDirectory: found.socketDirectory }
}

async function launch(
  place: Place,
  giveUp: number,
  { log, durable, connections }: Required<EmbeddedOptions>,
): Promise<Outcome> {
  const binaries = await locateBinaries(place.dataDir)
  const exists = await clusterExists(place.cluster, binaries.version)
  const identity = await chooseIdentity(place.dataDir, place.cluster, binaries)
  if (!exists) {
    log(`PostgreSQL makes its database in ${place.cluster}`)
    await createCluster(place.cluster, identity)
  }
  await settleOwner(place, identity)
  const socketDirectory = await prepareSocketDirectory(place.cluster, identity)
  await clearRecycledLocks(place.cluster, socketDirectory)

  const logStart = await startLog(place.logFile)
  const postmaster = await spawnPostmaster(place.cluster, socketDirectory, place.logFile, identity, {
    durable,
    connections,
  })
  try {
    const reached = await waitUntilReady(place, postmaster, socketDirectory, giveUp, socketPatience)
    if (reached === 'ready') {
      // Of two that start at once, the other's may have answered while ours is about to give way to it.
      const found = await findPostmaster(place.cluster)
      return {
        postmaster: found === null || found.pid === postmaster.pid ? postmaster : found,
        socketDirectory,
      }
    }
    if (reached === 'unreachable') throw notStarted(place, `its socket in ${socketDirectory} does not answer`)
    const output = await readLog(place.logFile, logStart)
    // Another process started it at the same moment, or processes of a killed server are still on their way out.
    if (/lock file ".*" already exists|pre-existing shared memory block/.test(output)) return 'again'
    throw notStarted(place, reasonIn(output) ?? 'it ended without a word')
  } catch (error) {
    await stopPostmaster(postmaster)
    throw error
  }
}

/** The cluster gets its owner only while nothing of a killed server is alive, for that could still write. */
async function settleOwner(place: Place, identity: Identity): Promise<void> {
  const giveUp = performance.now() + orphanPatience
  const owner = (await stat(place.cluster)).uid
  while (owner !== identity.uid && (await isInUse(place.cluster))) {
    if (performance.now() > giveUp) throw notStarted(place, 'processes of an earlier server still use it')
    await delay(pollInterval)
  }
  await handOver(place.dataDir, place.cluster, identity)
}

/** Whether any process works in the directory, as every process of PostgreSQL does. Only Linux can tell. */
async function isInUse(cluster: string): Promise<boolean> {
  const processes = await readdir('/proc').catch(() => [])
  const places = processes
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => realpath(`/proc/${pid}/cwd`).catch(() => ''))
  return (await Promise.all(places)).includes(cluster)
}

async function waitUntilReady(
  place: Place,
  postmaster: Postmaster,
  socketDirectory: string,
  giveUp: number,
  patience: number,
): Promise<'ready' | 'ended' | 'unreachable'> {
  let absentSince: number | undefined
  while (await postmaster.isRunning()) {
    const now = performance.now()
    const answer = await askDatabase(socketDirectory, place.cluster)
    if (answer === 'ready') return 'ready'
    if (answer === 'other_cluster') return 'unreachable'
    absentSince = answer === 'absent' ? (absentSince ?? now) : undefined
    if (now > giveUp || (absentSince !== undefined && now - absentSince > patience)) return 'unreachable'
    await delay(pollInterval)
  }
  return 'ended'
}

/** Where the log of this start begins; a log that has grown large is put aside first. */
async function startLog(logFile: string): Promise<number> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  )
  if (size <= largestLog) return size
  await rename(logFile, `${logFile}.1`)
  return 0
}

async function readLog(logFile: string, from: number): Promise<string> {
  const handle = await open(logFile, 'r')
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(64 * 1024), position: from })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

function notStarted(place: Place, reason: string): EmbeddedPostgresFailed {
  if (/No space left on device|Disk quota exceeded/.test(reason)) {
    return new EmbeddedPostgresFailed(
      'disk_full',
      `The disk that holds ${place.cluster} is full (${reason}): free some space and start again.`,
    )
  }
  return new EmbeddedPostgresFailed(
    'start_failed',
    `PostgreSQL did not start on ${place.cluster} (${reason}): see ${place.logFile}, cure that and start again.`,
  )
}
