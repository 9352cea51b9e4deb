import type { MailAccountNotice, MailPasswordLink } from './account-notice.ts'
import type { DocumentEvent } from './document-event.ts'
import type { MailKind } from './mail-kind.ts'
import type { MailRetention } from './retention.ts'
import type { MailSmsLimit } from './sms-limit.ts'
import type { MailWebhookTrouble } from './webhook.ts'

/** What follows from an event besides its audit row: the jobs that it writes in the same transaction. */
export type JobRequest =
  | { job: 'sign-act'; documentId: string; act: number }
  | { job: 'conclude-document'; documentId: string }
  | { job: 'send-sms'; smsId: string }
  | SendLink
  | DeliverMail
  /** Written by the database with the event (migration 0030), then by each try for the next. */
  | { job: 'deliver-webhook'; deliveryId: string; attempt: number }
  | MailWebhookTrouble
  | MailSmsLimit
  | MailAccountNotice
  | MailPasswordLink
  | MailApproval
  | MailRetention
  /** Written by releases before 2026-11-29, which had one job for all readers; a queue may still hold some. */
  | { job: 'send-mail'; documentId: string; kind: MailKind; participantId: string | null }

/**
 * How often a job is tried before it is parked. What was consented to and mails to people are tried for days (the queue's
 * gaps grow to six hours), an SMS until its code has run out.
 */
export const jobAttempts: Record<JobRequest['job'], number> = {
  'sign-act': 25,
  'conclude-document': 25,
  'send-sms': 7,
  'send-link-sms': 15,
  'deliver-mail': 15,
  'send-mail': 15,
  // Of one try of a webhook, whose own tries are a rule of their own (webhook-try.ts).
  'deliver-webhook': 25,
  'mail-webhook-trouble': 15,
  'mail-sms-limit': 15,
  'mail-account-notice': 15,
  // Whoever waits for a link asks again.
  'mail-password-link': 7,
  'mail-approval': 15,
  'mail-retention': 15,
}

/** By the plan of reminders; `occasion`: when it was due, so that a job that runs twice sends one SMS. */
export type SendLink = { job: 'send-link-sms'; documentId: string; participantId: string; occasion: string }

/** Asks one approver for a yes. `occasion`: when it was asked for. */
export type MailApproval = {
  job: 'mail-approval'
  documentId: string
  memberId: string
  requestId: string
  occasion: string
}

/** The reader of a mail that goes to the sender, where an event does not say who that is. */
export const toSender = 'sender'

/**
 * One mail to one reader. `occasion`: when it was caused, so that a reminder is another mail than the request. `about`: the
 * participant whom a message did not reach. `automatic`: a reminder by plan, which is for the day. `day`: which one is told.
 */
export type DeliverMail = {
  job: 'deliver-mail'
  documentId: string
  kind: MailKind
  readerId: string
  occasion: string
  again?: true
  automatic?: true
  about?: string
  day?: string
}

/** The one table that knows who hears about an event. */
export function jobsOf(event: DocumentEvent): JobRequest[] {
  const { documentId } = event
  switch (event.type) {
    case 'document.sent':
      return [{ job: 'sign-act', documentId, act: 0 }]
    case 'turn.started':
      // Embedded recipients are led to the document by the integrating site.
      return event.method === 'mail'
        ? [
            {
              ...mailOf(event, 'requested', event.participantId),
              ...(event.again ? { again: true } : {}),
              ...(event.automatic ? { automatic: true } : {}),
            },
          ]
        : []
    case 'sms_code.requested':
    case 'link_sms.requested':
      return [{ job: 'send-sms', smsId: event.smsId }]
    case 'sms.undelivered':
      // Of a call that nobody took the recipient hears at once, and the sender can do nothing.
      if (event.channel === 'voice') return []
      return [{ ...mailOf(event, 'sms_undelivered', toSender), about: event.participantId }]
    case 'reminder.due': {
      const { participantId, at } = event
      return [{ job: 'send-link-sms', documentId, participantId, occasion: at.toISOString() }]
    }
    case 'participant.transferred':
      return [{ ...mailOf(event, 'transferred', toSender), about: event.participantId }]
    case 'approval.given':
      return [mailOf(event, 'approved', toSender)]
    case 'approval.returned':
      return [mailOf(event, 'returned', toSender)]
    case 'tel_request.made':
      return [{ ...mailOf(event, 'tel_requested', toSender), about: event.participantId }]
    case 'mail.rejected':
      // Nobody waits for the answer to any other mail.
      return event.kind === 'requested' && event.participantId !== undefined
        ? [{ ...mailOf(event, 'mail_rejected', toSender), about: event.participantId }]
        : []
    case 'participant.consented':
      return [{ job: 'sign-act', documentId, act: event.act }]
    case 'act.signed':
      if (event.next !== undefined) return [{ job: 'sign-act', documentId, act: event.next }]
      return event.last ? [{ job: 'conclude-document', documentId }] : []
    case 'acts.reopened':
      return [{ job: 'sign-act', documentId, act: event.act }]
    case 'alert.due':
      return event.readers.map((reader) => mailOf(event, 'alert', reader))
    case 'contract_end.due':
      return event.readers.map((reader) => ({ ...mailOf(event, 'contract_end', reader), day: event.day }))
    case 'notice_end.due':
      return event.readers.map((reader) => ({ ...mailOf(event, 'notice_end', reader), day: event.day }))
    case 'sealing.failed':
      return event.readers.map((reader) => mailOf(event, 'sealing_failed', reader))
    case 'participant.declined':
      return event.readers.map((reader) => mailOf(event, 'declined', reader))
    case 'document.cancelled':
      return event.readers.map((reader) => mailOf(event, 'cancelled', reader))
    case 'copy_link.requested':
      return [{ ...mailOf(event, 'concluded', event.readerId), again: true }]
    case 'document.concluded':
      return event.readers.map((reader) => mailOf(event, 'concluded', reader))
    default:
      return []
  }
}

function mailOf({ documentId, at }: DocumentEvent, kind: MailKind, readerId: string): DeliverMail {
  return { job: 'deliver-mail', documentId, kind, readerId, occasion: at.toISOString() }
}
