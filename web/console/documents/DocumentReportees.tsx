import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { reporteeWords } from './reportee-words.ts'

/** Those who are told of the outcome; nothing where there are none. */
export function DocumentReportees({
  document,
  lang,
}: {
  document: Document
  lang: Language
}): JSX.Element | null {
  if (document.reportees.length === 0) return null
  const words = reporteeWords(lang)
  return (
    <section class="card" aria-labelledby="reportees-heading">
      <h2 id="reportees-heading">{words.title}</h2>
      <p class="note">{words.lead}</p>
      <ul class="people">
        {document.reportees.map(({ id, name, organization, email }) => (
          <li key={id} id={`reportee-${id}`}>
            <p class="person-name">
              <strong>{name}</strong>
              {organization === '' ? null : <span>{organization}</span>}
            </p>
            <dl class="facts">
              <div>
                <dt>{words.email}</dt>
                <dd>{email}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
