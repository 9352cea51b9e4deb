import type { MailSmsLimit } from '#domain/sms-limit.ts'
import type { MailWebhookTrouble } from '#domain/webhook.ts'
import type { Transaction } from '../ports.ts'

/** One mail to one administrator of a team. */
export type AdministratorMail = MailWebhookTrouble | MailSmsLimit

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
