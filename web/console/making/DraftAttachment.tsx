import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { attachmentWordsIn } from '../words/attachment-words.ts'
import { personName } from '../words/template-words.ts'
import type { DraftPageProps } from './draft-page-props.ts'

/** What one recipient of a draft is asked to attach, and the way to where it is said; nothing where the team does without. */
export function DraftAttachment({ chrome, document, uploads }: DraftPageProps): JSX.Element | null {
  if (!uploads) return null
  const words = attachmentWordsIn(chrome.lang)
  const { ask } = words
  const asked = document.attachment !== null
  return (
    <section class="card" id="attachment" aria-labelledby="attachment-heading">
      <h2 id="attachment-heading">{ask.title}</h2>
      {asked ? <AskedForFile document={document} lang={chrome.lang} /> : <p>{ask.none}</p>}
      {recipientsOf(document).length === 0 ? (
        <p class="note">{ask.needs}</p>
      ) : (
        <LinkButton kind="quiet" href={`/console/documents/${document.id}/attachment`}>
          {asked ? ask.edit : ask.act}
        </LinkButton>
      )}
    </section>
  )
}

/** Who is asked for a file, for what, and whether they can do without. */
export function AskedForFile({ document, lang }: { document: Document; lang: Language }): JSX.Element | null {
  const words = attachmentWordsIn(lang)
  const { attachment } = document
  const who = recipientsOf(document).find(({ id }) => id === attachment?.participantId)
  if (attachment === null || who === undefined) return null
  return (
    <>
      <p>{words.asked(personName(who, lang))}</p>
      {attachment.description === '' ? null : <p class="as-typed">{attachment.description}</p>}
      <p class="note">{attachment.required ? words.required : words.optional}</p>
    </>
  )
}
