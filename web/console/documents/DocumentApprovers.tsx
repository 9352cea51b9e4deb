import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { approvalWords } from '../words/approval-words.ts'
import type { DocumentPageProps } from './document-page-props.ts'
import { MailList, mailsTo } from './MailList.tsx'
import { mailStates } from './mail-words.ts'

/** Whom the sender's request for an approval went to by mail, and what became of it; nothing where nobody was asked. */
export function DocumentApprovers({
  approvers,
  mails,
  lang,
}: Pick<DocumentPageProps, 'approvers' | 'mails'> & { lang: Language }): JSX.Element | null {
  if (approvers.length === 0) return null
  return (
    <section class="card" aria-labelledby="approvers-heading">
      <h2 id="approvers-heading">{approvalWords(lang).asked}</h2>
      <ul class="people">
        {approvers.map(({ id, name, organization }) => (
          <li key={id}>
            <p class="person-name">
              <strong>{name}</strong>
              {organization === '' ? null : <span>{organization}</span>}
            </p>
            <dl class="facts">
              <div class="whole">
                <dt>{mailStates[lang].title}</dt>
                <dd>
                  <MailList
                    mails={mailsTo(mails, id).filter(({ kind }) => kind === 'approval_requested')}
                    lang={lang}
                  />
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
