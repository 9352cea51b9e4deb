import { isAskedToApprove } from '#domain/access.ts'
import { type Document, senderOf } from '#domain/document.ts'
import type { MailApproval } from '#domain/job-request.ts'
import { usualLetterLanguage } from '#domain/letter-language.ts'
import { letterOf, withChoice } from '../letters/letter.ts'
import { mailOffToken } from '../mail-off-link.ts'
import { mailReturnToken } from '../mail-return.ts'
import type { Ports } from '../ports.ts'
import { handOverMail } from './hand-over-mail.ts'
import { logMailTry } from './log-mail-try.ts'
import { noteRejectedMail } from './note-rejected-mail.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'mail' | 'secrets'> & { publicUrl: string }

const kind = 'approval_requested' as const

/**
 * Asks one approver for a yes, at least once, with the same id each time; how the try ended is logged, as of every mail about a
 * document. Answered, taken back or not theirs any more: nobody is asked.
 */
export async function mailApproval(
  needs: Needs,
  document: Document,
  { documentId, memberId, requestId, occasion }: Omit<MailApproval, 'job'>,
  last: boolean,
): Promise<void> {
  const { database, mail, secrets, publicUrl } = needs
  if (mail === null || document.approval?.id !== requestId) return
  const member = await database.read.member(memberId)
  if (member === null) return
  if (member.disabled || !isAskedToApprove(member, document)) return
  if ((await database.read.mailsOff(memberId)).includes(kind)) return
  const language = (await database.read.letterLanguage(memberId)) ?? usualLetterLanguage
  const { organization, name } = senderOf(document)
  const letter = letterOf(kind, language, {
    to: member.name,
    title: document.title,
    sender: organization === '' ? name : `${organization} ${name}`,
    url: `${publicUrl}/console/documents/${documentId}/approval`,
    comment: document.approval.comment,
  })
  const one = { documentId, kind, readerId: memberId, occasion }
  const returnToken = mailReturnToken(secrets, one)
  const refusedBecause = await handOverMail(mail, {
    idempotencyKey: [kind, documentId, memberId, occasion].join('.'),
    to: member.email,
    letter: withChoice(letter),
    choice: `${publicUrl}/u/${mailOffToken(secrets, { memberId, kind })}`,
    ...(returnToken === null ? {} : { returnToken }),
  }).catch(async (error: unknown) => {
    await logMailTry(needs, document.teamId, one, last ? 'given_up' : 'deferred')
    throw error
  })
  if (refusedBecause === null) await logMailTry(needs, document.teamId, one, 'sent')
  else await noteRejectedMail(needs, one, refusedBecause)
}
