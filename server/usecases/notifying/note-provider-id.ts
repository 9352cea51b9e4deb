import { type Ports, systemOrigin } from '../ports.ts'
import { applySmsReceipt } from './take-sms-receipt.ts'

/** A gateway's answer came when nobody waited for it any more: its id of the SMS is kept, so that receipts find it. */
export async function noteProviderId(
  { database, clock }: Pick<Ports, 'database' | 'clock'>,
  { smsId, gateway, providerId }: { smsId: string; gateway: string; providerId: string },
): Promise<void> {
  const known = await database.read.smsOfReceipt({ smsId })
  if (known === null) return
  await database.transaction(systemOrigin, async (tx) => {
    tx.documents.queueHold(known.documentId)
    tx.smsMessages.queueProviderId(smsId, gateway, providerId)
    for (const early of await tx.smsMessages.takeEarlyReceipts(gateway, providerId)) {
      await applySmsReceipt(tx, known, { ...early, place: null }, clock.now())
    }
  })
}
