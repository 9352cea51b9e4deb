import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { draftWords } from '../making/draft-words.ts'
import { wordsIn } from '../words/words.ts'
import { findWords } from './find-words.ts'
import { listPath } from './ListChoice.tsx'
import { listWords, type WhoseList } from './list-words.ts'

/** `refused`: the filter cannot be read. `new`: nothing is asked for, and there is nothing yet. */
type EmptyListProps = {
  why: 'refused' | 'filtered' | 'new'
  list: WhoseList
  /** What was looked for. */
  search: string
  lang: Language
}

/** A list without documents: because of the filter, or because there are none yet. */
export function EmptyList({ why, list, search, lang }: EmptyListProps): JSX.Element {
  const section = wordsIn(lang).documents
  const words = list === 'own' ? null : listWords[lang].empty[list]
  const { nothing } = findWords[lang]
  if (why !== 'new') {
    return (
      <div class="empty">
        <h2>{nothing.title}</h2>
        <p>{why === 'refused' ? nothing.refused : nothing.lead}</p>
        {isAddress(search) && list !== 'received' ? <p>{nothing.address}</p> : null}
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
      {list === 'own' ? (
        <LinkButton kind="quiet" href="/console/documents/new">
          {draftWords(lang).start.act}
        </LinkButton>
      ) : null}
    </div>
  )
}

/** A whole address or a part of one, also in full width: a recipient's name has no such sign. */
function isAddress(search: string): boolean {
  return search.normalize('NFKC').includes('@')
}
