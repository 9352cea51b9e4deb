import type { JSX } from 'preact'
import { type Document, lastProcessedAt, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { openTelRequests } from '#domain/tel-request.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table, type TableColumn } from '#web/ui/Table.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { TestBadge } from '../frame/TestBadge.tsx'
import { fact } from '../words/marks.ts'
import { testWordsIn } from '../words/test-words.ts'
import { type Words, wordsIn } from '../words/words.ts'
import { chosenWords } from './chosen-words.ts'
import { findWords, type ListColumn } from './find-words.ts'
import { importedWords } from './imported-words.ts'
import { type Recorded, recipientLine, senderLine } from './list-line.ts'
import { listWords, type WhoseList } from './list-words.ts'
import { sealingWords } from './sealing-words.ts'
import { statusOf } from './status-of.ts'
import { telRequestWords } from './tel-request-words.ts'

export type ListTableProps = {
  chrome: ConsoleChrome
  documents: Document[]
  list: WhoseList
  columns: ListColumn[]
  /** By the document's id; where nothing was recorded there is none. */
  recorded: ReadonlyMap<string, Recorded>
  /** Names of cabinets by their ids. */
  cabinets: ReadonlyMap<string, string>
  empty: JSX.Element
}

/** The documents of a list, with the columns that the member chose. */
export function ListTable(props: ListTableProps): JSX.Element {
  const { chrome, documents, columns, empty } = props
  const words = wordsIn(chrome.lang)
  return (
    <div class="card table-card documents">
      <Table
        caption={words.documents.caption}
        rows={documents}
        rowKey={(document) => document.id}
        empty={empty}
        columns={[
          {
            heading: chosenWords[chrome.lang].column,
            choice: true,
            head: (
              <input
                type="checkbox"
                data-all="chosen"
                hidden
                aria-label={chosenWords[chrome.lang].chooseAll}
              />
            ),
            cell: ({ id, title }) => (
              <input
                type="checkbox"
                form="chosen"
                name={`chosen_${id}`}
                value="1"
                aria-label={chosenWords[chrome.lang].choose(title || words.documents.untitled)}
              />
            ),
          },
          {
            heading: words.documents.columns.title,
            cell: (document) => <Title {...props} document={document} />,
          },
          ...columns.map((column) => columnOf(column, props)),
        ]}
      />
    </div>
  )
}

/** What stands in a column; numbers and times stand right. */
function columnOf(
  column: ListColumn,
  { chrome, list, columns, recorded, cabinets }: ListTableProps,
): TableColumn<Document> {
  const { lang } = chrome
  const cells: Record<ListColumn, (document: Document) => JSX.Element | string> = {
    sender: (document) => senderLine(document),
    recipients: (document) => (
      <Recipients document={document} sender={list === 'team' && !columns.includes('sender')} lang={lang} />
    ),
    status: (document) => <Status document={document} words={wordsIn(lang)} lang={lang} />,
    date: (document) => <Time at={lastProcessedAt(document)} lang={lang} />,
    created: (document) => <Time at={document.createdAt} lang={lang} />,
    concluded: (document) => <Time at={document.concludedAt} lang={lang} />,
    day: ({ id }) => recorded.get(id)?.contractAt ?? '',
    party: ({ id }) => recorded.get(id)?.counterparty ?? '',
    amount: ({ id }) => recorded.get(id)?.amount?.toLocaleString('en') ?? '',
    cabinet: ({ cabinetId }) => (cabinetId === null ? '' : (cabinets.get(cabinetId) ?? '')),
    id: ({ id }) => <code class="id">{id}</code>,
  }
  const isRight = ['date', 'created', 'concluded', 'day', 'amount'].includes(column)
  return {
    heading: findWords[lang].columns[column],
    desk: column !== 'status',
    ...(isRight ? { align: 'right' as const } : {}),
    cell: cells[column],
  }
}

function Time({ at, lang }: { at: Date | null; lang: Language }): JSX.Element {
  return at === null ? <></> : <time dateTime={at.toISOString()}>{stamp(at, lang)}</time>
}

function Title({
  document,
  chrome,
  list,
  columns,
  recorded,
}: Pick<ListTableProps, 'chrome' | 'list' | 'columns' | 'recorded'> & { document: Document }): JSX.Element {
  const { lang } = chrome
  const [first] = document.files
  return (
    <>
      {/* The paper as one knows it again; a blank sheet where there is no picture. Not on a phone. */}
      {first === undefined ? null : (
        <span class="sheet row-sheet" aria-hidden="true">
          <img
            src={`/console/documents/${document.id}/files/${first.id}/thumbnail`}
            alt=""
            width="30"
            height="42"
            loading="lazy"
          />
        </span>
      )}
      <a
        class="row-title"
        href={`/console/documents/${document.id}${document.status === 'draft' ? '/draft' : ''}`}
      >
        {document.title || wordsIn(lang).documents.untitled}
      </a>
      {document.test ? <TestBadge>{testWordsIn(lang).document.badge}</TestBadge> : null}
      <span class="row-more">
        {list === 'own' ? recipientsLine(document, lang) : senderLine(document)}
        <br />
        {stamp(lastProcessedAt(document), lang)}
        {recordedLines(recorded.get(document.id), columns, lang).map((line) => (
          <>
            <br />
            {line}
          </>
        ))}
      </span>
    </>
  )
}

/** What of the record was chosen to be shown, on a phone. */
function recordedLines(recorded: Recorded | undefined, columns: ListColumn[], lang: Language): string[] {
  if (recorded === undefined) return []
  const { contractAt, amount, counterparty } = recorded
  const said: [ListColumn, string][] = [
    ['day', contractAt ?? ''],
    ['party', counterparty],
    ['amount', amount?.toLocaleString('en') ?? ''],
  ]
  return said
    .filter(([column, text]) => columns.includes(column) && text !== '')
    .map(([column, text]) => `${findWords[lang].columns[column]}: ${text}`)
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

type RecipientsProps = { document: Document; sender: boolean; lang: Language }

/** With the sender beneath them, where that has no column of its own. */
function Recipients({ document, sender, lang }: RecipientsProps): JSX.Element {
  const line = recipientsLine(document, lang)
  if (recipientsOf(document).length === 0) return <span class="row-note">{line}</span>
  if (!sender) return <>{line}</>
  return (
    <>
      {line}
      <span class="row-under">{fact(listWords[lang].sender, senderLine(document), lang)}</span>
    </>
  )
}

function recipientsLine(document: Document, lang: Language): string {
  const words = wordsIn(lang)
  const [first, ...others] = recipientsOf(document)
  if (first === undefined) {
    return document.status === 'imported' ? importedWords(lang).noRecipient : words.documents.noRecipient
  }
  const name = recipientLine(first, lang)
  return others.length === 0 ? name : words.documents.others(name, others.length)
}
