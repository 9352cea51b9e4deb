import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { peopleWords } from './people-words.ts'
import type { Entry, ReporteeEntry } from './person-entry.ts'

/** The fields of somebody who is told of the outcome. */
export function ReporteeFields({
  lang,
  entry,
}: {
  lang: Language
  entry: Entry<ReporteeEntry>
}): JSX.Element {
  const words = peopleWords(lang)
  const { typed, problems } = entry
  const field = (name: 'name' | 'email' | 'organization', label: string) => (
    <Field
      id={`reportee_${name}`}
      name={name}
      type={name === 'email' ? 'email' : 'text'}
      label={label}
      hint={null}
      error={problems[name] ?? null}
      value={typed[name]}
      autocomplete="off"
      required={name !== 'organization'}
    />
  )
  return (
    <>
      {problems.form === undefined ? null : <FieldError id="reportee-error">{problems.form}</FieldError>}
      <div class="pair">
        {field('name', words.form.name)}
        {field('organization', words.reportees.organization)}
      </div>
      {field('email', words.form.email)}
    </>
  )
}
