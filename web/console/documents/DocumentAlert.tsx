import type { JSX } from 'preact'
import type { Alert } from '#domain/alert.ts'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { tokyoDayStart } from '#domain/tokyo.ts'
import { dayOf } from '../frame/console-time.ts'
import { documentActsWords } from './document-acts-words.ts'

export type DocumentAlertProps = {
  document: Document
  alert: Pick<Alert, 'alertAt' | 'memo' | 'enabled'> | null
  lang: Language
}

/** The day on which the sender is told of the document, and the way to change it. */
export function DocumentAlert({ document, alert, lang }: DocumentAlertProps): JSX.Element {
  const words = documentActsWords[lang].alert
  return (
    <section class="card" aria-labelledby="alert-heading">
      <h2 id="alert-heading">{words.title}</h2>
      {alert === null ? (
        <p class="note">{words.none}</p>
      ) : (
        <p>
          <strong>{dayOf(tokyoDayStart(alert.alertAt), lang)}</strong>
          {alert.enabled ? null : words.off}
          {alert.memo === '' ? null : <span class="row-under as-typed">{alert.memo}</span>}
        </p>
      )}
      <p>
        <a href={`/console/documents/${document.id}/alert`}>{words.change}</a>
      </p>
    </section>
  )
}
