import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import { readSearch } from '#domain/document-search.ts'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { draftWords } from '../making/draft-words.ts'
import { testWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'
import { type ChosenAct, chosenWords } from './chosen-words.ts'
import { EmptyList } from './EmptyList.tsx'
import { type FilterChoices, FindForm } from './FindForm.tsx'
import { findWords, type ListColumn, type SearchedPlace } from './find-words.ts'
import { ListChoice } from './ListChoice.tsx'
import { ListTable, type Recorded } from './ListTable.tsx'
import {
  documentsPath,
  type FilterError,
  isNarrowed,
  type ListFilter,
  statusesIn,
  testsShown,
} from './list-filter.ts'
import type { OfferedList } from './list-words.ts'
import { registerWords } from './register-words.ts'

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

/** 書類: the lists of documents, what finds one in them, and what each shows. */
export function DocumentsPage(props: DocumentsPageProps): JSX.Element {
  const { chrome, documents, filter, next, error } = props
  const { lang } = chrome
  const section = wordsIn(lang).documents
  const words = findWords[lang]
  const shown = filter.tests !== 'all' || documents.some(({ test }) => test)
  return (
    <ConsoleLayout chrome={chrome} title={section.title} section="documents" inError={error !== null}>
      <div class="section-head">
        <h1>{section.title}</h1>
        <LinkButton href="/console/documents/new">{draftWords(lang).start.act}</LinkButton>
      </div>
      {props.lists.length > 1 ? <ListChoice offered={props.lists} shown={filter.list} lang={lang} /> : null}
      {props.done === null ? null : (
        <Notice kind="success" live>
          {props.done === 'deleted' ? draftWords(lang).remove.done : words.choose.saved}
        </Notice>
      )}
      <FindForm filter={filter} choices={props.choices} error={error} lang={lang} />
      <States filter={filter} lang={lang} />
      {shown ? <TestsFilter filter={filter} lang={lang} /> : null}
      {props.unlisted && isSearched(filter) ? <Notice kind="information">{words.unlisted}</Notice> : null}
      <div class="list-head">
        <p class="list-count" aria-live="polite">
          {props.count === null ? null : <strong>{words.count(props.count.total, props.count.more)}</strong>}
          {filter.search === '' || error !== null ? null : <span>{searchedSentence(filter, lang)}</span>}
        </p>
        {filter.list === 'received' ? null : (
          <a class="plain" href="/console/register">
            {registerWords[lang].link}
          </a>
        )}
        <ColumnChoice {...props} />
      </div>
      <ListTable
        chrome={chrome}
        documents={documents}
        list={filter.list}
        columns={props.columns.shown}
        recorded={props.recorded}
        cabinets={new Map(props.choices.cabinets.map(({ id, name }) => [id, name]))}
        empty={<EmptyList list={filter.list} why={whyEmpty(filter, error)} lang={lang} />}
      />
      {documents.length === 0 ? null : <ChosenActs {...props} />}
      {next === null && filter.after === null ? null : (
        <nav class="pages" aria-label={section.pages}>
          {filter.after === null ? (
            <span />
          ) : (
            <a href={documentsPath({ ...filter, after: null })}>{section.first}</a>
          )}
          {next === null ? null : (
            <LinkButton kind="quiet" href={documentsPath({ ...filter, after: next })}>
              {section.next}
            </LinkButton>
          )}
        </nav>
      )}
    </ConsoleLayout>
  )
}

type FilterProps = { filter: ListFilter; lang: Language }

function isSearched(filter: ListFilter): boolean {
  return filter.search !== '' || isNarrowed(filter)
}

/** Says where was looked, for one entry may be several things. */
function searchedSentence({ search, list }: ListFilter, lang: Language): string {
  const words = findWords[lang]
  const read = readSearch(search)
  const isReceived = list === 'received'
  const places: SearchedPlace[] = [
    'title',
    'person',
    ...(read?.lastFour && !isReceived ? (['lastFour'] as const) : []),
    ...(read?.email && !isReceived ? (['email'] as const) : []),
    ...(read?.documentId ? (['id'] as const) : []),
  ]
  return words.searched(
    search,
    places.map((each) => words.places[each]),
  )
}

function States({ filter, lang }: FilterProps): JSX.Element {
  const section = wordsIn(lang).documents
  return (
    <nav class="states" aria-label={section.filterLabel}>
      <ul class="tabs">
        {[null, ...statusesIn(filter.list)].map((status) => (
          <li key={status ?? 'all'}>
            <a
              href={documentsPath({ ...filter, status, after: null })}
              {...(status === filter.status ? { 'aria-current': 'true' as const } : {})}
            >
              {status === null ? section.all : section.status[status]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Whoever has no test documents is asked nothing. */
function TestsFilter({ filter, lang }: FilterProps): JSX.Element {
  const words = testWordsIn(lang).document
  return (
    <nav class="tests-shown" aria-label={words.shown}>
      <span>{words.shown}</span>
      {testsShown.map((tests) => (
        <a
          key={tests}
          href={documentsPath({ ...filter, tests, after: null })}
          {...(tests === filter.tests ? { 'aria-current': 'true' as const } : {})}
        >
          {words[tests]}
        </a>
      ))}
    </nav>
  )
}

/** What can be done with the ticked documents: of others' only what an office or a recipient may. */
function ChosenActs({ chrome, filter, departments }: DocumentsPageProps): JSX.Element {
  const words = chosenWords[chrome.lang]
  const offered: ChosenAct[] = [
    'download',
    ...(filter.list === 'own' ? (['remind'] as const) : []),
    ...(filter.list !== 'received' && departments ? (['file'] as const) : []),
    ...(filter.list === 'own' ? (['cancel'] as const) : []),
  ]
  return (
    <form id="chosen" class="chosen-acts" method="post" action="/console/documents/chosen">
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="back" value={documentsPath(filter)} />
      <fieldset>
        <legend>{words.legend}</legend>
        {offered.map((act) => (
          <Button key={act} kind="quiet" name="act" value={act}>
            {words.acts[act].button}
          </Button>
        ))}
      </fieldset>
    </form>
  )
}

/** Which columns the list has, kept for the member. */
function ColumnChoice({ chrome, columns, filter }: DocumentsPageProps): JSX.Element {
  const words = findWords[chrome.lang]
  return (
    <details class="columns">
      <summary>{words.choose.summary}</summary>
      <form method="post" action="/console/documents/columns">
        <FormToken value={chrome.formToken} />
        <input type="hidden" name="list" value={filter.list} />
        <input type="hidden" name="back" value={documentsPath(filter)} />
        <fieldset class="choices">
          <legend>{words.choose.legend}</legend>
          {columns.offered.map((column) => (
            <label key={column}>
              <input
                type="checkbox"
                name={`column_${column}`}
                value="1"
                checked={columns.shown.includes(column)}
              />
              {words.columns[column]}
            </label>
          ))}
        </fieldset>
        <Button kind="quiet">{words.choose.save}</Button>
      </form>
    </details>
  )
}

function whyEmpty(filter: ListFilter, error: FilterError | null): 'refused' | 'filtered' | 'new' {
  if (error !== null) return 'refused'
  const { status, tests } = filter
  return isSearched(filter) || status !== null || tests !== 'all' ? 'filtered' : 'new'
}
