import type { JSX } from 'preact'
import { type Document, documentCan, recipientsOf } from '#domain/document.ts'
import { everyoneConsented } from '#domain/seal.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { type ConsoleChrome, ConsoleLayout } from './ConsoleLayout.tsx'
import { stamp } from './console-time.ts'
import { DocumentAttachment } from './DocumentAttachment.tsx'
import { DocumentFiles } from './DocumentFiles.tsx'
import { DocumentPeople } from './DocumentPeople.tsx'
import { DocumentReportees } from './DocumentReportees.tsx'
import { type AuditedEvent, DocumentStory } from './DocumentStory.tsx'
import { departmentWordsIn } from './department-words.ts'
import type { SmsSeen } from './SmsList.tsx'
import { statusOf } from './status-of.ts'
import { templateWords } from './template-words.ts'
import { wordsIn } from './words.ts'

export type DocumentPageProps = {
  chrome: ConsoleChrome
  document: Document
  messages: SmsSeen[]
  /** Wrong codes so far by participant. */
  wrongGuesses: ReadonlyMap<string, number>
  events: AuditedEvent[]
  auditHead: string
  /** Where it lies, in a team with departments; null elsewhere. */
  cabinet: { name: string | null } | null
  /** Key of the success to report; null when none. */
  done: string | null
  /** An entry that was refused: kept, with what to do. */
  telError: { participantId: string; typed: string; sentence: string } | null
}

/** One document: who takes part and how far they are, its files, and its story. */
export function DocumentPage(props: DocumentPageProps): JSX.Element {
  const { chrome, document, auditHead } = props
  const words = wordsIn(chrome.lang)
  const room = words.document
  const title = document.title || words.documents.untitled
  const { word, tone } = statusOf(document, words)
  const templates = templateWords(chrome.lang)
  const filing = departmentWordsIn(chrome.lang).filing
  const done =
    props.done === 'made'
      ? templates.draft.made
      : props.done === 'filed'
        ? filing.done
        : props.done && room.done[props.done]
  const base = `/console/documents/${document.id}`
  const open = recipientsOf(document).filter((each) => each.slot !== null).length
  const locked =
    document.status === 'awaiting' ? recipientsOf(document).find((each) => each.lockedAt) : undefined
  return (
    <ConsoleLayout chrome={chrome} title={title} room="documents" inError={props.telError !== null}>
      <p class="back">
        <a href="/console/documents">{`‹ ${room.back}`}</a>
      </p>
      <div class="document-head">
        <h1>{title}</h1>
        <StatusDot tone={tone}>{word}</StatusDot>
      </div>
      <Facts document={document} chrome={chrome} cabinet={props.cabinet} />
      {done ? (
        <Notice kind="success" live>
          {done}
        </Notice>
      ) : null}
      {document.status === 'draft' && open > 0 ? (
        <Notice kind="information">{templates.draft.open(open)}</Notice>
      ) : null}
      {locked === undefined ? null : (
        <Notice kind="warning">
          {room.lockedNotice(locked.name)} <a href={`#person-${locked.id}`}>{room.lockedLink}</a>
        </Notice>
      )}
      <div class="two-columns">
        <div>
          <DocumentPeople {...props} />
          <DocumentReportees document={document} lang={chrome.lang} />
          <DocumentFiles document={document} lang={chrome.lang} />
          {document.attachment === null ? null : (
            <DocumentAttachment document={document} attachment={document.attachment} lang={chrome.lang} />
          )}
          <section class="card" aria-labelledby="audit-heading">
            <h2 id="audit-heading">{room.audit.title}</h2>
            <p class="note">{room.audit.lead}</p>
            <dl class="facts wide">
              <div>
                <dt>{room.audit.head}</dt>
                <dd>
                  <code class="digest">{auditHead}</code>
                </dd>
              </div>
            </dl>
            <p>
              <a href={`${base}/audit.jsonl`} download>
                {room.audit.export}
              </a>
            </p>
          </section>
          {documentCan.saveAsTemplate(document) ? (
            <p class="last-act">
              <LinkButton kind="quiet" href={`${base}/template`}>
                {templates.save.act}
              </LinkButton>
            </p>
          ) : null}
          {documentCan.cancel(document) && !everyoneConsented(document) ? (
            <p class="last-act">
              <LinkButton kind="danger" href={`${base}/cancel`}>
                {room.cancel}
              </LinkButton>
            </p>
          ) : null}
        </div>
        <DocumentStory events={props.events} document={document} lang={chrome.lang} />
      </div>
    </ConsoleLayout>
  )
}

function Facts({
  document,
  chrome,
  cabinet,
}: Pick<DocumentPageProps, 'document' | 'chrome' | 'cabinet'>): JSX.Element {
  const filing = departmentWordsIn(chrome.lang).filing
  const words = wordsIn(chrome.lang).document
  const times: [string, Date | null][] = [
    [words.createdAt, document.createdAt],
    [words.sentAt, document.sentAt],
    [words.concludedAt, document.concludedAt],
  ]
  return (
    <dl class="facts inline">
      {times.map(([name, at]) =>
        at === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <time dateTime={at.toISOString()}>{stamp(at, chrome.lang)}</time>
            </dd>
          </div>
        ),
      )}
      <div>
        <dt>{words.id}</dt>
        <dd>
          <code class="id">{document.id}</code>
        </dd>
      </div>
      {cabinet === null ? null : (
        <div>
          <dt>{filing.fact}</dt>
          <dd>
            {cabinet.name ?? filing.none}{' '}
            <a
              href={`/console/documents/${document.id}/cabinet`}
              aria-label={`${filing.change}: ${filing.fact}`}
            >
              {filing.change}
            </a>
          </dd>
        </div>
      )}
      {document.declineComment === '' ? null : (
        <div class="whole">
          <dt>{words.declineComment}</dt>
          <dd class="as-typed">{document.declineComment}</dd>
        </div>
      )}
    </dl>
  )
}
