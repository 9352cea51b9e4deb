import type { LoggedMail } from '#domain/mail-log.ts'
import { documentOfToken, isFresh, returnTokens } from '#domain/return-address.ts'
import type { ReadBounce } from '../bounce-ports.ts'
import { mailReturnToken } from '../mail-return.ts'
import type { Ports } from '../ports.ts'
import { noteBouncedMail } from './note-rejected-mail.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'> & { returnPattern: string }

/** What became of a bounce: recorded now or before, or why it says nothing about a mail of ours. */
export type BounceTaken =
  | 'recorded'
  | 'known'
  | 'no_mail_of_ours'
  | 'too_old'
  | Exclude<ReadBounce['because'], null>

/**
 * Takes a mail that came to a return address. It counts where its token proves that it is about a mail of ours, and where it
 * says that this mail was refused for good; then the mail is as one that was refused at once. `given`: addresses by which it
 * came besides those in its headers, as a mail server names them.
 */
export async function takeBounce(needs: Needs, bounce: ReadBounce, given: string[]): Promise<BounceTaken> {
  if (bounce.status === null) return bounce.because
  const [mail = null] = await mailsOf(needs, [...given, ...bounce.addresses])
  if (mail === null) return 'no_mail_of_ours'
  if (!isFresh(mail.at, needs.clock.now())) return 'too_old'
  return (await noteBouncedMail(needs, mail, bounce.status)) ? 'recorded' : 'known'
}

/** A message has one return address; somebody who writes many into it makes us look no longer. */
const mostTokens = 3

async function mailsOf(
  { database, secrets, returnPattern }: Needs,
  addresses: string[],
): Promise<LoggedMail[]> {
  const found: LoggedMail[] = []
  for (const token of returnTokens(returnPattern, addresses).slice(0, mostTokens)) {
    const documentId = documentOfToken(token)
    const mails = documentId === null ? [] : await database.read.mailsOf(documentId)
    found.push(...mails.filter((mail) => secrets.equal(mailReturnToken(secrets, mail) ?? '', token)))
  }
  return found
}
