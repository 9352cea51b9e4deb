import type { DocumentEvent } from '#domain/document-event.ts'
import { endedEvent } from '#domain/signing-url.ts'
import type { Transaction } from '../ports.ts'

/**
 * Of a participant whose number is corrected, under the document's lock: whoever holds a URL may hold the wrong phone.
 * With it end its sessions and its codes, which belong to it.
 */
export async function endUrlsOf(tx: Transaction, participantId: string, now: Date): Promise<DocumentEvent[]> {
  const urls = await tx.signingUrls.aliveOf(participantId)
  tx.signingUrls.queueEnd(
    urls.map((url) => url.id),
    now,
  )
  return urls.map((url) => endedEvent(url, 'tel_corrected', now))
}
