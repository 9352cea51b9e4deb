import { type ReturnedMail, returnToken } from '#domain/return-address.ts'
import type { Secrets } from './ports.ts'

/** The token by which a bounce proves of which mail it is; null where a mail has no such address. */
export function mailReturnToken(
  secrets: Pick<Secrets, 'keyedHash'>,
  { documentId, kind, readerId, occasion }: ReturnedMail,
): string | null {
  const proof = secrets.keyedHash('mail-return', documentId, kind, readerId, occasion)
  return returnToken({ documentId }, proof)
}
