import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { everyoneConsented } from '#domain/seal.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import type { StatusTone } from '#web/ui/StatusDot.tsx'
import type { Words } from '../words/words.ts'
import type { SealingWords } from './sealing-words.ts'

/** The document's status as people see it: once all consented, it is being concluded. */
export function statusOf(
  document: Document,
  words: Words,
  sealing: SealingWords,
): { word: string; tone: StatusTone } {
  const table = words.documents.status
  switch (document.status) {
    case 'awaiting':
      if (sealingFailed(document)) return { word: sealing.status, tone: 'danger' }
      return everyoneConsented(document)
        ? { word: table.concluding, tone: 'active' }
        : { word: table.awaiting, tone: 'active' }
    case 'concluded':
      return { word: table.concluded, tone: 'success' }
    case 'cancelled':
      return { word: table.cancelled, tone: 'danger' }
    default:
      return { word: table[document.status], tone: 'quiet' }
  }
}

export function participantStatusOf(
  participant: Participant,
  words: Words,
): { word: string; tone: StatusTone } {
  const table = words.document.participants
  if (participant.lockedAt !== null) return { word: table.locked, tone: 'warning' }
  if (participant.order === 0 && participant.status === 'declined') {
    return { word: table.senderCancelled, tone: 'danger' }
  }
  return { word: table.status[participant.status], tone: tones[participant.status] }
}

const tones: Record<Participant['status'], StatusTone> = {
  waiting: 'quiet',
  draft: 'quiet',
  delivering: 'active',
  confirming: 'active',
  sent: 'success',
  confirmed: 'success',
  filled: 'success',
  declined: 'danger',
  cancelled: 'quiet',
  signing: 'active',
}
