import { type Document, newDocument } from '#domain/document.ts'
import { newParticipant, senderParticipant } from '#domain/participant.ts'

const now = new Date('2026-11-30T03:04:05Z')

/** A template with so many open places, for tests that need no server. */
export function templateWith(slots: number): Document {
  const member = { id: 'maker', email: 'maker@example.jp', name: '作田 成', organization: '' }
  const sender = senderParticipant('00', member)
  const document = newDocument(
    { id: 'aa', teamId: 't1', senderId: 'maker' },
    sender,
    { title: '雇用契約書' },
    now,
  )
  const places = Array.from({ length: slots }, (_, at) => ({
    ...newParticipant(`0${at + 1}`, at + 1, 'waiting'),
    slot: at + 1,
  }))
  return { ...document, status: 'template', participants: [sender, ...places] }
}
