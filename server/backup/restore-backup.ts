import type { PointOfDatabase } from '#server/adapters/postgres/backup/load.ts'
import { severalAtOnce } from '#server/start/several-at-once.ts'
import { type Storage, storageMark } from '#server/usecases/delivery-ports.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { listedFiles, unzipped } from './make-backup.ts'
import { type BackupPlace, type ListedFile, namesIn, type Point } from './point.ts'

/** `faults`: files that the backup could not give, or that were missing when it was made. */
export type FilesRestored = { files: number; faults: { storageKey: string; problem: string }[] }

const atOnce = 4

/**
 * Brings every file of the point into an empty storage, each verified against its SHA-256, and marks the storage as this
 * installation's. What is there from a try that was stopped is written again. A file that the backup cannot give is named, and
 * holds up no other.
 */
export async function restoreFiles(
  place: BackupPlace,
  storage: Pick<Storage, 'put' | 'putBytes'>,
  point: Point,
): Promise<FilesRestored> {
  const restored: FilesRestored = { files: 0, faults: [] }
  await severalAtOnce(listedFiles(place, point.name, point.files.sha256), atOnce, async (file) => {
    const problem = await restoreOne(place, storage, file)
    if (problem === null) restored.files += 1
    else restored.faults.push({ storageKey: file.storageKey, problem })
  })
  await storage.putBytes(storageMark, Buffer.from(point.installation))
  return restored
}

/** Null, or what is wrong with the backup's copy; a failure of the storage ends the restore. */
async function restoreOne(
  place: BackupPlace,
  storage: Pick<Storage, 'put'>,
  { storageKey, sha256 }: ListedFile,
): Promise<string | null> {
  const found = await place.read(namesIn.content(sha256), sha256).catch((error: unknown) => reasonOf(error))
  if (typeof found === 'string') return found
  await storage.put(storageKey, found.stream)
  return null
}

/** The point as a database is filled from it: each table is verified before its first row is read. */
export function databaseOf(place: BackupPlace, point: Point): PointOfDatabase {
  const written = new Map(point.tables.map((table) => [table.name, table]))
  return {
    tables: point.tables,
    sequences: point.sequences,
    async *rowsOf(table) {
      const { sha256 = '' } = written.get(table.name) ?? {}
      const { stream } = await place.read(namesIn.table(point.name, table), sha256)
      yield* unzipped(stream)
    },
  }
}
