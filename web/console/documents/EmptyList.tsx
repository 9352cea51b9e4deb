import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { wordsIn } from '../words/words.ts'
import { listPath } from './ListChoice.tsx'
import { listWords, type WhoseList } from './list-words.ts'

type EmptyListProps = { filtered: boolean; list: WhoseList; lang: Language }

/** A list without documents: because of the filter, or because there are none yet. */
export function EmptyList({ filtered, list, lang }: EmptyListProps): JSX.Element {
  const section = wordsIn(lang).documents
  const words = list === 'own' ? null : listWords[lang].empty[list]
  if (filtered) {
    return (
      <div class="empty">
        <h2>{section.nothingTitle}</h2>
        <p>{section.nothingLead}</p>
        <LinkButton kind="quiet" href={listPath(list)}>
          {section.clear}
        </LinkButton>
      </div>
    )
  }
  return (
    <div class="empty">
      <svg width="72" height="72" viewBox="0 0 72 72" fill="none" aria-hidden="true">
        <path class="empty-paper" d="M18 8h26l12 12v44H18z" />
        <path class="empty-fold" d="M44 8v12h12" />
        <path class="empty-lines" d="M26 32h22M26 40h22M26 48h12" />
      </svg>
      <h2>{words?.title ?? section.emptyTitle}</h2>
      <p>{words?.lead ?? section.emptyLead}</p>
    </div>
  )
}
