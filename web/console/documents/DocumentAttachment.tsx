import type { JSX } from 'preact'
import type { AttachedFile, Attachment } from '#domain/attachment.ts'
import { type Document, documentCan } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { byteSize } from '#web/ui/byte-size.ts'
import { stamp } from '../frame/console-time.ts'
import { type AttachmentWords, attachmentWordsIn } from '../words/attachment-words.ts'
import { inOneLine } from '../words/marks.ts'

export type DocumentAttachmentProps = { document: Document; attachment: Attachment; lang: Language }

/** What one recipient is asked to send in, and what they have sent in; deleted files stay listed. */
export function DocumentAttachment({ document, attachment, lang }: DocumentAttachmentProps): JSX.Element {
  const words = attachmentWordsIn(lang)
  const who = document.participants.find((each) => each.id === attachment.participantId)?.name ?? ''
  const { description, required, files } = attachment
  const available = documentCan.fetchAttachedFile(document)
  const living = files.some((each) => each.status === 'valid')
  return (
    <section class="card" aria-labelledby="attachment-heading">
      <h2 id="attachment-heading">{words.title}</h2>
      <p>{words.asked(who)}</p>
      <dl class="facts wide">
        <div>
          <dt>{words.kind}</dt>
          <dd>{required ? words.required : words.optional}</dd>
        </div>
        {description === '' ? null : (
          <div>
            <dt>{words.description}</dt>
            <dd class="as-typed">{description}</dd>
          </div>
        )}
      </dl>
      {files.length === 0 ? (
        <p class="note">{words.none}</p>
      ) : (
        <ul class="files">
          {files.map((file) => (
            <AttachedLine
              key={file.id}
              file={file}
              href={available ? `/console/documents/${document.id}/attached/${file.id}` : null}
              words={words}
              lang={lang}
            />
          ))}
        </ul>
      )}
      {living ? <p class="note">{footerOf(document, available, words)}</p> : null}
    </section>
  )
}

function footerOf(document: Document, available: boolean, words: AttachmentWords): string {
  if (available) return words.caution
  return document.status === 'awaiting' ? words.later : words.never
}

type AttachedLineProps = {
  file: AttachedFile
  /** Null while it cannot be fetched. */
  href: string | null
  words: AttachmentWords
  lang: Language
}

function AttachedLine({ file, href, words, lang }: AttachedLineProps): JSX.Element {
  const valid = file.status === 'valid'
  const at = words.uploadedAt(stamp(file.uploadedAt, lang))
  return (
    <li>
      <div class="file-words">
        <strong>{file.name}</strong>
        <span class="note">{inOneLine([valid ? byteSize(file.bytes) : words.deleted, at], lang)}</span>
        <code class="digest">{`SHA-256 ${file.sha256}`}</code>
      </div>
      {valid && href !== null ? (
        <a class="button quiet" href={href} download aria-label={`${words.download} ${file.name}`}>
          {words.download}
        </a>
      ) : null}
    </li>
  )
}
