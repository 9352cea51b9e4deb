import type { MailSmsLimit } from '#domain/sms-limit.ts'
import type { Transaction } from '../ports.ts'
import { mailAdministrators } from './mail-administrators.ts'

/** What a team is told of the SMS of a day: in the history, and by a mail to each administrator. */
export async function tellOfSmsLimit(
  tx: Transaction,
  teamId: string,
  { news, count, limit, now }: { news: MailSmsLimit['news']; count: number; limit: number; now: Date },
): Promise<void> {
  tx.recordTeam([{ type: news, teamId, at: now, count, limit }])
  await mailAdministrators(tx, teamId, (memberId) => ({
    ...{ job: 'mail-sms-limit', memberId, news, limit },
    occasion: now.toISOString(),
  }))
}
