import type { BackupSequence, BackupTable } from '#server/adapters/postgres/backup/tables.ts'
import type { MigrationDone } from '#server/adapters/postgres/schema/migrate.ts'
import { type Storage, textIfStored } from '#server/usecases/delivery-ports.ts'

/** Where backups lie: a storage like the server's own, so that what was written there survives the loss of power. */
export type BackupPlace = Pick<
  Storage,
  'put' | 'putBytes' | 'read' | 'readText' | 'remove' | 'removeFolder' | 'keysOf'
>

/** A file as it was written to a place; `sha256`: hex. */
type Written = { sha256: string; bytes: number }

/**
 * What a point says of itself, `point.json`, which is written last: a point without it is one that was not finished. `tables`
 * are in the order in which they are loaded. `faults`: recorded files that the storage could not give.
 */
export type Point = {
  format: 'musubi-backup-1'
  name: string
  at: string
  release: string
  mode: 'evaluation' | 'production'
  installation: string
  migrations: MigrationDone[]
  tables: (BackupTable & Written)[]
  sequences: BackupSequence[]
  files: Written & { count: number }
  faults: { storageKey: string; problem: string }[]
}

/** One line of the list of files. */
export type ListedFile = { documentId: string; storageKey: string; sha256: string }

/** Names of files in a place. Contents are named by their SHA-256, so that points share them, and copies of one file, too. */
export const namesIn = {
  about: 'musubi-backup.json',
  point: (point: string) => `points/${point}/point.json`,
  folder: (point: string) => `points/${point}`,
  table: (point: string, { name }: BackupTable) =>
    `points/${point}/tables/${name.replaceAll('"', '')}.copy.gz`,
  files: (point: string) => `points/${point}/files.jsonl.gz`,
  evaluation: (point: string) => `points/${point}/evaluation.json`,
  content: (sha256: string) => `content/${sha256.slice(0, 2)}/${sha256}`,
}

/** `20261201t071530123z`: in order of time. */
export function pointName(at: Date): string {
  return at.toISOString().replace(/[-:.]/g, '').toLowerCase()
}

/** Names of the points of a place, the oldest first; `finished` leaves out those that were not. */
export async function pointsIn(place: BackupPlace, { finished }: { finished: boolean }): Promise<string[]> {
  const folders = await place.keysOf('points/2')
  const names = folders.map((key) => key.slice('points/'.length)).toSorted()
  if (!finished) return names
  const found = await Promise.all(names.map((name) => readPoint(place, name)))
  return names.filter((_, at) => found[at] !== null)
}

/** Null where there is none of this name, or an unfinished one. */
export async function readPoint(place: BackupPlace, name: string): Promise<Point | null> {
  const text = await textIfStored(place, namesIn.point(name))
  if (text === null) return null
  const point: Point = JSON.parse(text)
  return point.format === 'musubi-backup-1' ? point : null
}

/** The id of the installation whose backups lie there; null where none do. */
export async function ownerOf(place: BackupPlace): Promise<string | null> {
  const text = await textIfStored(place, namesIn.about)
  if (text === null) return null
  const about: { installation: string } = JSON.parse(text)
  return about.installation
}
