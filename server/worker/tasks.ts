import type { Document } from '#domain/document.ts'
import type { JobRequest } from '#domain/job-request.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { deliverWebhook } from '#server/usecases/notifying/deliver-webhook.ts'
import { handOverSms } from '#server/usecases/notifying/hand-over-sms.ts'
import { mailAccountNotice } from '#server/usecases/notifying/mail-account-notice.ts'
import { mailApproval } from '#server/usecases/notifying/mail-approval.ts'
import { mailPasswordLink } from '#server/usecases/notifying/mail-password-link.ts'
import { mailRetention } from '#server/usecases/notifying/mail-retention.ts'
import { mailSmsLimit } from '#server/usecases/notifying/mail-sms-limit.ts'
import { mailWebhookTrouble } from '#server/usecases/notifying/mail-webhook-trouble.ts'
import { deliverMail, sendMail } from '#server/usecases/notifying/send-mail.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { concludeDocument } from '#server/usecases/sealing/conclude-document.ts'
import { signAct } from '#server/usecases/sealing/sign-act.ts'
import { sendPlannedLinkSms } from '#server/usecases/sending/send-link-sms.ts'

/** `last`: a failure parks the job. */
export type Try = { last: boolean }

/** Each job runs one verb. The verbs are safe to run twice. One that answers `settled` removed its job with what it did. */
export type Tasks = {
  [Job in JobRequest['job']]: (payload: Extract<JobRequest, { job: Job }>, now: Try) => Promise<unknown>
}

type Options = { evaluation: boolean; publicUrl: string; termsUrl: string | null }

export function tasksOf(ports: Ports, options: Options): Tasks {
  const needs = { ...ports, ...options, verifyUrl: `${options.publicUrl}/verify` }
  /** With the document as it is now, and the tools for it; where there is none any more, nothing is to be done. */
  const about = async (
    documentId: string,
    run: (own: typeof needs, document: Document) => Promise<void>,
  ): Promise<void> => {
    const document = await ports.database.read.document(documentId)
    if (document !== null) await run(portsOf(needs, document), document)
  }
  return {
    'sign-act': ({ documentId, act }) => about(documentId, (own, document) => signAct(own, document, act)),
    'conclude-document': ({ documentId }) => about(documentId, concludeDocument),
    'send-link-sms': (payload) =>
      about(payload.documentId, (own, document) => sendPlannedLinkSms(own, document, payload)),
    'send-sms': (payload) => handOverSms(needs, payload),
    'deliver-mail': (payload, { last }) =>
      about(payload.documentId, (own, document) => deliverMail(own, document, payload, last)),
    'send-mail': (payload) => about(payload.documentId, (own, document) => sendMail(own, document, payload)),
    'deliver-webhook': (payload) => deliverWebhook(needs, payload),
    'mail-webhook-trouble': (payload) => mailWebhookTrouble(needs, payload),
    'mail-sms-limit': (payload) => mailSmsLimit(needs, payload),
    'mail-retention': (payload) => mailRetention(needs, payload),
    'mail-account-notice': (payload) => mailAccountNotice(needs, payload),
    'mail-password-link': (payload) => mailPasswordLink(needs, payload),
    'mail-approval': (payload, { last }) =>
      about(payload.documentId, (own, document) => mailApproval(own, document, payload, last)),
  }
}
