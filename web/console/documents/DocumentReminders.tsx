import type { JSX } from 'preact'
import { type Document, documentCan, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { isEmbedded, type Participant } from '#domain/participant.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import { remindingFor, remindingsOf, whoseTurn } from '#domain/sending.ts'
import { stamp } from '../frame/console-time.ts'
import { fact } from '../words/marks.ts'
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
  const turn = whoseTurn(document)
  // Each of a group has days of their own.
  const lines = turn.flatMap((each) =>
    progress(document, each, lang).map((line) => (turn.length > 1 ? fact(each.name, line, lang) : line)),
  )
  const byUs =
    recipientsOf(document).some((each) => !isEmbedded(each)) ||
    remindingsOf(document).some(({ bySms }) => bySms)
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

function progress(document: Document, participant: Participant, lang: Language): string[] {
  const words = reminderWords[lang]
  const { reminders } = document
  const reminding = remindingFor(document, participant.id)
  // Another card says that it cannot be sealed; until then nobody is asked.
  if (typeof reminders === 'string' || sealingFailed(document)) return []
  if (isEmbedded(participant) && reminding?.bySms !== true) return [words.embedded]
  const count = reminding?.count ?? 0
  const due = reminding?.at ?? null
  const sent = words.sent(count, reminders.most)
  if (due !== null) return [words.next(stamp(due, lang)), sent]
  if (count >= reminders.most) return [sent, words.over]
  return reminding?.stopped === true ? [words.stopped, words.stoppedHint] : [sent]
}
