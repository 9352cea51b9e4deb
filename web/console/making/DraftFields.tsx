import type { JSX } from 'preact'
import { recipientsOf } from '#domain/document.ts'
import type { DraftPageProps } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'

/** What is to be filled in on the pages of a draft. */
export function DraftFields({ chrome, document }: DraftPageProps): JSX.Element {
  const words = draftWords(chrome.lang).fields
  const ready = document.files.length > 0 && recipientsOf(document).length > 0
  const { length } = document.widgets
  return (
    <section class="card" id="fields" aria-labelledby="fields-heading">
      <h2 id="fields-heading">{words.title}</h2>
      <p>{length > 0 ? words.some(length) : words.none}</p>
      {ready ? null : <p class="note">{words.needs}</p>}
    </section>
  )
}
