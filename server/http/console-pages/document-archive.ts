import { makeZip } from 'client-zip'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { newestRevision } from '#domain/seal.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { chosenWords } from '#web/console/documents/chosen-words.ts'
import { csvLine, csvStart } from '../common/csv.ts'
import { archiveName, uniqueNames } from './archive-names.ts'

type Packed = { name: string; lastModified: Date; input: AsyncIterable<Uint8Array> | Uint8Array | string }
/** `recordOf`: the evidence record of a document; null where there is none (yet). */
type Said = { lang: Language; now: Date; recordOf(document: Document): Promise<Uint8Array | null> }

/**
 * The sealed files and certificates of documents as one ZIP, made while it is sent: a file is opened when its turn comes, and
 * never held as a whole. Files are not compressed; sealed PDFs would not get smaller. What could not be opened is told by the
 * index, which comes last.
 */
export function documentArchive(
  storage: Ports['storage'],
  documents: Document[],
  { lang, now, recordOf }: Said,
): AsyncIterable<Uint8Array> {
  const files = new OpenFiles()
  return bytesOf(makeZip(packed({ storage, files }, documents, { lang, now, recordOf })), files)
}

/** What is being read. `client-zip` ends its own walk when nobody reads on, and leaves the file that it is at open. */
class OpenFiles {
  readonly #open = new Set<AsyncIterator<Uint8Array>>()

  /** The same bytes, known until they are read. */
  async *reading(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const iterator = bytes[Symbol.asyncIterator]()
    this.#open.add(iterator)
    for (let each = await iterator.next(); each.done !== true; each = await iterator.next()) yield each.value
    this.#open.delete(iterator)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((each) => each.return?.()))
  }
}

/** Whoever stops reading ends the archive, and with it the file that is open. */
async function* bytesOf(stream: ReadableStream<Uint8Array>, files: OpenFiles): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Its walk ends by throwing what it was given as the reason, which is nothing.
    await reader.cancel().catch(() => undefined)
    await files.close()
  }
}

async function* packed(
  { storage, files }: Pick<Ports, 'storage'> & { files: OpenFiles },
  documents: Document[],
  { lang, now, recordOf }: Said,
): AsyncGenerator<Packed> {
  const { index } = chosenWords[lang]
  const unique = uniqueNames()
  const lines = [csvLine(index.columns)]
  for (const document of documents) {
    const folder = unique(archiveName(document.title, document.id))
    const inFolder = uniqueNames()
    for (const { name, storageKey, sha256 } of filesOf(document)) {
      const path = `${folder}/${inFolder(archiveName(withEnding(name), 'file.pdf'))}`
      const stored = await storage.read(storageKey, sha256).catch(() => null)
      lines.push(
        csvLine([document.id, document.title, path, stored === null ? index.unreadable : index.packed]),
      )
      if (stored !== null)
        yield {
          ...{ name: path, lastModified: document.concludedAt ?? document.createdAt },
          input: files.reading(stored.stream),
        }
    }
    const record = await recordOf(document)
    if (record !== null) {
      const path = `${folder}/${inFolder('証拠記録.ers')}`
      lines.push(csvLine([document.id, document.title, path, index.packed]))
      yield { name: path, lastModified: document.concludedAt ?? document.createdAt, input: record }
    }
  }
  yield { name: unique(index.name), lastModified: now, input: csvStart + lines.join('') }
}

function filesOf(document: Document): { name: string; storageKey: string; sha256: string }[] {
  const files = document.files.map((file) => ({
    name: file.name,
    ...pick(newestRevision(document, file.id) ?? file),
  }))
  const { certificate } = document
  return certificate === null ? files : [...files, { name: '合意締結証明書.pdf', ...pick(certificate) }]
}

function pick({ storageKey, sha256 }: { storageKey: string; sha256: string }) {
  return { storageKey, sha256 }
}

function withEnding(name: string): string {
  return name.toLowerCase().endsWith('.pdf') ? name : `${name}.pdf`
}
