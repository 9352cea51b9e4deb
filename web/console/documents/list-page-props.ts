import type { Document } from '#domain/document.ts'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import type { FilterChoices } from './FindForm.tsx'
import type { ListColumn } from './find-words.ts'
import type { FilterError, ListFilter } from './list-filter.ts'
import type { Recorded } from './list-line.ts'
import type { OfferedList } from './list-words.ts'

export type DocumentsPageProps = {
  chrome: ConsoleChrome
  documents: Document[]
  recorded: ReadonlyMap<string, Recorded>
  filter: ListFilter
  error: FilterError | null
  choices: FilterChoices
  /** How many there are on all pages; null where the filter cannot be read. */
  count: { total: number; more: boolean } | null
  /** Older documents cannot be found by everything yet. */
  unlisted: boolean
  columns: { shown: ListColumn[]; offered: ListColumn[] }
  /** The team keeps documents in cabinets. */
  departments: boolean
  /** Which lists the member has. */
  lists: readonly OfferedList[]
  /** Key of the next page; null on the last. */
  next: string | null
  /** What was just done. */
  done: 'deleted' | 'columns' | null
}
