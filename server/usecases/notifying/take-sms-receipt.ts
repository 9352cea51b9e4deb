import type { DocumentEvent } from '#domain/document-event.ts'
import { noDocument } from '#domain/logged-sms.ts'
import { didNotArrive, type SmsReceiptState } from '#domain/sms-message.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'
import type { SmsOfReceipt, SmsPlace } from '../sms-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Whose: by our own id, which we gave the gateway at this place, or by the id that it gave the text. */
export type SmsReceipt = {
  of: { smsId: string; place: SmsPlace } | { gateway: string; providerId: string }
  state: SmsReceiptState
  /** The gateway's own word for why. */
  code: string | null
}

/**
 * A gateway says what became of an SMS. It may be late, doubled, contradictory, or there before the gateway's answer: the
 * state goes forward only, and a failure is an event once. That a gateway could not bring what another one took says nothing.
 * Answers whether the state moved.
 */
export async function takeSmsReceipt(
  { database, clock }: Needs,
  { of, state, code }: SmsReceipt,
): Promise<boolean> {
  const known =
    (await database.read.smsOfReceipt(of)) ?? (await keptForLater({ database, clock }, { of, state }))
  if (known === 'kept' || known === null) return false
  const place = 'smsId' in of ? of.place : null
  return database.transaction(systemOrigin, (tx) => {
    // Before the message, as every verb does that changes it.
    tx.documents.queueHold(known.documentId)
    return applySmsReceipt(tx, known, state, clock.now(), { place, code })
  })
}

/**
 * The state, and the event where the SMS did not arrive; that of a test is about no document. `place`: of the gateway that says
 * so, where only that is known of it.
 * Answers whether the state moved.
 */
export async function applySmsReceipt(
  tx: Transaction,
  { id, documentId }: SmsOfReceipt,
  state: SmsReceiptState,
  now: Date,
  told: { place: SmsPlace | null; code: string | null } = { place: null, code: null },
): Promise<boolean> {
  const moved = await tx.smsMessages.applyReceipt(id, state, now, told)
  if (moved === null) return false
  if (!didNotArrive(state) || documentId === noDocument) return true
  const event: DocumentEvent = {
    type: 'sms.undelivered',
    at: now,
    documentId,
    participantId: moved.participantId,
    smsId: id,
    reason: state,
    ...(moved.byVoice ? { channel: 'voice' } : {}),
  }
  tx.record([event])
  return true
}

/** Only ids of gateways can come before the answer that tells them to us. */
async function keptForLater(
  { database, clock }: Needs,
  { of, state }: Omit<SmsReceipt, 'code'>,
): Promise<SmsOfReceipt | 'kept' | null> {
  if ('smsId' in of) return null
  const found = await database.transaction(systemOrigin, (tx) =>
    tx.smsMessages.keepEarlyReceipt(of.gateway, of.providerId, state, clock.now()),
  )
  return found ?? 'kept'
}
