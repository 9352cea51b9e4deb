import type { Language } from '#domain/language.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import type { SmsPlace } from '../sms-ports.ts'
import { applySmsReceipt } from './take-sms-receipt.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Whoever was called has pressed the key and hears the code: once, for it is erased with that. Null where there is nothing to
 * say any more: heard already, entered, or run out.
 */
export async function tellCode(
  { database, clock }: Needs,
  { smsId, place }: { smsId: string; place: SmsPlace },
): Promise<{ text: string; language: Language } | null> {
  const sms = await database.read.smsOfReceipt({ smsId })
  if (sms === null) return null
  return database.transaction(systemOrigin, async (tx) => {
    // Before the message, as every verb does that changes it.
    tx.documents.queueHold(sms.documentId)
    const message = await tx.smsMessages.lock(smsId)
    const now = clock.now()
    if (message === null || message.voice === null || message.text === null) return null
    if (message.expiresAt <= now) return null
    await applySmsReceipt(tx, sms, { state: 'delivered', code: null, place }, now)
    return { text: message.text, language: message.voice }
  })
}
