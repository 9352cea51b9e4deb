import type { JSX } from 'preact'
import { type Document, senderOf } from '#domain/document.ts'
import type { Approval } from '#domain/document-parts.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { TextArea } from '../frame/TextArea.tsx'
import { CheckedPeople } from '../making/CheckedPeople.tsx'
import { Sheets } from '../making/CheckPage.tsx'
import { sendWords } from '../making/send-words.ts'
import { PreviewLink } from '../preview/PreviewLink.tsx'
import { approvalWords } from '../words/approval-words.ts'
import { fact, inOneLine } from '../words/marks.ts'
import { wordsIn } from '../words/words.ts'

type ApprovalPageProps = {
  chrome: ConsoleChrome
  document: Document
  approval: Approval
  /** It is no longer what was asked for. */
  changed: boolean
  /** What was typed and refused. */
  refused: { comment: string; sentence: string } | null
}

/** What an approver looks through before they say yes, or send it back. */
export function ApprovalPage(props: ApprovalPageProps): JSX.Element {
  const { chrome, document, approval, changed, refused } = props
  const words = approvalWords(chrome.lang)
  const check = sendWords(chrome.lang)
  const sender = senderOf(document)
  const action = `/console/documents/${document.id}/approval`
  const hidden = <input type="hidden" name="request" value={approval.id} />
  return (
    <ConsoleLayout chrome={chrome} title={words.review} section="documents" inError={refused !== null}>
      <p class="back">
        <a href="/console/approvals">{words.back}</a>
      </p>
      <div class="making-start">
        <h1>{words.review}</h1>
        {changed ? <Notice kind="warning">{words.changed}</Notice> : <p class="lead">{words.reviewLead}</p>}
        <section class="card check-part" aria-labelledby="document-heading">
          <h2 id="document-heading">{check.document}</h2>
          <p class="check-title">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
          <p class={document.message === '' ? 'note' : 'as-typed'}>{document.message || check.noMessage}</p>
          {document.canTransfer ? <p class="note">{check.transfer}</p> : null}
          {document.private ? <p class="note">{check.private}</p> : null}
          <dl class="facts wide">
            <div>
              <dt>{words.sender}</dt>
              <dd>{sender.name}</dd>
            </div>
            <div>
              <dt>{words.askedAt}</dt>
              <dd>{stamp(approval.askedAt, chrome.lang)}</dd>
            </div>
            {approval.comment === '' ? null : (
              <div class="whole">
                <dt>{words.comment}</dt>
                <dd class="as-typed">{approval.comment}</dd>
              </div>
            )}
          </dl>
        </section>
        <section class="card check-part" aria-labelledby="files-heading">
          <h2 id="files-heading">{check.files}</h2>
          <Sheets chrome={chrome} document={document} />
          <p class="note">
            {document.widgets.length === 0 ? words.noFields : words.fields(document.widgets.length)}
          </p>
        </section>
        <section class="card check-part" aria-labelledby="people-heading">
          <h2 id="people-heading">{check.people}</h2>
          <CheckedPeople document={document} lang={chrome.lang} />
          <PreviewLink
            base={`/console/documents/${document.id}`}
            document={document}
            from="approval"
            lang={chrome.lang}
          />
          {document.reportees.length === 0 ? null : (
            <p class="note">
              {fact(
                check.reportees,
                inOneLine(
                  document.reportees.map(({ name, email }) => `${name} ${email}`),
                  chrome.lang,
                ),
                chrome.lang,
              )}
            </p>
          )}
        </section>
        {changed ? null : (
          <form method="post" action={`${action}/yes`} class="approve" data-once>
            <FormToken value={chrome.formToken} />
            {hidden}
            <Button>{words.approve}</Button>
          </form>
        )}
        <details class="card send-back" {...(refused === null ? {} : { open: true })}>
          <summary>{words.sendBackLegend}</summary>
          <form method="post" action={`${action}/no`} data-once novalidate>
            <FormToken value={chrome.formToken} />
            {hidden}
            <TextArea
              id="comment"
              name="comment"
              label={words.answer}
              hint={words.answerHint}
              error={refused?.sentence ?? null}
              value={refused?.comment ?? ''}
              rows={4}
              autofocus={refused !== null}
            />
            <Button kind="quiet">{words.sendBack}</Button>
          </form>
        </details>
      </div>
    </ConsoleLayout>
  )
}
