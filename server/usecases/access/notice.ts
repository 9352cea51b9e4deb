import type { AccountNotice } from '#domain/account-notice.ts'
import { deviceOf } from '#domain/device.ts'
import type { Transaction } from '../ports.ts'

type Told = { notice: AccountNotice; at: Date; userAgent?: string | null; left?: number }

/** Queues the mail that tells a member of a change of their account, in the transaction of the change. */
export async function queueNotice(
  tx: Transaction,
  memberId: string,
  { notice, at, userAgent = null, left = 0 }: Told,
): Promise<void> {
  const { browser, system } = deviceOf(userAgent)
  const device = { browser: browser ?? '', system: system ?? '' }
  const occasion = at.toISOString()
  await tx.members.queueMail({ job: 'mail-account-notice', memberId, notice, occasion, ...device, left })
}
