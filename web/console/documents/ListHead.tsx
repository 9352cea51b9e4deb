import type { JSX } from 'preact'
import { readSearch } from '#domain/document-search.ts'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { draftWords } from '../making/draft-words.ts'
import { fact } from '../words/marks.ts'
import { testWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'
import { type FilterChoices, FindFilters, FindForm, NarrowedBy } from './FindForm.tsx'
import { findWords, type SearchedPlace } from './find-words.ts'
import { ListChoice } from './ListChoice.tsx'
import { documentsPath, type ListFilter, narrowingFields, statusesIn, testsShown } from './list-filter.ts'
import type { DocumentsPageProps } from './list-page-props.ts'
import { registerWords } from './register-words.ts'

/** What stands first on the page: its name, the one entry that finds, the one act. */
export function ListTop({ chrome, filter }: Pick<DocumentsPageProps, 'chrome' | 'filter'>): JSX.Element {
  const { lang } = chrome
  return (
    <div class="list-top">
      <h1>{wordsIn(lang).documents.title}</h1>
      <FindForm filter={filter} lang={lang} />
      <LinkButton href="/console/documents/new">{draftWords(lang).start.act}</LinkButton>
    </div>
  )
}

/** Which list, and beside it the register, which is a list too. */
export function ListOfLists({ chrome, lists, filter }: DocumentsPageProps): JSX.Element | null {
  const register = filter.list !== 'received'
  if (lists.length < 2 && !register) return null
  return (
    <div class="list-lists">
      {lists.length > 1 ? <ListChoice offered={lists} shown={filter.list} lang={chrome.lang} /> : null}
      {register ? (
        <a class="plain" href="/console/register">
          {registerWords[chrome.lang].link}
        </a>
      ) : null}
    </div>
  )
}

/** One line of what the list is narrowed by and what it shows; beneath it how many there are. */
export function ListBar(props: DocumentsPageProps & { tests: boolean }): JSX.Element {
  const { chrome, filter, choices, count, error } = props
  const { lang } = chrome
  return (
    <>
      <div class="list-bar">
        <States filter={filter} lang={lang} />
        <FindFilters filter={filter} choices={choices} error={error} lang={lang} />
        <ColumnChoice {...props} />
      </div>
      <div class="list-line">
        <p class="list-count" aria-live="polite">
          {count === null ? null : <strong>{findWords[lang].count(count.total, count.more)}</strong>}
          {filter.search === '' || error !== null ? null : <span>{searchedSentence(filter, lang)}</span>}
        </p>
        <Narrowed filter={filter} choices={choices} lang={lang} />
        {props.tests ? <TestsFilter filter={filter} lang={lang} /> : null}
      </div>
    </>
  )
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
    ...(read !== null && read.amount !== null && !isReceived ? (['amount'] as const) : []),
    ...(read?.documentId ? (['id'] as const) : []),
  ]
  return words.searched(
    search,
    places.map((each) => words.places[each]),
  )
}

type FilterProps = { filter: ListFilter; lang: Language }

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

function Narrowed({ filter, choices, lang }: FilterProps & { choices: FilterChoices }): JSX.Element | null {
  const { fields } = findWords[lang]
  const names = new Map([...choices.senders, ...choices.cabinets].map(({ id, name }) => [id, name]))
  const said = narrowingFields
    .filter((field) => filter[field] !== '')
    .map((field) => ({
      line: fact(fields[field], names.get(filter[field]) ?? filter[field], lang),
      without: documentsPath({ ...filter, [field]: '', after: null }),
    }))
  return <NarrowedBy said={said} lang={lang} />
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

/** Which columns the list has, kept for the member. */
function ColumnChoice({ chrome, columns, filter }: DocumentsPageProps): JSX.Element {
  const words = findWords[chrome.lang]
  return (
    <details class="columns" data-menu>
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
