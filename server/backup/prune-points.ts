import { listedFiles } from './make-backup.ts'
import { type BackupPlace, namesIn, pointsIn, readPoint } from './point.ts'

/**
 * Leaves the newest `keep` finished points, and of the contents what one of them names. Points that were not finished go as well:
 * whoever asks has just finished one, and no other is under way while its snapshot is open. Answers the names of the points that went.
 */
export async function prunePoints(place: BackupPlace, keep: number): Promise<string[]> {
  const finished = await pointsIn(place, { finished: true })
  const kept = new Set(finished.slice(-keep))
  const gone = (await pointsIn(place, { finished: false })).filter((name) => !kept.has(name))
  // The word that it is finished goes first, so that nobody restores half of one.
  for (const name of gone) {
    await place.remove(namesIn.point(name))
    await place.removeFolder(namesIn.folder(name))
  }
  for (const digit of '0123456789abcdef') await pruneContents(place, [...kept], digit)
  return gone
}

/** A sixteenth at a time: of ten million files the names alone would fill the memory. */
async function pruneContents(place: BackupPlace, kept: string[], digit: string): Promise<void> {
  const named = new Set<string>()
  for (const name of kept) {
    const point = await readPoint(place, name)
    if (point === null) continue
    for await (const { sha256 } of listedFiles(place, name, point.files.sha256)) {
      if (sha256.startsWith(digit)) named.add(sha256)
    }
  }
  for (const second of '0123456789abcdef') {
    const folder = `content/${digit}${second}`
    for (const key of await place.keysOf(`${folder}/${digit}${second}`)) {
      if (!named.has(key.slice(folder.length + 1))) await place.remove(key)
    }
  }
}
