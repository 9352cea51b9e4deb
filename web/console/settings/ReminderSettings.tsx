import type { JSX } from 'preact'
import { type PlanEntry, ReminderFields, type ReminderFieldsProps } from '../documents/ReminderFields.tsx'
import { reminderWords } from '../words/reminder-words.ts'

export type RemindersEntry = PlanEntry & { on: boolean }

export type ReminderSettingsProps = Omit<ReminderFieldsProps, 'entry'> & { entry: RemindersEntry }

/** The section of the team's settings that says how documents remind recipients unless they say it themselves. */
export function ReminderSettings({ lang, entry, objections }: ReminderSettingsProps): JSX.Element {
  const words = reminderWords[lang]
  return (
    <fieldset class="card team-reminders">
      <legend>{words.teamLegend}</legend>
      <p class="note">
        {words.lead}
        {words.night}
      </p>
      <div class="switch">
        <input
          type="checkbox"
          id="reminders"
          name="reminders"
          value="1"
          checked={entry.on}
          aria-describedby="reminders-hint"
        />
        <div>
          <label for="reminders">{words.teamSwitch}</label>
          <p class="hint" id="reminders-hint">
            {words.teamHint}
          </p>
        </div>
      </div>
      <div class="plan">
        <ReminderFields lang={lang} entry={entry} objections={objections} />
      </div>
    </fieldset>
  )
}
