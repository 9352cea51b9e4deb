import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'

export type SearchFormProps = {
  action: string
  search: string
  /** What the list is narrowed by besides; kept while searching. */
  narrowedBy: { name: string; value: string }[]
  words: { search: string; searchButton: string }
}

/** The search above a list. `/` leads to it. */
export function SearchForm({ action, search, narrowedBy, words }: SearchFormProps): JSX.Element {
  return (
    <search>
      <form class="search" method="get" action={action}>
        {narrowedBy.map(({ name, value }) => (
          <input type="hidden" key={name} name={name} value={value} />
        ))}
        <SearchEntry search={search} words={words.search} />
        <Button kind="quiet">{words.searchButton}</Button>
      </form>
    </search>
  )
}

type SearchEntryProps = {
  search: string
  words: string
  /** What stands in it while it is empty, where that is not its name. */
  placeholder?: string
  /** Id of what explains it. */
  hint?: string
  /** What it is called in the address. */
  name?: string
}

/** The entry alone, with its name for whoever hears the page. */
export function SearchEntry({
  search,
  words,
  placeholder = words,
  hint,
  name = 'q',
}: SearchEntryProps): JSX.Element {
  return (
    <>
      <label class="spoken" for={name}>
        {words}
      </label>
      <input
        id={name}
        name={name}
        type="search"
        value={search}
        placeholder={placeholder}
        maxlength={100}
        data-shortcut="/"
        aria-describedby={hint}
      />
    </>
  )
}
