import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { lookOf, partiesOf } from '../placing/parties.ts'
import { placingWords } from '../placing/placing-words.ts'
import type { DraftPageProps } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'

/** What is to be filled in on the pages of a draft, by whom, and the way to where it is placed. */
export function DraftFields({ chrome, document }: DraftPageProps): JSX.Element {
  const words = draftWords(chrome.lang).fields
  const placing = placingWords(chrome.lang)
  const { length } = document.widgets
  const counted = partiesOf(document, chrome.lang).flatMap((party) => {
    const own = document.widgets.filter((each) => each.participantId === party.id).length
    return own === 0 ? [] : [{ party, own }]
  })
  return (
    <section class="card" id="fields" data-live="fields" aria-labelledby="fields-heading">
      <h2 id="fields-heading">{words.title}</h2>
      <p>{length > 0 ? words.some(length) : words.none}</p>
      <ul class="field-counts">
        {counted.map(({ party, own }) => (
          <li key={party.id}>
            <span class={`party-sign ${lookOf(party)}`} aria-hidden="true">
              {party.sign}
            </span>
            {placing.counts(party.name, own)}
          </li>
        ))}
      </ul>
      {document.files.length === 0 ? (
        <p class="note">{words.needs}</p>
      ) : (
        <LinkButton kind="quiet" href={`/console/documents/${document.id}/fields`}>
          {placing.open}
        </LinkButton>
      )}
    </section>
  )
}
