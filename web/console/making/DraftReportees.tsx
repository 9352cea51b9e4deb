import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import type { DraftPageProps } from './draft-page-props.ts'
import { peopleWords } from './people-words.ts'
import { emptyReportee } from './person-entry.ts'
import { ReporteeFields } from './ReporteeFields.tsx'

/** Those who are told of the outcome of a draft. */
export function DraftReportees({ chrome, document, reportee, press }: DraftPageProps): JSX.Element {
  const all = peopleWords(chrome.lang)
  const words = all.reportees
  const base = `/console/documents/${document.id}/reportees`
  const entry = reportee ?? { typed: emptyReportee, problems: {} }
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
            <a class="button link" href={`${base}/${id}`} aria-label={all.editLabel(name)}>
              {all.edit}
            </a>
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
          <ReporteeFields lang={chrome.lang} entry={entry} />
          <Button kind="quiet">{words.addButton}</Button>
        </form>
      </details>
    </section>
  )
}
