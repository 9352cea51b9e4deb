import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { draftWords } from '../making/draft-words.ts'
import { wordsIn } from '../words/words.ts'
import { ChosenActs } from './ChosenActs.tsx'
import { EmptyList } from './EmptyList.tsx'
import { findWords } from './find-words.ts'
import { ListExport } from './ListExport.tsx'
import { ListBar, ListOfLists, ListTop } from './ListHead.tsx'
import { ListTable } from './ListTable.tsx'
import { documentsPath, type FilterError, isNarrowed, type ListFilter } from './list-filter.ts'
import type { DocumentsPageProps } from './list-page-props.ts'

/** 書類: the lists of documents, what finds one in them, and what each shows. */
export function DocumentsPage(props: DocumentsPageProps): JSX.Element {
  const { chrome, documents, filter, next, error } = props
  const { lang } = chrome
  const section = wordsIn(lang).documents
  const words = findWords[lang]
  return (
    <ConsoleLayout chrome={chrome} title={section.title} section="documents" inError={error !== null}>
      <ListTop chrome={chrome} filter={filter} />
      {props.done === null ? null : (
        <Notice kind="success" live>
          {props.done === 'deleted' ? draftWords(lang).remove.done : words.choose.saved}
        </Notice>
      )}
      <ListOfLists {...props} />
      {props.unlisted && isSearched(filter) ? <Notice kind="information">{words.unlisted}</Notice> : null}
      <ListBar {...props} tests={filter.tests !== 'all' || documents.some(({ test }) => test)} />
      <ListTable
        chrome={chrome}
        documents={documents}
        list={filter.list}
        columns={props.columns.shown}
        recorded={props.recorded}
        cabinets={new Map(props.choices.cabinets.map(({ id, name }) => [id, name]))}
        empty={
          <EmptyList list={filter.list} search={filter.search} why={whyEmpty(filter, error)} lang={lang} />
        }
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
      {documents.length === 0 ? null : <ListExport chrome={chrome} filter={filter} />}
    </ConsoleLayout>
  )
}

function isSearched(filter: ListFilter): boolean {
  return filter.search !== '' || isNarrowed(filter)
}

function whyEmpty(filter: ListFilter, error: FilterError | null): 'refused' | 'filtered' | 'new' {
  if (error !== null) return 'refused'
  const { status, tests } = filter
  return isSearched(filter) || status !== null || tests !== 'all' ? 'filtered' : 'new'
}
