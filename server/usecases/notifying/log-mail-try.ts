import type { MailState } from '#domain/mail-log.ts'
import type { ReturnedMail } from '#domain/return-address.ts'
import { type Ports, systemOrigin } from '../ports.ts'

/** Notes in a document's log of mails how a try ended that was not refused for good. */
export async function logMailTry(
  { database, clock }: Pick<Ports, 'database' | 'clock'>,
  teamId: string,
  { documentId, kind, readerId, occasion }: ReturnedMail,
  state: Exclude<MailState, 'rejected'>,
): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    tx.mailLog.queueTry({ documentId, teamId, kind, readerId, occasion, state, at: clock.now(), status: '' })
  })
}
