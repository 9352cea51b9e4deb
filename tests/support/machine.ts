/** What of the machine itself some tests need. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Need } from './needs.ts'

export const linux: Need = { what: 'Linux', isHere: process.platform === 'linux', inCi: true }

export const asRoot: Need = { what: 'root', isHere: process.getuid?.() === 0, inCi: true }

/** A file system other than that of the temporary folder. */
export const sharedMemory: Need = {
  what: 'a file system at /dev/shm',
  isHere: ![undefined, deviceOf(tmpdir())].includes(deviceOf('/dev/shm')),
  inCi: false,
}

/** Not every container lets its root mount a file system. */
export const smallDisk: Need = { what: 'the right to mount', isHere: canMount(), inCi: false }

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev
}

function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'musubi-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' })
    execFileSync('umount', [directory])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(directory)
  }
}
