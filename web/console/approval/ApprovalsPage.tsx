import type { JSX } from 'preact'
import { type Document, senderOf } from '#domain/document.ts'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { ListChoice } from '../documents/ListChoice.tsx'
import type { OfferedList } from '../documents/list-words.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { isNarrowedBy, type ListedPage, ListPages, NarrowForm, NothingMatches } from '../frame/NarrowForm.tsx'
import { approvalWords } from '../words/approval-words.ts'
import { narrowWords } from '../words/narrow-words.ts'
import { wordsIn } from '../words/words.ts'

type ApprovalsPageProps = {
  chrome: ConsoleChrome
  documents: Document[]
  lists: readonly OfferedList[]
  done: string | null
  /** Colleagues who may have asked; empty where this member approves nothing. */
  senders: { id: string; name: string }[]
} & ListedPage

const path = '/console/approvals'

/** What waits for a yes of this member, the oldest first. */
export function ApprovalsPage(props: ApprovalsPageProps): JSX.Element {
  const { chrome, documents, lists, done, filter } = props
  const narrow = narrowWords[chrome.lang]
  const list = { path, filter, lang: chrome.lang }
  const words = approvalWords(chrome.lang)
  const untitled = wordsIn(chrome.lang).documents.untitled
  const sentence = done === null ? undefined : words.done.get(done)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents">
      <div class="section-head">
        <h1>{wordsIn(chrome.lang).documents.title}</h1>
      </div>
      <div class="list-lists">
        <ListChoice offered={lists} shown="approvals" lang={chrome.lang} />
      </div>
      {sentence === undefined ? null : (
        <Notice kind="success" live>
          {sentence}
        </Notice>
      )}
      {documents.length === 0 ? null : <p class="note">{words.lead}</p>}
      {documents.length === 0 && !isNarrowedBy(filter) ? null : (
        <NarrowForm
          {...list}
          search={null}
          choices={[
            {
              name: 'sender',
              label: narrow.sender,
              offered: props.senders.map(({ id, name }) => ({ value: id, words: name })),
            },
            { name: 'asked', label: narrow.asked, offered: [{ value: 'me', words: narrow.named }] },
          ]}
        />
      )}
      <div class="card table-card">
        <Table
          caption={words.caption}
          rows={documents}
          rowKey={({ id }) => id}
          empty={
            isNarrowedBy(filter) ? (
              <NothingMatches what="approvals" path={path} lang={chrome.lang} />
            ) : (
              <div class="empty">
                <h2>{words.none}</h2>
                <p>{words.noneLead}</p>
              </div>
            )
          }
          columns={[
            {
              heading: words.columns.title,
              cell: (document) => (
                <>
                  <a class="row-title" href={`/console/documents/${document.id}/approval`}>
                    {document.title || untitled}
                  </a>
                  <span class="row-more">{senderOf(document).name}</span>
                </>
              ),
            },
            { heading: words.columns.sender, cell: (document) => senderOf(document).name },
            {
              heading: words.columns.asked,
              align: 'right',
              cell: (document) => stamp(document.approval?.askedAt ?? document.updatedAt, chrome.lang),
            },
          ]}
        />
      </div>
      <ListPages {...list} next={props.next} deep={props.deep} />
    </ConsoleLayout>
  )
}
