import type { JSX } from 'preact'
import { type Document, lastProcessedAt, recipientsOf, senderOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { openTelRequests } from '#domain/tel-request.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { SearchForm } from '../frame/SearchForm.tsx'
import { TestBadge } from '../frame/TestBadge.tsx'
import { draftWords } from '../making/draft-words.ts'
import { personName } from '../words/template-words.ts'
import { testWordsIn } from '../words/test-words.ts'
import { type Words, wordsIn } from '../words/words.ts'
import { EmptyList } from './EmptyList.tsx'
import { importedWords } from './imported-words.ts'
import { ListChoice } from './ListChoice.tsx'
import { listWords, type WhoseList } from './list-words.ts'
import { sealingWords } from './sealing-words.ts'
import { statusOf } from './status-of.ts'
import { telRequestWords } from './tel-request-words.ts'

export type ListedStatus = 'draft' | 'awaiting' | 'concluded' | 'cancelled' | 'imported'

export const listedStatuses: ListedStatus[] = ['draft', 'awaiting', 'concluded', 'cancelled', 'imported']

/** Are documents of test clients on the list? */
export const testsShown = ['all', 'hidden', 'only'] as const
type TestsShown = (typeof testsShown)[number]

export type DocumentsPageProps = {
  chrome: ConsoleChrome
  documents: Document[]
  filter: {
    list: WhoseList
    status: ListedStatus | null
    search: string
    tests: TestsShown
    after: string | null
  }
  /** Which lists the member has. */
  lists: readonly WhoseList[]
  /** Key of the next page; null on the last. */
  next: string | null
  /** A draft was just deleted. */
  removed: boolean
}

/** Address of a list: the filter is in the URL, so that it can be kept and sent. */
function documentsPath(filter: Partial<DocumentsPageProps['filter']>): string {
  const query = new URLSearchParams()
  if (filter.list !== undefined && filter.list !== 'own') query.set('list', filter.list)
  if (filter.status) query.set('status', filter.status)
  if (filter.search) query.set('q', filter.search)
  if (filter.tests !== undefined && filter.tests !== 'all') query.set('tests', filter.tests)
  if (filter.after) query.set('after', filter.after)
  return query.size === 0 ? '/console/documents' : `/console/documents?${query}`
}

function keptBySearch({
  list,
  status,
  tests,
}: DocumentsPageProps['filter']): { name: string; value: string }[] {
  return [
    ...(list === 'own' ? [] : [{ name: 'list', value: list }]),
    ...(status === null ? [] : [{ name: 'status', value: status }]),
    ...(tests === 'all' ? [] : [{ name: 'tests', value: tests }]),
  ]
}

export function DocumentsPage(props: DocumentsPageProps): JSX.Element {
  const { chrome, documents, filter, next, removed } = props
  const words = wordsIn(chrome.lang)
  const section = words.documents
  const filtered = filter.status !== null || filter.search !== '' || filter.tests !== 'all'
  return (
    <ConsoleLayout chrome={chrome} title={section.title} section="documents">
      <div class="section-head">
        <h1>{section.title}</h1>
        <LinkButton href="/console/documents/new">{draftWords(chrome.lang).start.act}</LinkButton>
      </div>
      {props.lists.length > 1 ? (
        <ListChoice offered={props.lists} shown={filter.list} lang={chrome.lang} />
      ) : null}
      {removed ? (
        <Notice kind="success" live>
          {draftWords(chrome.lang).remove.done}
        </Notice>
      ) : null}
      <Filters filter={filter} words={words} />
      {filter.tests !== 'all' || documents.some(({ test }) => test) ? (
        <TestsFilter filter={filter} lang={chrome.lang} />
      ) : null}
      <div class="card table-card">
        <Table
          caption={section.caption}
          rows={documents}
          rowKey={(document) => document.id}
          empty={<EmptyList filtered={filtered} list={filter.list} lang={chrome.lang} />}
          columns={[
            {
              heading: section.columns.title,
              cell: (document) => <Title document={document} list={filter.list} chrome={chrome} />,
            },
            filter.list === 'received'
              ? {
                  heading: listWords[chrome.lang].sender,
                  cell: (document) => senderLine(document),
                }
              : {
                  heading: section.columns.recipients,
                  cell: (document) => (
                    <Recipients document={document} list={filter.list} lang={chrome.lang} />
                  ),
                },
            {
              heading: section.columns.status,
              cell: (document) => <Status document={document} words={words} lang={chrome.lang} />,
            },
            {
              heading: section.columns.date,
              align: 'right',
              cell: (document) => (
                <time dateTime={lastProcessedAt(document).toISOString()}>
                  {stamp(lastProcessedAt(document), chrome.lang)}
                </time>
              ),
            },
          ]}
        />
      </div>
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

/** Others' drafts are on no list, and nobody receives what was concluded elsewhere. */
function statusesIn(list: WhoseList): ListedStatus[] {
  if (list === 'own') return listedStatuses
  return listedStatuses.filter((each) => each !== 'draft' && (list === 'team' || each !== 'imported'))
}

type FiltersProps = { filter: DocumentsPageProps['filter']; words: Words }

function Filters({ filter, words }: FiltersProps): JSX.Element {
  const section = words.documents
  return (
    <div class="filters">
      <nav aria-label={section.filterLabel}>
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
      <SearchForm
        action="/console/documents"
        search={filter.search}
        narrowedBy={keptBySearch(filter)}
        words={section}
      />
    </div>
  )
}

/** Whoever has no test documents is asked nothing. */
function TestsFilter({ filter, lang }: Pick<DocumentsPageProps, 'filter'> & { lang: Language }): JSX.Element {
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

type TitleProps = { document: Document; list: WhoseList; chrome: ConsoleChrome }

function Title({ document, list, chrome }: TitleProps): JSX.Element {
  const words = wordsIn(chrome.lang)
  return (
    <>
      <a
        class="row-title"
        href={`/console/documents/${document.id}${document.status === 'draft' ? '/draft' : ''}`}
      >
        {document.title || words.documents.untitled}
      </a>
      {document.test ? <TestBadge>{testWordsIn(chrome.lang).document.badge}</TestBadge> : null}
      <span class="row-more">
        {list === 'own' ? recipientsLine(document, chrome.lang) : senderLine(document)}
        <br />
        {stamp(lastProcessedAt(document), chrome.lang)}
      </span>
    </>
  )
}

function Status({
  document,
  words,
  lang,
}: {
  document: Document
  words: Words
  lang: Language
}): JSX.Element {
  const { word, tone } = statusOf(document, words, sealingWords(lang))
  const recipients = recipientsOf(document)
  const done = recipients.filter((each) => ['signing', 'confirmed', 'filled'].includes(each.status)).length
  const locked = document.status === 'awaiting' && recipients.some((each) => each.lockedAt !== null)
  return (
    <div class="row-status">
      <StatusDot tone={tone}>{word}</StatusDot>
      {document.status === 'awaiting' && recipients.length > 1 ? (
        <span class="row-note">{words.documents.progress(done, recipients.length)}</span>
      ) : null}
      {locked ? <StatusDot tone="warning">{words.document.participants.locked}</StatusDot> : null}
      {openTelRequests(document).length > 0 ? (
        <StatusDot tone="warning">{telRequestWords[lang].listed}</StatusDot>
      ) : null}
    </div>
  )
}

type RecipientsProps = { document: Document; list: WhoseList; lang: Language }

function Recipients({ document, list, lang }: RecipientsProps): JSX.Element {
  const line = recipientsLine(document, lang)
  if (recipientsOf(document).length === 0) return <span class="row-note">{line}</span>
  if (list === 'own') return <>{line}</>
  return (
    <>
      {line}
      <span class="row-under">{`${listWords[lang].sender}：${senderLine(document)}`}</span>
    </>
  )
}

function senderLine(document: Document): string {
  const { organization, name } = senderOf(document)
  return organization === '' ? name : `${organization} ${name}`
}

function recipientsLine(document: Document, lang: Language): string {
  const words = wordsIn(lang)
  const [first, ...others] = recipientsOf(document)
  if (first === undefined) {
    return document.status === 'imported' ? importedWords(lang).noRecipient : words.documents.noRecipient
  }
  const person = personName(first, lang)
  const name = first.organization === '' ? person : `${first.organization} ${person}`
  return others.length === 0 ? name : words.documents.others(name, others.length)
}
