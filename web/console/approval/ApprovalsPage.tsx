import type { JSX } from 'preact'
import { type Document, senderOf } from '#domain/document.ts'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { ListChoice } from '../documents/ListChoice.tsx'
import type { OfferedList } from '../documents/list-words.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { approvalWords } from '../words/approval-words.ts'
import { wordsIn } from '../words/words.ts'

type ApprovalsPageProps = {
  chrome: ConsoleChrome
  documents: Document[]
  lists: readonly OfferedList[]
  done: string | null
}

/** What waits for a yes of this member, the oldest first. */
export function ApprovalsPage({ chrome, documents, lists, done }: ApprovalsPageProps): JSX.Element {
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
      <div class="card table-card">
        <Table
          caption={words.caption}
          rows={documents}
          rowKey={({ id }) => id}
          empty={
            <div class="empty">
              <h2>{words.none}</h2>
              <p>{words.noneLead}</p>
            </div>
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
    </ConsoleLayout>
  )
}
