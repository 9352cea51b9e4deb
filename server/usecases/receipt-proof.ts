import type { Secrets } from './ports.ts'

/** The same for where a gateway asks what to say in a call: whoever may tell receipts may not hear codes. */
export function callProof(
  secrets: Pick<Secrets, 'keyedHash'>,
  { place, smsId }: { place: string; smsId: string },
): string {
  return secrets.keyedHash('sms-call', place, smsId)
}

/** Without it an address of receipts is none: it is bound to one SMS and one gateway. */
export function receiptProof(
  secrets: Pick<Secrets, 'keyedHash'>,
  { place, smsId }: { place: string; smsId: string },
): string {
  return secrets.keyedHash('sms-receipt', place, smsId)
}
