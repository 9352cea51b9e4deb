import type { JSX } from 'preact'
import { type PlanEntry, ReminderFields, type ReminderFieldsProps } from '../documents/ReminderFields.tsx'
import { Switch } from '../frame/Switch.tsx'
import { reminderWords } from '../words/reminder-words.ts'

export type RemindersEntry = PlanEntry & { on: boolean }

export type ReminderSettingsProps = Omit<ReminderFieldsProps, 'entry'> & { entry: RemindersEntry }

/** The section of the team's settings that says how documents remind recipients unless they say it themselves. */
export function ReminderSettings({ lang, entry, objections }: ReminderSettingsProps): JSX.Element {
  const words = reminderWords[lang]
  return (
    <fieldset class="card team-reminders">
      <legend>{words.teamLegend}</legend>
      <p class="note">{words.lead}</p>
      <Switch name="reminders" on={entry.on} label={words.teamSwitch} hint={words.teamHint} />
      <div class="plan">
        <ReminderFields lang={lang} entry={entry} objections={objections} />
      </div>
    </fieldset>
  )
}
