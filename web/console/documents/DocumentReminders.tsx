import type { JSX } from 'preact'
import { type Document, documentCan, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { isEmbedded } from '#domain/participant.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import { reminderDue } from '#domain/reminding.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import { inCharge } from '#domain/sending.ts'
import { stamp } from '../frame/console-time.ts'
import { planInWords, reminderWords } from '../words/reminder-words.ts'

export type DocumentRemindersProps = {
  document: Document
  /** The team's. */
  plan: ReminderPlan | null
  lang: Language
}

/** The plan of reminders of a document, how far it has come, and the way to change it; nothing where nobody is asked by mail. */
export function DocumentReminders({ document, plan, lang }: DocumentRemindersProps): JSX.Element | null {
  const words = reminderWords[lang]
  const { reminding } = document
  const lines = progress(document, lang)
  const byUs = recipientsOf(document).some((each) => !isEmbedded(each)) || reminding?.bySms === true
  if (!documentCan.planReminders(document) || !byUs) return null
  return (
    <section class="card" aria-labelledby="reminders-heading">
      <h2 id="reminders-heading">{words.title}</h2>
      <p>
        {planInWords(document, plan, lang)}{' '}
        <a
          href={`/console/documents/${document.id}/reminders`}
          aria-label={`${words.change}: ${words.title}`}
        >
          {words.change}
        </a>
      </p>
      {lines.length === 0 ? null : (
        <div class="note">
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
    </section>
  )
}

function progress(document: Document, lang: Language): string[] {
  const words = reminderWords[lang]
  const { reminders, reminding } = document
  const participant = inCharge(document)
  // Another card says that it cannot be sealed; until then nobody is asked.
  if (typeof reminders === 'string' || participant === null || sealingFailed(document)) return []
  const bySms = reminding?.bySms === true && reminding.participantId === participant.id
  if (isEmbedded(participant) && !bySms) return [words.embedded]
  const count = reminding?.participantId === participant.id ? reminding.count : 0
  const due = reminderDue(document)
  const sent = words.sent(count, reminders.most)
  if (due !== null) return [words.next(stamp(due, lang)), sent]
  if (count >= reminders.most) return [sent, words.over]
  return reminding?.stopped === true ? [words.stopped, words.stoppedHint] : [sent]
}
