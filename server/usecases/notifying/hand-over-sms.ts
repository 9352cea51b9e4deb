import type { DocumentEvent } from '#domain/document-event.ts'
import { noDocument } from '#domain/logged-sms.ts'
import { toE164 } from '#domain/phone-number.ts'
import { isReceiptState, type SmsState } from '#domain/sms-message.ts'
import { smsSegments } from '#domain/sms-segments.ts'
import { timeOf } from '#domain/test-document.ts'
import type { SmsOutcome } from '../delivery-ports.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'
import { Unavailable } from '../refused.ts'
import type { SmsOutcomeRecord, StoredSmsMessage } from '../sms-ports.ts'
import { applySmsReceipt } from './take-sms-receipt.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'sms' | 'testOutbox'>

/**
 * Hands one SMS to the gateway, at most once: the attempt is recorded before the call, and one that is found recorded
 * belongs to a process that died in between, so it stays `unknown`; 再送 is the cure. Where a receipt has said meanwhile what
 * became of it, it was handed over. What was certainly not taken may be tried again while its code lives.
 */
export async function handOverSms(
  { database, clock, sms, testOutbox }: Needs,
  { smsId }: { smsId: string },
): Promise<void> {
  const message = await database.transaction(systemOrigin, async (tx) => {
    const message = await tx.smsMessages.lock(smsId)
    if (message === null) return null
    const { state } = message
    if (state === 'submitting' || isReceiptState(state)) return { ...message, text: null }
    const now = timeOf(message, clock.now())
    if (state !== 'queued') return null
    if (message.text === null || message.expiresAt <= now) {
      tx.smsMessages.queueState(smsId, 'expired', {}, now)
      return null
    }
    tx.smsMessages.queueState(smsId, 'submitting', { segments: smsSegments(message.text) }, now)
    return { ...message, text: message.text }
  })
  if (message === null) return
  const { text } = message
  if (text === null) return noteDeath({ database, clock }, message)
  const { id: idempotencyKey, expiresAt, avoid, voice } = message
  const handed = { idempotencyKey, to: toE164(message.tel), text, expiresAt }
  const outcome = message.test
    ? await testOutbox.sms({ ...message, text })
    : voice === null
      ? await sms.send({ ...handed, avoid })
      : await sms.call({ ...handed, language: voice })
  const { state, record } = stateAfter(outcome)
  await database.transaction(systemOrigin, async (tx) => {
    // Before the message, as the verb does that takes the code: it may be typed before the gateway's answer is recorded.
    tx.documents.queueHold(message.documentId)
    const now = timeOf(message, clock.now())
    tx.smsMessages.queueState(smsId, state, record, now)
    const event = factAfter(outcome, { at: now, ...idsOf(message) })
    if (event !== null) note(tx, event)
    if (outcome.outcome !== 'accepted' || outcome.providerId === null) return
    for (const early of await tx.smsMessages.takeEarlyReceipts(outcome.gateway, outcome.providerId)) {
      await applySmsReceipt(tx, message, { ...early, place: null }, now)
    }
  })
  if (state === 'queued') throw new Unavailable('the SMS gateway did not take the message')
}

/** Its process died before it noted the gateway's answer. A receipt that came since proves that the gateway took it. */
async function noteDeath(
  { database, clock }: Pick<Needs, 'database' | 'clock'>,
  { id, documentId, clockAhead }: StoredSmsMessage,
): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    tx.documents.queueHold(documentId)
    const message = await tx.smsMessages.lock(id)
    if (message === null) return
    const event = { at: timeOf({ clockAhead }, clock.now()), ...idsOf(message) }
    if (message.state === 'submitting') {
      tx.smsMessages.queueState(id, 'unknown', {}, event.at)
      note(tx, { type: 'sms.unknown', ...event })
    } else if (message.segments !== null && !(await isRecorded(tx, message))) {
      note(tx, { type: 'sms.submitted', ...event, segments: message.segments })
    }
  })
}

/** The SMS of a test is about no document, and stands in no trail. */
function note(tx: Transaction, event: DocumentEvent): void {
  if (event.documentId !== noDocument) tx.record([event])
}

/** Does the trail say already what became of handing it over? */
async function isRecorded(tx: Transaction, { id, documentId }: StoredSmsMessage): Promise<boolean> {
  const trail = await tx.trailOf(documentId)
  return trail.some(
    ({ type, detail }) =>
      (type === 'sms.submitted' || type === 'sms.unknown' || type === 'sms.rejected') && detail.smsId === id,
  )
}

type Ids = { documentId: string; participantId: string; smsId: string; channel?: 'voice' }

function idsOf(message: Pick<StoredSmsMessage, 'id' | 'documentId' | 'participantId' | 'voice'>): Ids {
  const ids = { documentId: message.documentId, participantId: message.participantId, smsId: message.id }
  return message.voice === null ? ids : { ...ids, channel: 'voice' }
}

function stateAfter(outcome: SmsOutcome & { gateway: string }): {
  state: SmsState
  record: SmsOutcomeRecord
} {
  const { gateway } = outcome
  switch (outcome.outcome) {
    case 'accepted':
      return {
        state: 'submitted',
        record: { gateway, providerId: outcome.providerId, segments: outcome.segments },
      }
    case 'rejected':
      return { state: outcome.tryAgain ? 'queued' : 'rejected', record: { gateway, reason: outcome.reason } }
    case 'unknown':
      return { state: 'unknown', record: { gateway, reason: outcome.reason } }
  }
}

function factAfter(outcome: SmsOutcome, ids: Ids & { at: Date }): DocumentEvent | null {
  if (outcome.outcome === 'accepted') return { type: 'sms.submitted', ...ids, segments: outcome.segments }
  if (outcome.outcome === 'unknown') return { type: 'sms.unknown', ...ids }
  return outcome.tryAgain ? null : { type: 'sms.rejected', ...ids }
}
