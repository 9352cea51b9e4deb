import type { Member } from '#domain/member.ts'
import { queueNotice } from '../access/notice.ts'
import type { Origin, Ports } from '../ports.ts'

/** Mails a member that mails arrive; to nobody but themselves. Minutes to wait where there were too many, else null. */
export async function sendTestMail(
  { database, clock, limits }: Pick<Ports, 'database' | 'clock' | 'limits'>,
  origin: Origin,
  member: Member,
): Promise<number | null> {
  const minutes = await limits.spend('test_message', member.teamId)
  if (minutes !== null) return minutes
  await database.transaction(origin, (tx) =>
    queueNotice(tx, member.id, { notice: 'mail_test', at: clock.now(), userAgent: origin.userAgent }),
  )
  return null
}
