import type { Member } from '#domain/member.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import type { Letter } from '../delivery-ports.ts'
import { withEnglish } from '../letters/letter.ts'
import type { Ports, Transaction } from '../ports.ts'
import type { AdministratorMail } from '../team-ports.ts'
import { handOverMail } from './hand-over-mail.ts'

/** Queues a mail to each administrator of a team who can sign in, in the transaction of what it tells. */
export async function mailAdministrators(
  tx: Transaction,
  teamId: string,
  mailTo: (memberId: string) => AdministratorMail,
): Promise<void> {
  for (const { id, disabled, authorities } of await tx.members.ofTeam(teamId)) {
    if (!disabled && authorities.teamAdministrator) await tx.members.queueMail(mailTo(id))
  }
}

type Needs = Pick<Ports, 'database' | 'mail'>
type Written = { idempotencyKey: string; letterIn: (language: RecipientLanguage) => Letter }

/**
 * Hands such a mail over, at least once, with the same id each time, in the language that the member chose for their mails. Nobody gets it who administrates the team no more, and where
 * `write` answers null there is nothing to tell any more.
 */
export async function mailAdministrator(
  { database, mail }: Needs,
  memberId: string,
  write: (member: Member) => Promise<Written | null>,
): Promise<void> {
  if (mail === null) return
  const member = await database.read.member(memberId)
  if (member === null || member.disabled || !member.authorities.teamAdministrator) return
  const written = await write(member)
  if (written === null) return
  const { idempotencyKey, letterIn } = written
  const chosen = await database.read.letterLanguage(memberId)
  const letter = chosen === null ? withEnglish(letterIn('ja'), letterIn('en')) : letterIn(chosen)
  await handOverMail(mail, { idempotencyKey, letter, to: member.email })
}
