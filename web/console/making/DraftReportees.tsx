import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import type { DraftPageProps } from './draft-page-props.ts'
import { peopleWords } from './people-words.ts'
import { emptyReportee } from './person-entry.ts'

/** Those who are told of the outcome of a draft. */
export function DraftReportees({ chrome, document, reportee, press }: DraftPageProps): JSX.Element {
  const all = peopleWords(chrome.lang)
  const words = all.reportees
  const base = `/console/documents/${document.id}/reportees`
  const { typed, problems } = reportee ?? { typed: emptyReportee, problems: {} }
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
    <section class="card" id="reportees" aria-labelledby="reportees-heading">
      <h2 id="reportees-heading">{words.title}</h2>
      <p class="note">{words.lead}</p>
      <ul class="lineup">
        {document.reportees.map(({ id, name, organization, email }) => (
          <li key={id}>
            <div class="lineup-words">
              <p class="person-name">
                <strong>{name}</strong>
                {organization === '' ? null : <span>{organization}</span>}
              </p>
              <p class="note">{email}</p>
            </div>
            <form method="post" action={`${base}/${id}/remove`} data-once>
              <FormToken value={chrome.formToken} />
              <button class="button link" type="submit" aria-label={all.removeLabel(name)}>
                {all.remove}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <details class="more" {...(reportee === null ? {} : { open: true })}>
        <summary>{words.add}</summary>
        <form method="post" action={base} novalidate data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="press" value={press} />
          <div class="pair">
            {field('name', all.form.name)}
            {field('organization', words.organization)}
          </div>
          {field('email', all.form.email)}
          <Button kind="quiet">{words.addButton}</Button>
        </form>
      </details>
    </section>
  )
}
