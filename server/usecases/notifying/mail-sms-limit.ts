import type { MailSmsLimit } from '#domain/sms-limit.ts'
import { letterOf } from '../letters/letter.ts'
import type { Ports } from '../ports.ts'
import { mailAdministrator } from './mail-administrators.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

/** Tells one team administrator that a day's SMS run out. */
export async function mailSmsLimit(
  needs: Needs,
  { memberId, news, limit, occasion }: Omit<MailSmsLimit, 'job'>,
): Promise<void> {
  const url = `${needs.publicUrl}/console/sms`
  const used = news === 'sms.limit_reached' ? 'all' : 'most'
  await mailAdministrator(needs, memberId, async ({ name: to }) => ({
    idempotencyKey: [news, memberId, occasion].join('.'),
    letterIn: (language) => letterOf('sms_limit', language, { to, url, limit, used }),
  }))
}
