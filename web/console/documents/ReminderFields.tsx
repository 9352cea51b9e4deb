import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import { Field } from '#web/ui/Field.tsx'
import { reminderWords } from '../words/reminder-words.ts'

/** A plan of reminders as typed. */
export type PlanEntry = { from: string; first: string; every: string; most: string }

export type ReminderFieldsProps = { lang: Language; entry: PlanEntry; objections: Refusal[] }

/** What the form begins with where a plan is known. */
export function entryOfPlan({ from, first, every, most }: ReminderPlan): PlanEntry {
  return { from, first: String(first), every: String(every), most: String(most) }
}

/** When the first reminder goes, at which gaps the others, and how many there are at most. */
export function ReminderFields({ lang, entry, objections }: ReminderFieldsProps): JSX.Element {
  const words = reminderWords[lang]
  const field = (name: 'first' | 'every' | 'most', label: string, hint: string) => {
    const id = `reminder_${name}`
    const objection = objections.find((each) => each.field === id)
    const { least, most } = objection?.detail ?? {}
    return (
      <Field
        id={id}
        name={id}
        label={label}
        hint={hint}
        error={objection === undefined ? null : words.whole(Number(least), Number(most))}
        value={entry[name]}
        inputmode="numeric"
        autocomplete="off"
        autofocus={objections[0]?.field === id}
      />
    )
  }
  const counted = [
    ['request', words.fromRequest],
    ['end', words.fromEnd],
  ] as const
  return (
    <>
      <fieldset class="choices">
        <legend>{words.from}</legend>
        {counted.map(([value, label]) => (
          <div class="switch" key={value}>
            <input
              type="radio"
              id={`reminder-from-${value}`}
              name="reminder_from"
              value={value}
              checked={entry.from === value}
            />
            <div>
              <label for={`reminder-from-${value}`}>{label}</label>
            </div>
          </div>
        ))}
      </fieldset>
      <div class="three-fields">
        {field('first', words.first, words.firstHint)}
        {field('every', words.every, words.everyHint)}
        {field('most', words.most, words.mostHint)}
      </div>
      <p class="note">{words.note}</p>
    </>
  )
}
