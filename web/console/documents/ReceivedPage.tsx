import type { JSX } from 'preact'
import { type Document, senderOf } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { IdFact, TimeFacts } from '../frame/Facts.tsx'
import { personName } from '../words/template-words.ts'
import { wordsIn } from '../words/words.ts'
import { DocumentFiles } from './DocumentFiles.tsx'
import type { DocumentPageProps } from './document-page-props.ts'
import { listPath } from './ListChoice.tsx'
import { listWords } from './list-words.ts'
import { sealingWords } from './sealing-words.ts'
import { participantStatusOf, statusOf } from './status-of.ts'

type ReceivedPageProps = {
  chrome: ConsoleChrome
  document: Document
  record: DocumentPageProps['record']
  yourTurn: boolean
}

/** A document as somebody who received it reads it: from whom, who takes part, how far it is, and its files. */
export function ReceivedPage({ chrome, document, record, yourTurn }: ReceivedPageProps): JSX.Element {
  const words = wordsIn(chrome.lang)
  const section = words.document
  const lists = listWords[chrome.lang]
  const title = document.title || words.documents.untitled
  const { word, tone } = statusOf(document, words, sealingWords(chrome.lang))
  const times: [string, Date | null][] = [
    [section.sentAt, document.sentAt],
    [section.concludedAt, document.concludedAt],
  ]
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents">
      <p class="back">
        <a href={listPath('received')}>{section.back}</a>
      </p>
      <div class="document-head">
        <h1>{title}</h1>
        <StatusDot tone={tone}>{word}</StatusDot>
      </div>
      <dl class="facts inline">
        <div>
          <dt>{lists.sender}</dt>
          <dd>{whoOf(senderOf(document))}</dd>
        </div>
        <TimeFacts times={times} lang={chrome.lang} />
        <IdFact name={section.id} id={document.id} />
        {document.declineComment === '' ? null : (
          <div class="whole">
            <dt>{section.declineComment}</dt>
            <dd class="as-typed">{document.declineComment}</dd>
          </div>
        )}
      </dl>
      <Notice kind={yourTurn ? 'warning' : 'information'}>
        {yourTurn ? lists.yourTurn : lists.readOnly.received}
      </Notice>
      <section class="card" aria-labelledby="people-heading">
        <h2 id="people-heading">{section.participants.title}</h2>
        <ol class="people">
          {document.participants.map((each) => {
            const standing = participantStatusOf(each, words)
            return (
              <li key={each.id}>
                <div class="person-head">
                  <span class="person-order">
                    {each.order === 0 ? section.participants.sender : section.participants.order(each.order)}
                  </span>
                  <StatusDot tone={standing.tone}>{standing.word}</StatusDot>
                </div>
                <p class="person-name">
                  <strong>{personName(each, chrome.lang)}</strong>
                  {each.organization === '' ? null : <span>{each.organization}</span>}
                </p>
              </li>
            )
          })}
        </ol>
      </section>
      <DocumentFiles document={document} record={record} lang={chrome.lang} />
    </ConsoleLayout>
  )
}

function whoOf({ organization, name }: Participant): string {
  return organization === '' ? name : `${organization} ${name}`
}
