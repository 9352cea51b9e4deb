import type { JSX } from 'preact'
import type { Unapproved } from '#domain/approval.ts'
import type { Document } from '#domain/document.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { approvalWords } from '../words/approval-words.ts'

/** How a draft stands with the approval that its team wants. */
export type ApprovalStanding = {
  /** Null: approved as it is. */
  why: Unapproved | null
  /** Who can be asked. */
  approvers: { id: string; name: string }[]
  answeredBy: string
  /** Id of the form. */
  press: string
  /** What was typed and refused. */
  refused: { comment: string; sentence: string } | null
}

type AskForApprovalProps = { chrome: ConsoleChrome; document: Document; standing: ApprovalStanding }

/** Where the sender asks for a yes, and hears of it. */
export function AskForApproval({ chrome, document, standing }: AskForApprovalProps): JSX.Element {
  const words = approvalWords(chrome.lang).ask
  const { why, approvers, answeredBy, press, refused } = standing
  const { approval } = document
  if (why === null) return <Notice kind="success">{words.approved(answeredBy)}</Notice>
  return (
    <section class="card approval" aria-labelledby="approval-heading">
      <h2 id="approval-heading">{words.title}</h2>
      <p class="note">{words.lead}</p>
      {why === 'none' ? null : (
        <Notice kind={why === 'requested' ? 'information' : 'warning'}>
          <p>{words.state[why]}</p>
          {why === 'returned' && approval !== null ? (
            <>
              <p class="note">{words.answer}</p>
              <p class="as-typed">{approval.answer}</p>
            </>
          ) : null}
        </Notice>
      )}
      {why === 'requested' ? null : approvers.length === 0 ? (
        <Notice kind="warning">{words.nobody}</Notice>
      ) : (
        <form method="post" action={`/console/documents/${document.id}/approval`} data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="press" value={press} />
          <div class="field">
            <label for="approver">{words.whom}</label>
            <select id="approver" name="approver">
              <option value="">{words.anybody}</option>
              {approvers.map(({ id, name }) => (
                <option key={id} value={id} selected={approval?.approverId === id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <TextArea
            id="comment"
            name="comment"
            label={words.comment}
            hint={null}
            error={refused?.sentence ?? null}
            value={refused?.comment ?? ''}
            rows={3}
          />
          <Button>{why === 'none' ? words.button : words.again}</Button>
        </form>
      )}
    </section>
  )
}
