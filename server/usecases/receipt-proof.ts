import type { Secrets } from './ports.ts'

/** Without it an address of receipts is none: it is bound to one SMS and one gateway. */
export function receiptProof(
  secrets: Pick<Secrets, 'keyedHash'>,
  { place, smsId }: { place: string; smsId: string },
): string {
  return secrets.keyedHash('sms-receipt', place, smsId)
}
