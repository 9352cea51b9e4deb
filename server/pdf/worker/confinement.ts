import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A user of its own for the child; no account needs to exist. Not nobody (65534): as that runs the embedded PostgreSQL. */
const workerUser = 65_533

/**
 * Kilobytes of address space. Node reserves about 1.4 GB without using it. The child for strangers' files has pdf.js, which
 * looks at files that need repair and reserves more than it uses too: at 2.2 GB most repairs were aborted, at 4 GB those of
 * 1,000 pages, at 6 GB none. What a hostile file may really use is held lower by the heap's limit and by the reader's own
 * (`decode-stream.ts`).
 */
export const addressSpace = { sealing: 2_200_000, strangers: 6_000_000 }
const HEAP_MEGABYTES = 384
const PROCESSOR_SECONDS = 600

/** One way of starting a child. The stronger come first; the next is tried where the system does not allow one. */
export type Confinement = {
  /** As the log names it. */
  name: 'own user, no network' | 'own user' | 'no network' | 'limits only'
  /** Who owns what the child writes; null: whoever we are. */
  user: number | null
  /** The command that the limits and node are put behind, and what spawning itself does. */
  before: string[]
  spawnAs: { uid: number; gid: number } | null
}

const unshare = ['/usr/bin/unshare', '/bin/unshare'].find((path) => existsSync(path))

/**
 * The ways that this system may have. The limits bind the process itself, Buffers and native memory included, which a
 * worker thread's do not (measured). Node's permission model does not cover the network (24.21), so that is taken away
 * by the kernel: a network namespace of its own has no way out, not even loopback.
 */
export function confinements(user: number = workerUser): Confinement[] {
  if (process.platform !== 'linux') return [{ name: 'limits only', user: null, before: [], spawnAs: null }]
  const ids = [String(user), '--setuid', String(user)]
  const ways: Confinement[] = []
  if (process.geteuid?.() === 0) {
    if (unshare !== undefined) {
      const before = [unshare, '--net', '--setgid', ...ids]
      ways.push({ name: 'own user, no network', user, before, spawnAs: null })
    }
    ways.push({ name: 'own user', user, before: [], spawnAs: { uid: user, gid: user } })
  }
  if (unshare !== undefined) {
    const before = [unshare, '--user', '--map-current-user', '--net']
    ways.push({ name: 'no network', user: null, before, spawnAs: null })
  }
  ways.push({ name: 'limits only', user: null, before: [], spawnAs: null })
  return ways
}

/** What the child reads of ours: its own code and the packages with the fonts. Nothing else of this list is ever secret. */
function readableCode(childScript: string): string[] {
  const readable = [dirname(childScript)]
  for (let at = dirname(childScript); ; at = dirname(at)) {
    const packages = join(at, 'node_modules')
    if (existsSync(packages)) readable.push(packages)
    if (dirname(at) === at) break
  }
  return [
    ...new Set([
      ...readable,
      ...readable.filter((path) => existsSync(path)).map((path) => realpathSync(path)),
    ]),
  ]
}

/**
 * Command and arguments of a child that may read its code, read and write below `directory/out`, read below
 * `directory/in`, and nothing else: no other file, no program, no thread, no native module, no debugger. The asterisks
 * are needed: without them node asks whether a path is a directory, which that user may not be able to see.
 */
export function childCommand(
  { before }: Confinement,
  {
    childScript,
    execArgv = [],
    directory,
    addressSpace,
  }: { childScript: string; execArgv?: string[]; directory: string; addressSpace: number },
): { command: string; args: string[] } {
  const allowed = [
    ...readableCode(childScript).map((path) => `--allow-fs-read=${join(path, '*')}`),
    `--allow-fs-read=${join(directory, '*')}`,
    `--allow-fs-write=${join(directory, 'out', '*')}`,
  ]
  const node = [
    '--permission',
    ...allowed,
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    // WebAssembly's usual guards reserve more address space than the limit leaves.
    '--disable-wasm-trap-handler',
    ...execArgv,
    childScript,
  ]
  if (process.platform !== 'linux' || !existsSync('/bin/sh')) return { command: process.execPath, args: node }
  const limits = `ulimit -c 0; ulimit -v ${addressSpace}; ulimit -t ${PROCESSOR_SECONDS}; exec "$0" "$@"`
  const [command = '', ...args] = [...before, '/bin/sh', '-c', limits, process.execPath, ...node]
  return { command, args }
}
