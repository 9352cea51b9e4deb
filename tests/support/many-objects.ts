import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { inspect } from '#server/pdf/intake/intake.ts'
import { examineFile } from '#server/verification/examine-file.ts'
import { listSignatures } from '#server/verification/final-verification.ts'

/** A kind of input, of any size, and what reads it. `size` is where a reader of the square takes seconds. */
export type Shape = { make(size: number): Buffer; size: number; run(bytes: Buffer): unknown }

/** So many pieces of PDF source. */
export const many = (count: number, one: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => one(index))

/** So many objects, numbered from 100 or `from`. */
export const numbered = (count: number, one: (index: number) => string, from = 100): Record<number, string> =>
  Object.fromEntries(many(count, one).map((source, index) => [from + index, source]))

/** References to so many objects, from 100 or `from`. */
export const refs = (count: number, from = 100): string =>
  many(count, (index) => `${from + index} 0 R`).join(' ')

/** Objects from 100, each of which refers to the next in two places. */
export const forked = (count: number, one: (next: string) => string, last: string): Record<number, string> =>
  numbered(count, (index) => (index === count - 1 ? last : one(`${101 + index} 0 R`)))

/** The doors by which a stranger's file comes in, on files in a folder that `remove` takes away. */
export function doors() {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-doubling-'))
  const path = join(folder, 'upload.pdf')
  const request = { path, repairedPath: join(folder, 'repaired.pdf'), keepOnly: false, scratch: folder }
  const written = (bytes: Buffer) => {
    writeFileSync(path, bytes)
    return path
  }
  return {
    remove: () => rmSync(folder, { recursive: true, force: true }),
    /** An upload. */
    intake: (bytes: Buffer) => {
      written(bytes)
      return inspect(request)
    },
    /** The final verification's list, which the Web API shows. */
    listing: (bytes: Buffer) => listSignatures(written(bytes)),
    /** The verification page. */
    examining: (bytes: Buffer) => examineFile({ path: written(bytes), trustedTsas: 'any' }),
  }
}

/** Reads; a file that is no PDF, or too costly, is refused. */
export const reading = (open: (bytes: Buffer) => unknown) => (bytes: Buffer) => {
  try {
    open(bytes)
  } catch (error) {
    if (!(error instanceof MalformedPdf)) throw error
  }
}
