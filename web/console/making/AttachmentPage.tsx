import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import { sightOfAttachment } from '#domain/draft-sight.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { Switch } from '../frame/Switch.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { attachmentWordsIn } from '../words/attachment-words.ts'
import { personName } from '../words/template-words.ts'

/** The form as typed. `participant`: empty while nobody is chosen. */
export type AttachmentEntry = { participant: string; description: string; required: boolean }

export type AttachmentPageProps = {
  chrome: ConsoleChrome
  document: Document
  entry: AttachmentEntry
  problem: { of: 'who' | 'description' | 'form'; sentence: string } | null
}

/** The one request for a file that a draft may have: whom, what, and whether they can do without. */
export function AttachmentPage({ chrome, document, entry, problem }: AttachmentPageProps): JSX.Element {
  const words = attachmentWordsIn(chrome.lang).ask
  const base = `/console/documents/${document.id}`
  const { attachment } = document
  const wrong = (of: 'who' | 'description') => (problem?.of === of ? problem.sentence : null)
  // Who is asked stays: another recipient is asked by another request.
  const offered = recipientsOf(document).filter(
    ({ id }) => attachment === null || id === attachment.participantId,
  )
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={problem !== null}>
      <div class="making-start">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        {problem?.of === 'form' ? (
          <Notice kind="warning" focused>
            {problem.sentence}
          </Notice>
        ) : null}
        <form method="post" action={`${base}/attachment`} class="card" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="seen" value={sightOfAttachment(document)} />
          <fieldset
            class="choices"
            {...(wrong('who') === null ? {} : { 'aria-describedby': 'participant-error' })}
          >
            <legend>{words.who}</legend>
            {offered.map((each) => (
              <div key={each.id} class="switch">
                <input
                  type="radio"
                  id={`participant-${each.id}`}
                  name="participant"
                  value={each.id}
                  checked={each.id === entry.participant || offered.length === 1}
                />
                <label for={`participant-${each.id}`}>{personName(each, chrome.lang)}</label>
              </div>
            ))}
            {wrong('who') === null ? null : <FieldError id="participant-error">{wrong('who')}</FieldError>}
          </fieldset>
          <TextArea
            id="description"
            name="description"
            label={words.description}
            hint={words.descriptionHint}
            error={wrong('description')}
            value={entry.description}
            rows={3}
          />
          <Switch name="required" on={entry.required} label={words.required} hint={words.requiredHint} />
          <div class="acts">
            <LinkButton kind="quiet" href={`${base}/draft#attachment`}>
              {words.back}
            </LinkButton>
            <Button>{words.save}</Button>
          </div>
        </form>
        {attachment === null ? null : (
          <form method="post" action={`${base}/attachment/remove`} class="last-act" data-once>
            <FormToken value={chrome.formToken} />
            <Button kind="danger">{words.remove}</Button>
          </form>
        )}
      </div>
    </ConsoleLayout>
  )
}
