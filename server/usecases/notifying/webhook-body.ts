import type { Delivery } from '#domain/delivery.ts'
import { senderOf } from '#domain/document.ts'
import { testEvent } from '#domain/event-catalogue.ts'
import { mailReaderOf } from '#domain/mail-reader.ts'
import type { WebhookFormat } from '#domain/webhook.ts'
import {
  compatibleBody,
  type RecordedEvent,
  standardBody,
  type ToldDocument,
} from '#domain/webhook-message.ts'
import type { Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database'> & { publicUrl: string }

/** Ids of nothing: a test is about no document. */
const noId = '0'.repeat(32)

/** What a delivery says in this format, made anew for each try: the event as it was recorded, the document as it is. */
export async function webhookBody(
  needs: Needs,
  format: WebhookFormat,
  delivery: Delivery,
  recorded: RecordedEvent | null,
): Promise<string> {
  const event = recorded ?? { at: delivery.createdAt, detail: {} }
  if (format === 'standard') return standardBody(delivery, event)
  return compatibleBody(delivery.type, await toldDocument(needs, delivery, event), needs.publicUrl)
}

async function toldDocument(
  { database }: Needs,
  { documentId, type }: Delivery,
  { detail }: RecordedEvent,
): Promise<ToldDocument> {
  const document = documentId === null ? null : await database.read.document(documentId)
  if (document === null) {
    const title = type === testEvent ? 'テスト送信' : ''
    const sender = { id: noId, name: 'Musubi', email: '' }
    return { id: documentId ?? noId, title, status: 2, sender, rejected: null }
  }
  const { name, email } = senderOf(document)
  const reader = detail.participantId ?? detail.reporteeId
  return {
    id: document.id,
    title: document.title,
    status: document.status === 'concluded' ? 2 : document.status === 'cancelled' ? 3 : 1,
    sender: { id: document.senderId, name, email },
    rejected: typeof reader === 'string' ? (mailReaderOf(document, reader)?.email ?? null) : null,
  }
}
