import type { DocumentEvent } from '#domain/document-event.ts'
import { noDocument } from '#domain/logged-sms.ts'
import { didNotArrive } from '#domain/sms-message.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'
import type { SmsOfReceipt, SmsPlace, ToldOfSms } from '../sms-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Whose: by our own id, which we gave the gateway at this place, or by the id that it gave the text. */
export type SmsReceipt = ToldOfSms & {
  of: { smsId: string; place: SmsPlace } | { gateway: string; providerId: string }
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
    (await database.read.smsOfReceipt(of)) ?? (await keptForLater({ database, clock }, { of, state, code }))
  if (known === 'kept' || known === null) return false
  const place = 'smsId' in of ? of.place : null
  return database.transaction(systemOrigin, (tx) => {
    // Before the message, as every verb does that changes it.
    tx.documents.queueHold(known.documentId)
    return applySmsReceipt(tx, known, { state, code, place }, clock.now())
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
  { state, code, place }: ToldOfSms & { place: SmsPlace | null },
  now: Date,
): Promise<boolean> {
  // Of what arrived some say a code, too: that nothing was wrong.
  const why = didNotArrive(state) ? code : null
  const moved = await tx.smsMessages.applyReceipt(id, state, now, { place, code: why })
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
  { of, state, code }: SmsReceipt,
): Promise<SmsOfReceipt | 'kept' | null> {
  if ('smsId' in of) return null
  const found = await database.transaction(systemOrigin, (tx) =>
    tx.smsMessages.keepEarlyReceipt(of.gateway, of.providerId, { state, code }, clock.now()),
  )
  return found ?? 'kept'
}
