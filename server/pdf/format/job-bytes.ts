import { readFile, writeFile } from 'node:fs/promises'

/**
 * A file up to this size travels in the message of its job instead of lying in the PDF worker's directory: making, owning
 * and removing a file for each job cost more than all that was done to its bytes (ADR 0029).
 */
export const MOST_CARRIED_BYTES = 512 * 1024

/** Files by the names that their job gives them. */
export type CarriedFiles = Map<string, Uint8Array>

/** What came with the job that this process is at, and what goes back with its answer. */
let brought: CarriedFiles = new Map()
let wanted: ReadonlySet<string> = new Set()
let written: CarriedFiles = new Map()

/** A job begins, and with it the memory of the one before ends. `names`: of files that may go back with the answer. */
export function beginCarrying(files: CarriedFiles, names: Iterable<string>): void {
  brought = files
  wanted = new Set(names)
  written = new Map()
}

/** The files that the job wrote and that are small enough to be carried; the others lie where their names say. */
export function endCarrying(): CarriedFiles {
  const files = written
  beginCarrying(new Map(), [])
  return files
}

/** The bytes of a file, be it carried or on the disk. */
export async function readJobFile(path: string): Promise<Buffer> {
  const carried = written.get(path) ?? brought.get(path)
  return carried === undefined ? readFile(path) : bufferOf(carried)
}

/** Writes a file whole. */
export async function writeJobFile(path: string, chunks: Uint8Array[]): Promise<void> {
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  if (wanted.has(path) && size <= MOST_CARRIED_BYTES) written.set(path, Buffer.concat(chunks, size))
  else await writeFile(path, chunks)
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
