import type { LoggedMail } from '#domain/mail-log.ts'
import { mailReaderOf } from '#domain/mail-reader.ts'
import { documentOfToken, isFresh, type ReturnedMail, returnTokens } from '#domain/return-address.ts'
import type { ReadBounce } from '../bounce-ports.ts'
import { mailReturnToken } from '../mail-return.ts'
import type { Ports } from '../ports.ts'
import { type Noted, noteBouncedMail } from './note-rejected-mail.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'> & { returnPattern: string }

/** What became of a bounce: recorded now or before, or why it says nothing about a mail of ours that anybody waits for. */
export type BounceTaken =
  | Noted
  /** It came back before it was written down that a mail server had taken it: to be handed over again. */
  | 'not_yet'
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
  const mail = await mailOf(needs, [...given, ...bounce.addresses])
  if (mail === 'not_yet') return mail
  if (mail === null) return 'no_mail_of_ours'
  if (!isFresh(mail.at, needs.clock.now())) return 'too_old'
  return noteBouncedMail(needs, mail, bounce.status)
}

/** A message has one return address; somebody who writes many into it makes us look no longer. */
const mostTokens = 3

/** The mail that one of the addresses proves; `not_yet`: its job has not said yet what became of it. */
async function mailOf(needs: Needs, addresses: string[]): Promise<LoggedMail | 'not_yet' | null> {
  for (const token of returnTokens(needs.returnPattern, addresses).slice(0, mostTokens)) {
    const documentId = documentOfToken(token)
    if (documentId === null) continue
    const proves = (mail: ReturnedMail) =>
      needs.secrets.equal(mailReturnToken(needs.secrets, mail) ?? '', token)
    const logged = await loggedMail(needs, documentId, proves)
    if (logged !== null) return logged
    if ((await waitingMails(needs, documentId)).some(proves)) return 'not_yet'
    // Its job may have ended between the two looks.
    const meanwhile = await loggedMail(needs, documentId, proves)
    if (meanwhile !== null) return meanwhile
  }
  return null
}

/** Of a mail to the sender the job does not say who that is; the token names every reader by id. */
async function waitingMails({ database }: Needs, documentId: string): Promise<ReturnedMail[]> {
  const document = await database.read.document(documentId)
  if (document === null) return []
  const mails = await database.read.mailsInQueue(documentId)
  return mails.flatMap((mail) => {
    if (mail.kind === 'approval_requested') return [mail]
    const reader = mailReaderOf(document, mail.readerId)
    return reader === null ? [] : [{ ...mail, readerId: reader.id }]
  })
}

async function loggedMail(
  { database }: Needs,
  documentId: string,
  proves: (mail: ReturnedMail) => boolean,
): Promise<LoggedMail | null> {
  for (let last: LoggedMail | null = null; ; ) {
    const mails: LoggedMail[] = await database.read.mailsAfter(documentId, last)
    const found = mails.find(proves)
    last = mails.at(-1) ?? null
    if (found !== undefined || last === null) return found ?? null
  }
}
