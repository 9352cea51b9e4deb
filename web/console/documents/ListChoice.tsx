import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { listWords, type OfferedList } from './list-words.ts'

type ListChoiceProps = { offered: readonly OfferedList[]; shown: OfferedList; lang: Language }

/** The way between the lists that a member has. */
export function ListChoice({ offered, shown, lang }: ListChoiceProps): JSX.Element {
  const words = listWords[lang]
  return (
    <nav class="lists" aria-label={words.whose}>
      <ul>
        {offered.map((each) => (
          <li key={each}>
            <a href={listPath(each)} {...(each === shown ? { 'aria-current': 'page' as const } : {})}>
              {words[each]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Where a list begins. */
export function listPath(list: OfferedList): string {
  if (list === 'approvals') return '/console/approvals'
  return list === 'own' ? '/console/documents' : `/console/documents?list=${list}`
}
