import type { Delivery } from './delivery.ts'
import { publishedDetail, testEvent } from './event-catalogue.ts'

/** An event as it was recorded. `test`: of a test document. */
export type RecordedEvent = { at: Date; detail: Record<string, unknown>; test?: boolean }

type Told = Pick<Delivery, 'event' | 'type' | 'teamId' | 'documentId'>

/** A message in the form that standardwebhooks.com recommends. */
export type StandardMessage = {
  type: string
  timestamp: string
  data: { eventId: string; teamId: string; documentId?: string; test?: true; [detail: string]: unknown }
}

/** What is told of an event, to a URL and in the feed alike. */
export function standardMessage(told: Told, { at, detail, test }: RecordedEvent): StandardMessage {
  return {
    type: told.type,
    timestamp: at.toISOString(),
    data: {
      eventId: told.event,
      teamId: told.teamId,
      ...(told.documentId === null ? {} : { documentId: told.documentId }),
      ...(test === true ? { test } : {}),
      ...publishedDetail(told.type, detail),
    },
  }
}

/** The same as the body of a request. */
export function standardBody(told: Told, recorded: RecordedEvent): string {
  return JSON.stringify(standardMessage(told, recorded))
}

/** Of a document, what the compatible format says. `rejected`: the address that a mail did not reach. */
export type ToldDocument = {
  id: string
  title: string
  status: 1 | 2 | 3
  sender: { id: string; name: string; email: string }
  rejected: string | null
  test?: boolean
}

/**
 * As a private document is told: whoever registers a URL, and whoever holds it, need have no right to it. Ids stay, as in the
 * standard format.
 */
export function withoutNames(told: ToldDocument): ToldDocument {
  return { ...told, title: '非公開の書類', sender: { ...told.sender, name: '', email: '' }, rejected: null }
}

const mask = '***'

/** For a page, before somebody without a right to the document. What is left out is left out there too. */
export function masked(told: ToldDocument): ToldDocument {
  const { sender, title, rejected } = told
  const hidden = (text: string) => (text === '' ? '' : mask)
  return {
    ...told,
    title: hidden(title),
    sender: { ...sender, name: hidden(sender.name), email: hidden(sender.email) },
    rejected: rejected === null ? null : hidden(rejected),
  }
}

/**
 * One line without blanks between its parts, as CloudSign sends it (its help page on webhooks): status as that service's
 * Web API numbers it, and a text for people that ends in an address of the document. Of an outcome the status is the
 * event's, whatever became of the document since.
 */
export function compatibleBody(type: string, told: ToldDocument, publicUrl: string): string {
  const { id, sender, rejected } = told
  // The format has no place for it but the text, which people read.
  const title = told.test === true ? `【テスト】${told.title}` : told.title
  const by = sender.name === '' ? title : `${title} sent by ${sender.name}`
  const [status, said] =
    type === 'mail.rejected'
      ? [told.status, `BOUNCED : ${by}${rejected === null ? '' : ` for ${rejected}`}`]
      : type === 'document.concluded' || type === testEvent
        ? [2, `COMPLETED : ${by}`]
        : [3, `CANCELED : ${by}`]
  return JSON.stringify({
    documentID: id,
    status,
    userID: sender.id,
    email: sender.email,
    text: `${said}\n<${publicUrl}/document/${id}/summary>`,
  })
}
