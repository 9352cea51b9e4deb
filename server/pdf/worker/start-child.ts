import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { realpath, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { type Confinement, childCommand } from './confinement.ts'
import { makeChildDirectory } from './job-files.ts'

export type ChildOptions = {
  /** The bundled child (`dist/pdf-worker-child.mjs`). */
  childScript: string
  /** Node's own arguments for the child. */
  execArgv?: string[]
  /** Kilobytes of address space that each child may have. */
  addressSpace: number
  /** How far the children give way to other processes, 0 to 19. */
  niceness: number
  /** Where each child gets a directory of its own, on the file system of the files that its jobs write. */
  workDirectory: string
}

export type StartedChild = {
  child: ChildProcess
  directory: string
  way: Confinement
  /** The beginning of what it wrote to its error output. */
  errorOutput(): string
}

const LONGEST_ERROR_OUTPUT = 300

/** Starts a child in a directory of its own, without an environment. */
export async function startChild(way: Confinement, options: ChildOptions): Promise<StartedChild> {
  // The permission model compares real paths.
  const directory = join(await realpath(options.workDirectory), `pdf-${randomUUID()}`)
  await makeChildDirectory(directory, way.user)
  const { command, args } = childCommand(way, { ...options, directory })
  const stdio: ['ignore', 'ignore', 'pipe', 'ipc'] = ['ignore', 'ignore', 'pipe', 'ipc']
  const settings = { cwd: directory, env: {}, stdio, serialization: 'advanced' as const }
  const child = spawn(command, args, { ...settings, ...way.spawnAs })
  giveWay(child, options.niceness)
  if (child.stderr instanceof Socket) child.stderr.unref()
  let errorOutput = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (errorOutput.length < LONGEST_ERROR_OUTPUT) errorOutput += text
  })
  return { child, directory, way, errorOutput: () => errorOutput.trim().slice(0, LONGEST_ERROR_OUTPUT) }
}

/** Removes the child's directory when it has ended. */
export async function removeDirectoryAfter({ child, directory }: StartedChild): Promise<void> {
  const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  if (!ended) await new Promise((resolve) => child.once('exit', resolve))
  // What cannot be removed now is removed by a later start (`createWorkspace`).
  await rm(directory, { recursive: true, force: true }).catch(() => undefined)
}

function giveWay(child: ChildProcess, niceness: number): void {
  if (child.pid === undefined || niceness === 0) return
  try {
    setPriority(child.pid, niceness)
  } catch {
    // It is gone already, which its exit tells, or the system knows no priorities.
  }
}
