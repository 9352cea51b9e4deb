import { rightOf } from '#domain/access.ts'
import type { Delivery } from '#domain/delivery.ts'
import { type Document, senderOf } from '#domain/document.ts'
import { testEvent } from '#domain/event-catalogue.ts'
import { mailReaderOf } from '#domain/mail-reader.ts'
import type { Member } from '#domain/member.ts'
import type { WebhookFormat } from '#domain/webhook.ts'
import {
  compatibleBody,
  masked,
  type RecordedEvent,
  standardBody,
  type ToldDocument,
  withoutNames,
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
  const told = toldDocument(await documentOf(needs, delivery), delivery, event)
  return compatibleBody(delivery.type, told, needs.publicUrl)
}

/**
 * The same for a page. Whoever registers URLs need not have a right to the team's documents: without it, names and
 * addresses are masked. `mayRead`: the member has a right to the document.
 */
export async function shownBody(
  needs: Needs,
  member: Member,
  format: WebhookFormat,
  { delivery, event: recorded }: { delivery: Delivery; event: RecordedEvent | null },
): Promise<{ body: string; mayRead: boolean }> {
  const event = recorded ?? { at: delivery.createdAt, detail: {} }
  const document = await documentOf(needs, delivery)
  const mayRead = document !== null && rightOf(member, document) !== null
  if (format === 'standard') return { body: standardBody(delivery, event), mayRead }
  const told = toldDocument(document, delivery, event)
  const shown = document === null || mayRead ? told : masked(told)
  return { body: compatibleBody(delivery.type, shown, needs.publicUrl), mayRead }
}

async function documentOf({ database }: Needs, { documentId }: Delivery): Promise<Document | null> {
  return documentId === null ? null : await database.read.document(documentId)
}

function toldDocument(
  document: Document | null,
  { documentId, type }: Delivery,
  { detail }: RecordedEvent,
): ToldDocument {
  if (document === null) {
    const title = type === testEvent ? 'テスト送信' : ''
    const sender = { id: noId, name: 'Musubi', email: '' }
    return { id: documentId ?? noId, title, status: 2, sender, rejected: null }
  }
  const { name, email } = senderOf(document)
  const reader = detail.participantId ?? detail.reporteeId
  const told: ToldDocument = {
    id: document.id,
    title: document.title,
    status: document.status === 'concluded' ? 2 : document.status === 'cancelled' ? 3 : 1,
    sender: { id: document.senderId, name, email },
    ...(document.test ? { test: true } : {}),
    rejected: typeof reader === 'string' ? (mailReaderOf(document, reader)?.email ?? null) : null,
  }
  return document.private ? withoutNames(told) : told
}
