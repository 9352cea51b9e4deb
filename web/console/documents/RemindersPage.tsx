import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Refusal } from '#domain/refusal.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { FormActs } from '../frame/FormActs.tsx'
import { reminderWords } from '../words/reminder-words.ts'
import { wordsIn } from '../words/words.ts'
import { type PlanEntry, ReminderFields } from './ReminderFields.tsx'

export type RemindersPageProps = {
  chrome: ConsoleChrome
  document: Pick<Document, 'id' | 'title' | 'status'>
  /** The team's plan while the document may still follow it; undefined once it was sent. */
  team: ReminderPlan | null | undefined
  entry: PlanEntry & { choice: string }
  objections: Refusal[]
}

/** The page of a document, draft or template from which its plan is changed. */
export function pageWithReminders({ id, status }: Pick<Document, 'id' | 'status'>): string {
  if (status === 'template') return `/console/templates/${id}`
  return status === 'draft' ? `/console/documents/${id}/draft` : `/console/documents/${id}`
}

/** Where the sender chooses whether and when a document reminds its recipients. */
export function RemindersPage({
  chrome,
  document,
  team,
  entry,
  objections,
}: RemindersPageProps): JSX.Element {
  const words = reminderWords[chrome.lang]
  const isTemplate = document.status === 'template'
  const own: [string, string][] = [
    ['none', words.off],
    ['plan', words.own],
  ]
  const asTeam = words.asTeam(team ? words.plan(team) : words.none)
  const choices: [string, string][] = team === undefined ? own : [['as_team', asTeam], ...own]
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.title}
      section={isTemplate ? 'templates' : 'documents'}
      inError={objections.length > 0}
    >
      <div class="narrow-section">
        <h1>{words.title}</h1>
        {objections.length === 0 ? null : (
          <Notice kind="warning" live>
            {words.errors}
          </Notice>
        )}
        <form
          method="post"
          action={`/console/documents/${document.id}/reminders`}
          class="card reminders"
          novalidate
        >
          <FormToken value={chrome.formToken} />
          <p class="lead">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
          <p class="note">{words.lead}</p>
          <fieldset class="choices">
            <legend>{words.choice}</legend>
            {choices.map(([value, label]) => (
              <div class="switch" key={value}>
                <input
                  type="radio"
                  id={`choice-${value}`}
                  name="choice"
                  value={value}
                  checked={entry.choice === value}
                />
                <div>
                  <label for={`choice-${value}`}>{label}</label>
                </div>
              </div>
            ))}
          </fieldset>
          <div class="plan">
            <ReminderFields lang={chrome.lang} entry={entry} objections={objections} />
          </div>
          <FormActs
            back={{
              href: pageWithReminders(document),
              words: isTemplate ? words.backToTemplate : words.back,
            }}
            button={words.button}
          />
        </form>
      </div>
    </ConsoleLayout>
  )
}
