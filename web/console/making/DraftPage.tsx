import type { JSX } from 'preact'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { departmentWordsIn } from '../team/department-words.ts'
import { attachmentWordsIn } from '../words/attachment-words.ts'
import { fact } from '../words/marks.ts'
import { planInWords, reminderWords } from '../words/reminder-words.ts'
import { wordsIn } from '../words/words.ts'
import { DraftAttachment } from './DraftAttachment.tsx'
import { DraftFields } from './DraftFields.tsx'
import { DraftFiles } from './DraftFiles.tsx'
import { DraftPeople } from './DraftPeople.tsx'
import { DraftReportees } from './DraftReportees.tsx'
import { DraftTextsForm } from './DraftTextsForm.tsx'
import { DraftWay } from './DraftWay.tsx'
import type { DraftPageProps } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'
import { peopleWords } from './people-words.ts'

/** A document in the making: everything of it on one page, in the order in which it is thought of. */
export function DraftPage(props: DraftPageProps): JSX.Element {
  const { chrome, document, cabinet } = props
  const filing = departmentWordsIn(chrome.lang).filing
  const words = draftWords(chrome.lang)
  const people = peopleWords(chrome.lang)
  const reminders = reminderWords[chrome.lang]
  const title = document.title || wordsIn(chrome.lang).documents.untitled
  const refused = [props.fileError, props.refusedTexts, props.person, props.reportee]
  const inError = props.refusedFiles.length > 0 || refused.some((each) => each !== null)
  const attached = attachmentWordsIn(chrome.lang).ask
  const attachmentDone = new Map([
    ['attachment', attached.done],
    ['attachment_removed', attached.removed],
  ])
  const remindersDone = props.done === 'reminders' ? reminders.done : undefined
  const done =
    words.done.get(props.done ?? '') ??
    people.done.get(props.done ?? '') ??
    attachmentDone.get(props.done ?? '') ??
    remindersDone
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" inError={inError} island="making.js">
      <p class="back">
        <a href="/console/documents?status=draft">{words.back}</a>
      </p>
      <div class="document-head" data-live="head">
        <h1>{title}</h1>
        <StatusDot tone="quiet">{wordsIn(chrome.lang).documents.status.draft}</StatusDot>
      </div>
      {done === undefined ? null : (
        <Notice kind="success" live>
          {done}
        </Notice>
      )}
      <div class="two-columns making">
        <div>
          <DraftFiles {...props} />
          <DraftPeople {...props} />
          <DraftFields {...props} />
          <DraftAttachment {...props} />
          <DraftTextsForm {...props} />
          <DraftReportees {...props} />
        </div>
        <div class="beside">
          <DraftWay {...props} />
          <ul class="beside-links">
            {cabinet === null ? null : (
              <li>
                {fact(filing.fact, cabinet.name ?? filing.none, chrome.lang)}{' '}
                <a
                  href={`/console/documents/${document.id}/cabinet`}
                  aria-label={`${filing.change}: ${filing.fact}`}
                >
                  {filing.change}
                </a>
              </li>
            )}
            <li>
              {fact(reminders.title, planInWords(document, props.teamReminders, chrome.lang), chrome.lang)}{' '}
              <a
                href={`/console/documents/${document.id}/reminders`}
                aria-label={`${reminders.change}: ${reminders.title}`}
              >
                {reminders.change}
              </a>
            </li>
            <li>
              <a href={`/console/documents/${document.id}`}>{words.history}</a>
            </li>
            <li>
              <a class="danger-link" href={`/console/documents/${document.id}/delete`}>
                {words.remove.act}
              </a>
            </li>
          </ul>
        </div>
      </div>
    </ConsoleLayout>
  )
}
