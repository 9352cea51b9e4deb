import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { narrowWords } from '../words/narrow-words.ts'

/** What a list is narrowed to, by the names of its address; empty: by nothing. */
export type Narrowed = Record<string, string>

/** One page of a list, as it is narrowed. */
export type ListedPage = {
  filter: Narrowed
  /** Behind which the next page begins; null on the last. */
  next: string | null
  /** It is not the first. */
  deep: boolean
}

type Choice = { name: string; label: string; offered: { value: string; words: string }[] }

export type NarrowFormProps = {
  /** Where the list is. */
  path: string
  filter: Narrowed
  /** What its search is called; null: it has none. */
  search: string | null
  choices: Choice[]
  lang: Language
}

/** Is the list narrowed by anything? */
export function isNarrowedBy(filter: Narrowed): boolean {
  return Object.values(filter).some((value) => value !== '')
}

/** The address of a page of the list. */
function pathOf(path: string, filter: Narrowed, after: string | null): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  if (after !== null) query.set('after', after)
  return query.size === 0 ? path : `${path}?${query}`
}

/** What narrows a list: a search and choices, kept in its address. */
export function NarrowForm({ path, filter, search, choices, lang }: NarrowFormProps): JSX.Element {
  const words = narrowWords[lang]
  return (
    <form class="history-filter" method="get" action={path}>
      {search === null ? null : (
        <div class="field">
          <label for="q">{search}</label>
          <input
            id="q"
            name="q"
            type="search"
            value={filter.q ?? ''}
            maxlength={100}
            data-shortcut="/"
            autocomplete="off"
          />
        </div>
      )}
      {choices.map(({ name, label, offered }) => (
        <div class="field" key={name}>
          <label for={name}>{label}</label>
          <select id={name} name={name}>
            <option value="">{words.all}</option>
            {offered.map(({ value, words: said }) => (
              <option key={value} value={value} selected={value === filter[name]}>
                {said}
              </option>
            ))}
          </select>
        </div>
      ))}
      <div class="history-acts">
        <Button kind="quiet">{words.find}</Button>
        {isNarrowedBy(filter) ? <a href={path}>{words.clear}</a> : null}
      </div>
    </form>
  )
}

type ListPagesProps = Pick<NarrowFormProps, 'path' | 'lang'> & ListedPage

/** The ways to the first and to the next page. */
export function ListPages({ path, filter, lang, next, deep }: ListPagesProps): JSX.Element | null {
  const words = narrowWords[lang]
  if (next === null && !deep) return null
  return (
    <nav class="pages" aria-label={words.pages}>
      {deep ? <a href={pathOf(path, filter, null)}>{words.first}</a> : <span />}
      {next === null ? null : (
        <LinkButton kind="quiet" href={pathOf(path, filter, next)}>
          {words.next}
        </LinkButton>
      )}
    </nav>
  )
}

type NothingProps = { what: 'members' | 'clients' | 'approvals'; path: string; lang: Language }

/** Why a narrowed list is empty, and the way out. */
export function NothingMatches({ what, path, lang }: NothingProps): JSX.Element {
  const words = narrowWords[lang]
  return (
    <div class="empty">
      <h2>{words.nothing[what]}</h2>
      <p>{words.nothingLead}</p>
      <LinkButton kind="quiet" href={path}>
        {words.clear}
      </LinkButton>
    </div>
  )
}
