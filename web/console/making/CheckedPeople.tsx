import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { blocksOf } from '#domain/recipient-group.ts'
import { inOneLine } from '../words/marks.ts'
import { personName } from '../words/template-words.ts'
import { factsOf } from './DraftPeople.tsx'
import { peopleWords } from './people-words.ts'

/** The recipients as whoever sends, or approves, looks them through; those of a group have one number. */
export function CheckedPeople({ document, lang }: { document: Document; lang: Language }): JSX.Element {
  return (
    <ol class="lineup">
      {blocksOf(recipientsOf(document)).flatMap((block, place) =>
        block.map((each) => (
          <li key={each.id}>
            <span class="check-order">{place + 1}</span>
            <div class="lineup-words">
              <p class="person-name">
                <strong>{personName(each, lang)}</strong>
                {each.organization === '' ? null : <span>{each.organization}</span>}
                {block.length === 1 ? null : <span class="together">{peopleWords(lang).together}</span>}
              </p>
              <p class="note">{inOneLine(factsOf(each, lang), lang)}</p>
            </div>
          </li>
        )),
      )}
    </ol>
  )
}
