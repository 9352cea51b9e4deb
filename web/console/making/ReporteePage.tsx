import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { peopleWords } from './people-words.ts'
import type { Entry, ReporteeEntry } from './person-entry.ts'
import { ReporteeFields } from './ReporteeFields.tsx'

export type ReporteePageProps = {
  chrome: ConsoleChrome
  documentId: string
  reporteeId: string
  entry: Entry<ReporteeEntry>
}

/** Somebody who is told of the outcome of a draft, to be changed. */
export function ReporteePage({ chrome, documentId, reporteeId, entry }: ReporteePageProps): JSX.Element {
  const words = peopleWords(chrome.lang)
  const base = `/console/documents/${documentId}`
  const inError = Object.keys(entry.problems).length > 0
  const { editTitle } = words.reportees
  return (
    <ConsoleLayout chrome={chrome} title={editTitle} section="documents" inError={inError}>
      <div class="making-start">
        <h1>{editTitle}</h1>
        <form method="post" action={`${base}/reportees/${reporteeId}`} class="card" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <ReporteeFields lang={chrome.lang} entry={entry} />
          <div class="acts">
            <LinkButton kind="quiet" href={`${base}/draft#reportees`}>
              {words.form.back}
            </LinkButton>
            <Button>{words.form.saveButton}</Button>
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}
