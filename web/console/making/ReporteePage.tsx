import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { inOneLine } from '../words/marks.ts'
import { peopleWords } from './people-words.ts'
import type { Entry, ReporteeEntry } from './person-entry.ts'
import { ReporteeFields } from './ReporteeFields.tsx'

export type ReporteePageProps = {
  chrome: ConsoleChrome
  documentId: string
  reporteeId: string
  entry: Entry<ReporteeEntry>
  /** What is saved now, as the form gives it back (`sightOfReportee`). */
  seen: string
  /** Another page saved something else meanwhile: what is there now; null where none did. */
  changed: ReporteeEntry | null
}

/** Somebody who is told of the outcome of a draft, to be changed. */
export function ReporteePage(props: ReporteePageProps): JSX.Element {
  const { chrome, documentId, reporteeId, entry, changed } = props
  const words = peopleWords(chrome.lang)
  const base = `/console/documents/${documentId}`
  const inError = changed !== null || Object.keys(entry.problems).length > 0
  const { editTitle } = words.reportees
  return (
    <ConsoleLayout chrome={chrome} title={editTitle} section="documents" inError={inError}>
      <div class="making-start">
        <h1>{editTitle}</h1>
        <form method="post" action={`${base}/reportees/${reporteeId}`} class="card" novalidate data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="seen" value={props.seen} />
          {changed === null ? null : (
            <Notice kind="warning" focused>
              <p>{words.reportees.changed}</p>
              <p>
                {words.now(
                  inOneLine(
                    [changed.name, changed.organization, changed.email].filter((each) => each !== ''),
                    chrome.lang,
                  ),
                )}
              </p>
            </Notice>
          )}
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
