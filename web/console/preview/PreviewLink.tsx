import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { type PreviewedFrom, previewWords } from './preview-words.ts'

type PreviewLinkProps = { base: string; document: Document; from: PreviewedFrom; lang: Language }

/** The way to what recipients will see, as soon as there is something to see and somebody to see it. */
export function PreviewLink({ base, document, from, lang }: PreviewLinkProps): JSX.Element | null {
  if (document.files.length === 0 || recipientsOf(document).length === 0) return null
  return (
    <LinkButton kind="quiet" href={`${base}/preview?from=${from}`} id="preview">
      {previewWords(lang).open}
    </LinkButton>
  )
}
