import { type MailOffLink, mailOffText, readMailOffLink } from '#domain/mail-off-link.ts'
import type { Secrets } from './ports.ts'

/** The token of the address that switches mails of one kind off for one member. */
export function mailOffToken(secrets: Pick<Secrets, 'keyedHash'>, link: MailOffLink): string {
  const text = mailOffText(link)
  return `${text}.${secrets.keyedHash('mail-off', text)}`
}

/** Null for what we did not write. */
export function genuineMailOffLink(
  secrets: Pick<Secrets, 'keyedHash' | 'equal'>,
  token: string,
): MailOffLink | null {
  const link = readMailOffLink(token)
  return link !== null && secrets.equal(token, mailOffToken(secrets, link)) ? link : null
}
