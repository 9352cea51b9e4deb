import type { Delivery } from '#domain/delivery.ts'
import { senderOf } from '#domain/document.ts'
import { testEvent } from '#domain/event-catalogue.ts'
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
  return compatibleBody(delivery.type, await toldDocument(needs, delivery), needs.publicUrl)
}

async function toldDocument({ database }: Needs, { documentId, type }: Delivery): Promise<ToldDocument> {
  const document = documentId === null ? null : await database.read.document(documentId)
  if (document === null) {
    const title = type === testEvent ? 'テスト送信' : ''
    return { id: documentId ?? noId, title, sender: { id: noId, name: 'Musubi', email: '' } }
  }
  const { name, email } = senderOf(document)
  return { id: document.id, title: document.title, sender: { id: document.senderId, name, email } }
}
