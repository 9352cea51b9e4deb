import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { newestRevision } from '#domain/seal.ts'
import { byteSize } from '#web/ui/byte-size.ts'
import { importedWords } from './imported-words.ts'
import { type Language, type Words, wordsIn } from './words.ts'

type DocumentFilesProps = { document: Document; lang: Language }

/** The files with their newest bytes, and the certificate once there is one. */
export function DocumentFiles({ document, lang }: DocumentFilesProps): JSX.Element {
  const words = wordsIn(lang)
  const room = words.document.files
  const base = `/console/documents/${document.id}`
  const { certificate } = document
  return (
    <section class="card" aria-labelledby="files-heading">
      <h2 id="files-heading">{room.title}</h2>
      {document.files.length === 0 ? <p class="note">{room.none}</p> : null}
      <ul class="files">
        {document.files.map((file) => {
          const { sha256, bytes } = newestRevision(document, file.id) ?? file
          return (
            <FileLine
              key={file.id}
              name={file.name}
              href={`${base}/files/${file.id}`}
              note={`${standing(document, file, lang)}・${room.pages(file.pages.length)}・${byteSize(bytes)}`}
              sha256={sha256}
              words={words}
            />
          )
        })}
        {certificate === null ? null : (
          <FileLine
            name={room.certificate}
            href={`${base}/certificate`}
            note={`${room.certificateNote}・${byteSize(certificate.bytes)}`}
            sha256={certificate.sha256}
            words={words}
          />
        )}
      </ul>
    </section>
  )
}

export type FileLineProps = { name: string; href: string; note: string; sha256: string; words: Words }

/** One file with its bytes' hash and the way to download it. */
export function FileLine({ name, href, note, sha256, words }: FileLineProps): JSX.Element {
  const room = words.document.files
  return (
    <li>
      <div class="file-words">
        <strong>{name}</strong>
        <span class="note">{note}</span>
        <code class="digest">{`SHA-256 ${sha256}`}</code>
      </div>
      <a class="button quiet" href={href} download aria-label={`${room.download} ${name}`}>
        {room.download}
      </a>
    </li>
  )
}

function standing(document: Document, file: File, lang: Language): string {
  const room = wordsIn(lang).document.files
  if (document.status === 'imported') return importedWords(lang).file
  if (document.status === 'concluded') return room.sealed
  const signed = document.acts.filter((act) => act.revisions.some((each) => each.fileId === file.id)).length
  return signed === 0 ? room.original : room.partial(signed)
}
