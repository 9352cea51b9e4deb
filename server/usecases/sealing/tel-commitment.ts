import type { EvidencePhone } from '#domain/agreement-evidence.ts'
import type { Ports } from '../ports.ts'

type Secrets = Pick<Ports['secrets'], 'keyedHash' | 'openHash'>

/** With what the commitment of this party's number is made: derived, so that there is nothing to lose. */
export function telSecret(secrets: Secrets, documentId: string, participantId: string): string {
  return secrets.keyedHash('tel-commitment', documentId, participantId)
}

/** The end of the number, and what binds it: whoever has the secret and the number can show that it was this one. */
export function committedPhone(
  secrets: Secrets,
  documentId: string,
  { id, tel }: { id: string; tel: string },
): EvidencePhone {
  const secret = telSecret(secrets, documentId, id)
  return { lastFour: tel.slice(-4), commitment: secrets.openHash(documentId, tel, secret) }
}
