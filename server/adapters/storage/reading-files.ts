import { type MadeForReading, readingKey } from '#domain/file.ts'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { isStored, type Storage } from '#server/usecases/delivery-ports.ts'
import type { ReadableRevision, ReadingFiles } from '#server/usecases/reading-ports.ts'
import type { PdfWorker, Workspace } from '#server/usecases/sealing-ports.ts'

/** A file that a viewer loads in two requests gains nothing from another layout. */
const SMALLEST_FOR_COPY = 128 * 1024
/** The child holds the file and its copy in memory. */
const LARGEST = 64 * 1024 * 1024
/** A picture that comes later than the viewer is of no use. */
const PICTURE_PATIENCE_MILLISECONDS = 4_000
const MOST_AT_ONCE = 20
const MOST_REMEMBERED = 5_000

const firstPage: MadeForReading = { kind: 'picture', page: 0 }
const readingCopy: MadeForReading = { kind: 'copy' }

/** Makes them in the PDF worker when they are first asked for, and keeps them in storage beside the revision. */
export function createReadingFiles(tools: {
  storage: Storage
  workspace: Workspace
  pdfWorker: PdfWorker
}): ReadingFiles {
  // What is there, and what cannot be made; only a memory, so that each is asked of storage once.
  const known = new BoundedCache<string, boolean>({ entries: MOST_REMEMBERED })
  const making = new Map<string, Promise<boolean>>()

  function have(what: MadeForReading, revision: ReadableRevision): Promise<boolean> {
    const key = readingKey(what, revision)
    const before = known.get(key)
    if (before !== undefined) return Promise.resolve(before)
    const under = making.get(key)
    if (under !== undefined) return under
    if (making.size >= MOST_AT_ONCE) return Promise.resolve(false)
    const made = make(tools, what, revision, key)
      .then((there) => {
        known.set(key, there)
        return there
      })
      // The worker or the storage failed: perhaps it goes well the next time.
      .catch(() => false)
      .finally(() => making.delete(key))
    making.set(key, made)
    return made
  }

  async function drawn(what: MadeForReading, revision: ReadableRevision): Promise<string | null> {
    if (revision.bytes > LARGEST) return null
    const there = await within(have(what, revision), PICTURE_PATIENCE_MILLISECONDS)
    return there ? readingKey(what, revision) : null
  }

  return {
    picture: (revision, page = 0) => drawn({ kind: 'picture', page }, revision),
    thumbnail: (revision) => drawn({ kind: 'thumbnail' }, revision),
    async copy(revision) {
      if (!isWorthCopying(revision)) return null
      const key = readingKey(readingCopy, revision)
      // Another process may have made it.
      return (known.get(key) ?? (await isStored(tools.storage, key))) ? key : null
    },
    prepare(revisions) {
      for (const revision of revisions) {
        if (revision.bytes > LARGEST) continue
        void have(firstPage, revision)
        if (isWorthCopying(revision)) void have(readingCopy, revision)
      }
    },
  }
}

function isWorthCopying({ bytes }: ReadableRevision): boolean {
  return bytes >= SMALLEST_FOR_COPY && bytes <= LARGEST
}

async function make(
  { storage, workspace, pdfWorker }: { storage: Storage; workspace: Workspace; pdfWorker: PdfWorker },
  what: MadeForReading,
  { storageKey, sha256 }: ReadableRevision,
  key: string,
): Promise<boolean> {
  if (await isStored(storage, key)) return true
  const source = await storage.localCopy(storageKey, sha256)
  const target = await workspace.newFile()
  try {
    const paths = { sourcePath: source.path, targetPath: target.path }
    const made =
      what.kind === 'picture'
        ? await pdfWorker.drawPage({ ...paths, page: what.page, size: 'phone' })
        : what.kind === 'thumbnail'
          ? await pdfWorker.drawPage({ ...paths, page: 0, size: 'row' })
          : await pdfWorker.copyForReading(paths)
    if (made) await storage.putFile(key, target.path)
    return made
  } finally {
    await source.dispose()
    await target.dispose()
  }
}

async function within(made: Promise<boolean>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  return Promise.race([made, late]).finally(() => clearTimeout(timer))
}
