import type { DocumentEvent } from '#domain/document-event.ts'
import { didNotArrive, type SmsReceiptState } from '#domain/sms-message.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'
import type { SmsOfReceipt } from '../sms-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Whose: by our own id, which we gave the gateway, or by the id that it gave the text. */
export type SmsReceipt = {
  of: { smsId: string } | { gateway: string; providerId: string }
  state: SmsReceiptState
}

/**
 * A gateway says what became of an SMS. It may be late, doubled, contradictory, or there before the gateway's answer: the
 * state goes forward only, and a failure is an event once. Answers whether the message is known, or may be known soon.
 */
export async function takeSmsReceipt(
  { database, clock }: Needs,
  { of, state }: SmsReceipt,
): Promise<boolean> {
  const known =
    (await database.read.smsOfReceipt(of)) ?? (await keptForLater({ database, clock }, { of, state }))
  if (known === 'kept') return true
  if (known === null) return false
  await database.transaction(systemOrigin, async (tx) => {
    // Before the message, as every verb does that changes it.
    tx.documents.queueHold(known.documentId)
    await applySmsReceipt(tx, known, state, clock.now())
  })
  return true
}

/** The state, and the event where the SMS did not arrive. */
export async function applySmsReceipt(
  tx: Transaction,
  { id, documentId }: SmsOfReceipt,
  state: SmsReceiptState,
  now: Date,
): Promise<void> {
  const moved = await tx.smsMessages.applyReceipt(id, state, now)
  if (moved === null || !didNotArrive(state)) return
  const event: DocumentEvent = {
    type: 'sms.undelivered',
    at: now,
    documentId,
    participantId: moved.participantId,
    smsId: id,
    reason: state,
  }
  tx.record([event])
}

/** Only ids of gateways can come before the answer that tells them to us. */
async function keptForLater(
  { database, clock }: Needs,
  { of, state }: SmsReceipt,
): Promise<SmsOfReceipt | 'kept' | null> {
  if ('smsId' in of) return null
  const found = await database.transaction(systemOrigin, (tx) =>
    tx.smsMessages.keepEarlyReceipt(of.gateway, of.providerId, state, clock.now()),
  )
  return found ?? 'kept'
}
