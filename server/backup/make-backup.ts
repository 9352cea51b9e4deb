import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import type { Document } from '#domain/document.ts'
import { recordedFiles } from '#domain/recorded-files.ts'
import type { DatabaseSnapshot } from '#server/adapters/postgres/backup/snapshot.ts'
import { severalAtOnce } from '#server/start/several-at-once.ts'
import { isStored, type Storage } from '#server/usecases/delivery-ports.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import { type BackupPlace, type ListedFile, namesIn, ownerOf, type Point, pointName } from './point.ts'

type Needs = {
  snapshot: DatabaseSnapshot
  place: BackupPlace
  storage: Pick<Storage, 'read'>
  secrets: Secrets
  /** A document as it is now, for one whose file went since the snapshot. */
  document(id: string): Promise<Document | null>
  release: string
  /** Evaluation's keys lie beside its data and go with them; null in production, whose keys are kept elsewhere. */
  evaluation: string | null
}

/** `copied`: contents that no earlier point had brought. */
export type BackupMade = { point: Point; copied: number; copiedBytes: number }

/** The place holds backups of another installation. */
export class OtherInstallation extends Error {
  override readonly name = 'OtherInstallation'
}

const atOnce = 4

/**
 * Writes one point: the database as of one instant, the list of every file that its documents recorded, and what of these files
 * the place does not have yet. What is there already is not read again. A file that the storage cannot give is named in the
 * point, which is made all the same.
 */
export async function makeBackup(needs: Needs): Promise<BackupMade> {
  const { snapshot, place, secrets, release, evaluation } = needs
  const { at, installation, migrations, sequences } = snapshot
  if (installation === null) throw new Error('a database without an installation')
  const owner = await ownerOf(place)
  if (owner !== null && owner !== installation) throw new OtherInstallation(owner)
  if (owner === null) await place.putBytes(namesIn.about, Buffer.from(JSON.stringify({ installation })))
  const name = pointName(at)
  const tables: Point['tables'] = []
  for (const table of snapshot.tables) {
    const written = await place.put(namesIn.table(name, table), zipped(snapshot.rowsOf(table)))
    tables.push({ ...table, ...written })
  }
  let count = 0
  const listed = await place.put(
    namesIn.files(name),
    zipped(
      (async function* () {
        for await (const files of snapshot.files(secrets)) {
          count += files.length
          yield Buffer.from(files.map((file) => `${JSON.stringify(file)}\n`).join(''))
        }
      })(),
    ),
  )
  await snapshot.release()
  const { faults, copied, copiedBytes } = await copyFiles(needs, name, listed.sha256)
  if (evaluation !== null) await place.putBytes(namesIn.evaluation(name), Buffer.from(evaluation))
  const point: Point = {
    ...{ format: 'musubi-backup-1', name, at: at.toISOString(), release, installation },
    mode: evaluation === null ? 'production' : 'evaluation',
    ...{ migrations, tables, sequences, files: { ...listed, count }, faults },
  }
  await snapshot.stillAlone()
  await place.putBytes(namesIn.point(name), Buffer.from(`${JSON.stringify(point, null, 1)}\n`))
  return { point, copied, copiedBytes }
}

type Copied = Pick<BackupMade, 'copied' | 'copiedBytes'> & Pick<Point, 'faults'>

async function copyFiles(needs: Needs, point: string, listSha256: string): Promise<Copied> {
  const made: Copied = { copied: 0, copiedBytes: 0, faults: [] }
  // A document's copies of one content are mostly neighbours, and the second finds it there.
  await severalAtOnce(listedFiles(needs.place, point, listSha256), atOnce, async (file) => {
    const copied = await copyOne(needs, file, made.faults)
    if (copied === null) return
    made.copied += 1
    made.copiedBytes += copied
  })
  return made
}

/** Answers the bytes that were written; null where there was nothing to be done, or nothing could be. */
async function copyOne(
  { place, storage, document }: Needs,
  { documentId, storageKey, sha256 }: ListedFile,
  faults: Point['faults'],
): Promise<number | null> {
  const name = namesIn.content(sha256)
  if (await isStored(place, name)) return null
  const found = await storage.read(storageKey, sha256).catch((error: unknown) => reasonOf(error))
  if (typeof found !== 'string') {
    const written = await place.put(name, found.stream)
    if (written.sha256 === sha256) return written.bytes
    // It would be taken for what its name says by every later point.
    await place.remove(name)
  }
  const problem = typeof found === 'string' ? found : 'read once more, it was another file'
  // Deleted with its draft, or replaced, since the snapshot: then nobody misses it.
  if (await isRecorded(document, documentId, storageKey)) faults.push({ storageKey, problem })
  return null
}

/** True also of a document that cannot be read. */
async function isRecorded(document: Needs['document'], id: string, storageKey: string): Promise<boolean> {
  return document(id).then(
    (now) => now !== null && recordedFiles(now).some((file) => file.storageKey === storageKey),
    (error: unknown) => {
      if (error instanceof DatabaseAway) throw error
      return true
    },
  )
}

/** The list of a point's files, verified before the first of them is handed out. */
export async function* listedFiles(
  place: BackupPlace,
  point: string,
  sha256: string,
): AsyncGenerator<ListedFile, void> {
  const { stream } = await place.read(namesIn.files(point), sha256)
  for await (const line of createInterface({ input: unzipped(stream) })) {
    const file: ListedFile = JSON.parse(line)
    yield file
  }
}

export function unzipped(source: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(source).compose(createGunzip())
}

function zipped(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return Readable.from(source).compose(createGzip())
}
