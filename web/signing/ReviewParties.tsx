import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import type { ReviewParty } from './review-props.ts'
import { wordsIn } from './words.ts'

export type ReviewPartiesProps = { parties: ReviewParty[]; together: boolean; lang: Language }

const tone = {
  sent: 'success',
  consented: 'success',
  you: 'active',
  asked: 'active',
  waiting: 'quiet',
  informed: 'quiet',
} satisfies Record<ReviewParty['state'], StatusTone>

/** Who has consented, and who is next. */
export function ReviewParties({ parties, together, lang }: ReviewPartiesProps): JSX.Element {
  const words = wordsIn(lang).review
  return (
    <section class="parties" aria-labelledby="parties-heading">
      <h2 id="parties-heading">{words.parties}</h2>
      <ol>
        {parties.map((party, index) => (
          <li key={`${index}-${party.name}`}>
            <span class="party-name">
              {party.name}
              {party.organization === null ? null : (
                <span class="party-organization">{party.organization}</span>
              )}
            </span>
            <StatusDot tone={tone[party.state]}>{words.party[party.state]}</StatusDot>
            {party.at === null ? null : <span class="party-at">{party.at}</span>}
          </li>
        ))}
      </ol>
      {together ? <p class="note">{words.together}</p> : null}
    </section>
  )
}
