import type { MailRetention } from '#domain/retention.ts'
import { letterOf } from '../letters/letter.ts'
import type { Ports } from '../ports.ts'
import { mailAdministrator } from './mail-administrators.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

/** Tells one team administrator that documents come to the end of their retention. */
export async function mailRetention(
  needs: Needs,
  { memberId, count, first, occasion }: Omit<MailRetention, 'job'>,
): Promise<void> {
  const url = `${needs.publicUrl}/console/settings/retention`
  await mailAdministrator(needs, memberId, async ({ name: to }) => ({
    idempotencyKey: ['retention', memberId, occasion].join('.'),
    letterIn: (language) => letterOf('retention_near', language, { to, url, count, day: first }),
  }))
}
