import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { LoggedMail, MailState } from '#domain/mail-log.ts'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import { stamp } from '../frame/console-time.ts'
import { mailKinds, mailStates } from './mail-words.ts'

/** How each state looks. */
export const mailTones: Record<MailState, StatusTone> = {
  sent: 'success',
  deferred: 'active',
  rejected: 'warning',
  given_up: 'warning',
}

/** What became of each mail to one reader. */
export function MailList({ mails, lang }: { mails: LoggedMail[]; lang: Language }): JSX.Element {
  const words = mailStates[lang]
  return (
    <ul class="sms">
      {mails.map((each) => (
        <li key={`${each.kind} ${each.occasion}`}>
          <time dateTime={each.at.toISOString()}>{stamp(each.at, lang)}</time>
          <StatusDot tone={mailTones[each.state]}>{words.state[each.state]}</StatusDot>
          <span class="row-note">
            {mailKinds[lang](each.kind)}
            {each.tries > 1 ? words.tries(each.tries) : ''}
          </span>
          {each.state === 'given_up' ? <p class="note">{words.givenUp}</p> : null}
        </li>
      ))}
    </ul>
  )
}

/** Those to one reader. */
export function mailsTo(mails: LoggedMail[], reader: string): LoggedMail[] {
  return mails.filter(({ readerId }) => readerId === reader)
}
