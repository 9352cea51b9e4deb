import type { Delivery } from './delivery.ts'
import { publishedDetail } from './event-catalogue.ts'

/** An event as it was recorded. */
export type RecordedEvent = { at: Date; detail: Record<string, unknown> }

type Told = Pick<Delivery, 'event' | 'type' | 'teamId' | 'documentId'>

/** The body of a message in the form that standardwebhooks.com recommends: `type`, `timestamp`, `data`. */
export function standardBody(told: Told, { at, detail }: RecordedEvent): string {
  return JSON.stringify({
    type: told.type,
    timestamp: at.toISOString(),
    data: {
      eventId: told.event,
      teamId: told.teamId,
      ...(told.documentId === null ? {} : { documentId: told.documentId }),
      ...publishedDetail(told.type, detail),
    },
  })
}

/** Of a document, what the compatible format says. */
export type ToldDocument = { id: string; title: string; sender: { id: string; name: string; email: string } }

/**
 * One line without blanks between its parts, as CloudSign sends it (its help page on webhooks): numbers as that
 * service's Web API has them, and a text for people that ends in an address of the document.
 */
export function compatibleBody(type: string, { id, title, sender }: ToldDocument, publicUrl: string): string {
  const concluded = type === 'document.concluded' || type === 'webhook.test'
  const said = `${concluded ? 'COMPLETED' : 'CANCELED'} : ${title} sent by ${sender.name}`
  return JSON.stringify({
    documentID: id,
    status: concluded ? 2 : 3,
    userID: sender.id,
    email: sender.email,
    text: `${said}\n<${publicUrl}/document/${id}/summary>`,
  })
}
