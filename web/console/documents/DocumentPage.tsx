import type { JSX } from 'preact'
import { mayEnd } from '#domain/decline.ts'
import { documentCan, recipientsOf } from '#domain/document.ts'
import { isSeal } from '#domain/parked-job.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import { openTelRequests } from '#domain/tel-request.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { IdFact, TimeFacts } from '../frame/Facts.tsx'
import { TestBadge } from '../frame/TestBadge.tsx'
import { ParkedNotice } from '../home/ParkedNotice.tsx'
import { parkedWords } from '../home/parked-words.ts'
import { draftWords } from '../making/draft-words.ts'
import { KeptFact } from '../retention/KeptFact.tsx'
import { retentionWords } from '../retention/retention-words.ts'
import { departmentWordsIn } from '../team/department-words.ts'
import { approvalWords } from '../words/approval-words.ts'
import { durations } from '../words/durations.ts'
import { reminderWords } from '../words/reminder-words.ts'
import { templateWords } from '../words/template-words.ts'
import { testWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'
import { DocumentAlert } from './DocumentAlert.tsx'
import { DocumentApprovers } from './DocumentApprovers.tsx'
import { DocumentAttachment } from './DocumentAttachment.tsx'
import { DocumentFiles } from './DocumentFiles.tsx'
import { DocumentInformation } from './DocumentInformation.tsx'
import { DocumentPeople, missedSms } from './DocumentPeople.tsx'
import { DocumentReminders } from './DocumentReminders.tsx'
import { DocumentReportees } from './DocumentReportees.tsx'
import { DocumentTimeline } from './DocumentTimeline.tsx'
import { documentActsWords } from './document-acts-words.ts'
import type { DocumentPageProps } from './document-page-props.ts'
import { informationWords } from './information-words.ts'
import { listPath } from './ListChoice.tsx'
import { listWords } from './list-words.ts'
import { sealingWords } from './sealing-words.ts'
import { statusOf } from './status-of.ts'
import { telRequestWords } from './tel-request-words.ts'

/** One document: who takes part and how far they are, its files, and its timeline. */
export function DocumentPage(props: DocumentPageProps): JSX.Element {
  const { chrome, document, auditHead } = props
  const words = wordsIn(chrome.lang)
  const section = words.document
  const tests = testWordsIn(chrome.lang).document
  const title = document.title || words.documents.untitled
  const sealing = sealingWords(chrome.lang)
  const { word, tone } = statusOf(document, words, sealing)
  const templates = templateWords(chrome.lang)
  const filing = departmentWordsIn(chrome.lang).filing
  const asked = telRequestWords[chrome.lang]
  const acts = documentActsWords[chrome.lang]
  const isFinal = document.status === 'concluded' || document.status === 'imported'
  const onlyFile = isFinal && document.files.length === 1 ? document.files[0] : undefined
  const done =
    props.done === 'made'
      ? templates.draft.made
      : props.done === 'filed'
        ? filing.done
        : props.done === 'reminders'
          ? reminderWords[chrome.lang].done
          : props.done === 'information'
            ? informationWords[chrome.lang].done
            : props.done === 'alert'
              ? acts.alert.done
              : props.done === 'held' || props.done === 'released'
                ? retentionWords[chrome.lang].hold.done[props.done]
                : props.done === 'retried'
                  ? parkedWords[chrome.lang].retriedOnDocument
                  : props.done && (section.done[props.done] ?? asked.done[props.done])
  const base = `/console/documents/${document.id}`
  const own = props.right === 'own'
  const open = recipientsOf(document).filter((each) => each.slot !== null).length
  const missed = own ? recipientsOf(document).filter((each) => missedSms(props, each)) : []
  const locked =
    own && document.status === 'awaiting' ? recipientsOf(document).find((each) => each.lockedAt) : undefined
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" inError={props.telError !== null}>
      <p class="back">
        <a href={listPath(own ? 'own' : 'team')}>{section.back}</a>
      </p>
      <div class="document-head">
        <h1>{title}</h1>
        {document.test ? <TestBadge>{tests.badge}</TestBadge> : null}
        <StatusDot tone={tone}>{word}</StatusDot>
      </div>
      <Facts document={document} chrome={chrome} cabinet={props.cabinet} kept={props.kept} />
      {own ? null : <Notice kind="information">{listWords[chrome.lang].readOnly.supervised}</Notice>}
      {document.test ? (
        <Notice kind="information">
          {tests.notice}
          {document.clockAhead === 0
            ? null
            : tests.clock(durations[chrome.lang](Math.round(document.clockAhead / 1000)))}
          {chrome.member?.administrator === true ? (
            <>
              {' '}
              <a href="/console/test-messages">{tests.inbox}</a>
            </>
          ) : null}
        </Notice>
      ) : null}
      {done ? (
        <Notice kind="success" live>
          {done}
        </Notice>
      ) : null}
      {own && document.status === 'draft' ? (
        <p class="first-act">
          <LinkButton href={`${base}/draft`}>{draftWords(chrome.lang).continue}</LinkButton>
        </p>
      ) : null}
      {onlyFile === undefined ? null : (
        <p class="first-act">
          <LinkButton href={`${base}/files/${onlyFile.id}`} download>
            {section.files.take}
          </LinkButton>
        </p>
      )}
      {own && document.status === 'draft' && document.approval !== null ? (
        <Notice kind={document.approval.state === 'returned' ? 'warning' : 'information'}>
          {approvalWords(chrome.lang).standing[document.approval.state]}{' '}
          <a href={`${base}/send`}>{approvalWords(chrome.lang).toCheck}</a>
        </Notice>
      ) : null}
      {own && document.status === 'draft' && open > 0 ? (
        <Notice kind="information">{templates.draft.open(open)}</Notice>
      ) : null}
      {document.status === 'awaiting' && sealingFailed(document) ? (
        <Notice kind="warning">
          <p>{sealing.notice}</p>
          <p>{sealing.way}</p>
          <p class="note">
            {sealing.reason}
            <code>{document.sealing?.reason}</code>
          </p>
        </Notice>
      ) : null}
      <ParkedNotice
        chrome={chrome}
        documentId={document.id}
        jobs={sealingFailed(document) ? props.parked.filter(({ kind }) => !isSeal(kind)) : props.parked}
      />
      {locked === undefined ? null : (
        <Notice kind="warning">
          {section.lockedNotice(locked.name)} <a href={`#person-${locked.id}`}>{section.lockedLink}</a>
        </Notice>
      )}
      {(own ? openTelRequests(document) : []).map(({ participant: { id, name } }) => (
        <Notice kind="warning" key={id}>
          {asked.notice(name)} <a href={`${base}/participants/${id}/number`}>{asked.noticeLink}</a>
        </Notice>
      ))}
      {missed.map((person) => (
        <Notice kind="warning" key={person.id}>
          {section.smsMissedNotice(person.name)} <a href={`#person-${person.id}`}>{section.smsMissedLink}</a>
        </Notice>
      ))}
      <div class="two-columns">
        <div>
          <DocumentPeople {...props} />
          {own ? (
            <DocumentReminders document={document} plan={props.teamReminders} lang={chrome.lang} />
          ) : null}
          <DocumentInformation documentId={document.id} information={props.information} lang={chrome.lang} />
          <DocumentApprovers approvers={props.approvers} mails={props.mails} lang={chrome.lang} />
          <DocumentReportees document={document} mails={props.mails} lang={chrome.lang} />
          <DocumentFiles document={document} record={props.record} lang={chrome.lang} />
          {document.attachment === null ? null : (
            <DocumentAttachment document={document} attachment={document.attachment} lang={chrome.lang} />
          )}
          {own ? <DocumentAlert document={document} alert={props.alert} lang={chrome.lang} /> : null}
          <section class="card" aria-labelledby="audit-heading">
            <h2 id="audit-heading">{section.audit.title}</h2>
            <p class="note">{section.audit.lead}</p>
            <dl class="facts wide">
              <div>
                <dt>{section.audit.head}</dt>
                <dd>
                  <code class="digest">{auditHead}</code>
                </dd>
              </div>
            </dl>
            <p>
              <a href={`${base}/audit.jsonl`} download>
                {section.audit.export}
              </a>
            </p>
            {document.status === 'concluded' ? (
              <p>
                <a href="/verify">{acts.verify}</a>
              </p>
            ) : null}
          </section>
          {own && documentCan.duplicate(document) ? (
            <form class="last-act" method="post" action={`${base}/duplicate`} data-once>
              <FormToken value={chrome.formToken} />
              <input type="hidden" name="press" value={props.press} />
              <Button kind={document.status === 'cancelled' ? 'primary' : 'quiet'}>
                {acts.duplicate.act}
              </Button>
              <p class="note">{acts.duplicate.hint}</p>
            </form>
          ) : null}
          {own && documentCan.saveAsTemplate(document) ? (
            <p class="last-act">
              <LinkButton kind="quiet" href={`${base}/template`}>
                {templates.save.act}
              </LinkButton>
            </p>
          ) : null}
          {own && mayEnd(document) ? (
            <p class="last-act">
              <LinkButton kind="danger" href={`${base}/cancel`}>
                {sealingFailed(document) ? sealing.end : section.cancel}
              </LinkButton>
            </p>
          ) : null}
        </div>
        <DocumentTimeline
          events={props.events}
          document={document}
          messages={props.messages}
          lang={chrome.lang}
        />
      </div>
    </ConsoleLayout>
  )
}

function Facts({
  document,
  chrome,
  cabinet,
  kept,
}: Pick<DocumentPageProps, 'document' | 'chrome' | 'cabinet' | 'kept'>): JSX.Element {
  const filing = departmentWordsIn(chrome.lang).filing
  const words = wordsIn(chrome.lang).document
  const times: [string, Date | null][] = [
    [words.createdAt, document.createdAt],
    [words.sentAt, document.sentAt],
    [words.concludedAt, document.concludedAt],
  ]
  return (
    <dl class="facts inline">
      <TimeFacts times={times} lang={chrome.lang} />
      <IdFact name={words.id} id={document.id} />
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
      <KeptFact document={document} chrome={chrome} kept={kept} />
      {document.declineComment === '' ? null : (
        <div class="whole">
          <dt>{words.declineComment}</dt>
          <dd class="as-typed">{document.declineComment}</dd>
        </div>
      )}
    </dl>
  )
}
