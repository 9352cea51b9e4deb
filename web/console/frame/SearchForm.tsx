import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'

export type SearchFormProps = {
  action: string
  search: string
  /** What the list is narrowed by besides; kept while searching. Null: nothing. */
  narrowedBy: { name: string; value: string } | null
  words: { search: string; searchButton: string }
}

/** The search above a list. `/` leads to it. */
export function SearchForm({ action, search, narrowedBy, words }: SearchFormProps): JSX.Element {
  return (
    <search>
      <form class="search" method="get" action={action}>
        {narrowedBy === null ? null : <input type="hidden" name={narrowedBy.name} value={narrowedBy.value} />}
        <label class="spoken" for="q">
          {words.search}
        </label>
        <input
          id="q"
          name="q"
          type="search"
          value={search}
          placeholder={words.search}
          maxlength={100}
          data-shortcut="/"
        />
        <Button kind="quiet">{words.searchButton}</Button>
      </form>
    </search>
  )
}
