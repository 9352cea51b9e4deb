import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import type { Language } from '#domain/language.ts'
import { newestRevision } from '#domain/seal.ts'
import { byteSize } from '#web/ui/byte-size.ts'
import { dayOf } from '../frame/console-time.ts'
import { inOneLine } from '../words/marks.ts'
import { type Words, wordsIn } from '../words/words.ts'
import { importedWords } from './imported-words.ts'

type DocumentFilesProps = {
  document: Document
  /** Whether the evidence record can be had, and else after when; null where there will be none. */
  record: { made: boolean; after: Date } | null
  lang: Language
}

/** The files with their newest bytes, and the certificate once there is one. */
export function DocumentFiles({ document, record, lang }: DocumentFilesProps): JSX.Element {
  const words = wordsIn(lang)
  const section = words.document.files
  const base = `/console/documents/${document.id}`
  const { certificate } = document
  return (
    <section class="card" aria-labelledby="files-heading">
      <h2 id="files-heading">{section.title}</h2>
      {document.files.length === 0 ? <p class="note">{section.none}</p> : null}
      <ul class="files">
        {document.files.map((file) => {
          const { sha256, bytes } = newestRevision(document, file.id) ?? file
          return (
            <FileLine
              key={file.id}
              name={file.name}
              picture={`${base}/files/${file.id}/thumbnail`}
              href={`${base}/files/${file.id}`}
              note={inOneLine(
                [standing(document, file, lang), section.pages(file.pages.length), byteSize(bytes)],
                lang,
              )}
              sha256={sha256}
              words={words}
              remarks={remarksOf(file, lang)}
            />
          )
        })}
        {certificate === null ? null : (
          <FileLine
            name={section.certificate}
            href={`${base}/certificate`}
            note={inOneLine([section.certificateNote, byteSize(certificate.bytes)], lang)}
            sha256={certificate.sha256}
            words={words}
          />
        )}
      </ul>
      {record === null ? null : (
        <p class="record">
          {record.made ? (
            <a href={`${base}/evidence_record`} download>
              {section.record}
            </a>
          ) : null}
          <span class="note">
            {record.made ? section.recordNote : section.recordAfter(dayOf(record.after, lang))}
          </span>
        </p>
      )}
      {certificate === null ? null : (
        <details class="more">
          <summary>{section.extracts}</summary>
          <p class="note">{section.extractsNote}</p>
          <ul>
            {document.participants.map(({ id, name }) => (
              <li key={id}>
                <a href={`${base}/certificate/extract/${id}`} download>
                  {section.extractOf(name)}
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

export type FileLineProps = {
  name: string
  /** The first page, small; a blank sheet stays where there is none. */
  picture?: string
  href: string
  note: string
  sha256: string
  words: Words
  /** What the sender should know of the upload. */
  remarks?: { text: string; digest?: string }[]
  /** A further act beside the download. */
  act?: { words: string; href: string }
}

/** One file with its bytes' hash and the way to download it. */
export function FileLine({
  name,
  picture,
  href,
  note,
  sha256,
  words,
  remarks = [],
  act,
}: FileLineProps): JSX.Element {
  const section = words.document.files
  return (
    <li>
      {picture === undefined ? null : (
        <span class="sheet" aria-hidden="true">
          <img src={picture} alt="" width="54" height="76" loading="lazy" />
        </span>
      )}
      <div class="file-words">
        <strong>{name}</strong>
        <span class="note">{note}</span>
        <code class="digest">{`SHA-256 ${sha256}`}</code>
        {remarks.map(({ text, digest }) => (
          <span key={text} class="note">
            {text}
            {digest === undefined ? null : <code class="digest">{`SHA-256 ${digest}`}</code>}
          </span>
        ))}
        {act === undefined ? null : (
          <a class="file-act" href={act.href} aria-label={`${act.words} ${name}`}>
            {act.words}
          </a>
        )}
      </div>
      <a class="button quiet" href={href} download aria-label={`${section.download} ${name}`}>
        {section.download}
      </a>
    </li>
  )
}

function remarksOf({ repairedFrom, deadSignatures }: File, lang: Language) {
  const section = wordsIn(lang).document.files
  return [
    ...(repairedFrom === null ? [] : [{ text: section.repaired, digest: repairedFrom }]),
    ...(deadSignatures === 0 ? [] : [{ text: section.signaturesDropped(deadSignatures) }]),
  ]
}

function standing(document: Document, file: File, lang: Language): string {
  const section = wordsIn(lang).document.files
  if (document.status === 'imported') return importedWords(lang).file
  if (document.status === 'concluded') return section.sealed
  const signed = document.acts.filter((act) => act.revisions.some((each) => each.fileId === file.id)).length
  return signed === 0 ? section.original : section.partial(signed)
}
