import type { DocumentEvent } from '#domain/document-event.ts'
import { toE164 } from '#domain/phone-number.ts'
import type { SmsState } from '#domain/sms-message.ts'
import { timeOf } from '#domain/test-document.ts'
import type { SmsOutcome } from '../delivery-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Unavailable } from '../refused.ts'
import type { SmsOutcomeRecord, StoredSmsMessage } from '../sms-ports.ts'
import { applySmsReceipt } from './take-sms-receipt.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'sms' | 'testOutbox'>

/**
 * Hands one SMS to the gateway, at most once: the attempt is recorded before the call, and one that is found recorded
 * belongs to a process that died in between, so it stays `unknown`; 再送 is the cure. What was certainly not taken may
 * be tried again while its code lives.
 */
export async function handOverSms(
  { database, clock, sms, testOutbox }: Needs,
  { smsId }: { smsId: string },
): Promise<void> {
  const message = await database.transaction(systemOrigin, async (tx) => {
    const message = await tx.smsMessages.lock(smsId)
    if (message === null) return null
    if (message.state === 'submitting') return { ...message, text: null }
    const now = timeOf(message, clock.now())
    if (message.state !== 'queued') return null
    if (message.text === null || message.expiresAt <= now) {
      tx.smsMessages.queueState(smsId, 'expired', {}, now)
      return null
    }
    tx.smsMessages.queueState(smsId, 'submitting', {}, now)
    return { ...message, text: message.text }
  })
  if (message === null) return
  const { text } = message
  if (text === null) return leaveUnknown({ database, clock }, message)
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
    if (event !== null) tx.record([event])
    if (outcome.outcome !== 'accepted' || outcome.providerId === null) return
    for (const early of await tx.smsMessages.takeEarlyReceipts(outcome.gateway, outcome.providerId)) {
      await applySmsReceipt(tx, message, early, now)
    }
  })
  if (state === 'queued') throw new Unavailable('the SMS gateway did not take the message')
}

async function leaveUnknown(
  { database, clock }: Pick<Needs, 'database' | 'clock'>,
  message: Parameters<typeof idsOf>[0] & { clockAhead: number },
): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    tx.documents.queueHold(message.documentId)
    if ((await tx.smsMessages.lock(message.id))?.state !== 'submitting') return
    const now = timeOf(message, clock.now())
    tx.smsMessages.queueState(message.id, 'unknown', {}, now)
    tx.record([{ type: 'sms.unknown', at: now, ...idsOf(message) }])
  })
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
      return { state: outcome.tryAgain ? 'queued' : 'rejected', record: { gateway } }
    case 'unknown':
      return { state: 'unknown', record: { gateway } }
  }
}

function factAfter(outcome: SmsOutcome, ids: Ids & { at: Date }): DocumentEvent | null {
  if (outcome.outcome === 'accepted') return { type: 'sms.submitted', ...ids, segments: outcome.segments }
  if (outcome.outcome === 'unknown') return { type: 'sms.unknown', ...ids }
  return outcome.tryAgain ? null : { type: 'sms.rejected', ...ids }
}
