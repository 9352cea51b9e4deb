import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { LoggedMail } from '#domain/mail-log.ts'
import { MailList, mailsTo } from './MailList.tsx'
import { mailStates } from './mail-words.ts'
import { reporteeWords } from './reportee-words.ts'

/** Those who are told of the outcome; nothing where there are none. */
export function DocumentReportees({
  document,
  mails,
  lang,
}: {
  document: Document
  mails: LoggedMail[]
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
              {mailsTo(mails, id).length === 0 ? null : (
                <div class="whole">
                  <dt>{mailStates[lang].title}</dt>
                  <dd>
                    <MailList mails={mailsTo(mails, id)} lang={lang} />
                  </dd>
                </div>
              )}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
