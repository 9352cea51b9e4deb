import type { JobRequest } from '#domain/job-request.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { deliverWebhook } from '#server/usecases/notifying/deliver-webhook.ts'
import { handOverSms } from '#server/usecases/notifying/hand-over-sms.ts'
import { mailSmsLimit } from '#server/usecases/notifying/mail-sms-limit.ts'
import { mailWebhookTrouble } from '#server/usecases/notifying/mail-webhook-trouble.ts'
import { deliverMail, sendMail } from '#server/usecases/notifying/send-mail.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { concludeDocument } from '#server/usecases/sealing/conclude-document.ts'
import { signAct } from '#server/usecases/sealing/sign-act.ts'
import { sendPlannedLinkSms } from '#server/usecases/sending/send-link-sms.ts'

/** `last`: a failure parks the job. */
export type Try = { last: boolean }

/** Each job runs one verb. The verbs are safe to run twice. */
export type Tasks = {
  [Job in JobRequest['job']]: (payload: Extract<JobRequest, { job: Job }>, now: Try) => Promise<void>
}

export function tasksOf(ports: Ports, options: { evaluation: boolean; publicUrl: string }): Tasks {
  const needs = { ...ports, ...options, verifyUrl: `${options.publicUrl}/verify` }
  const needsOf = async (documentId: string) => {
    const document = await ports.database.read.document(documentId)
    return document === null ? needs : portsOf(needs, document)
  }
  return {
    'sign-act': async (payload) => signAct(await needsOf(payload.documentId), payload),
    'conclude-document': async (payload) => concludeDocument(await needsOf(payload.documentId), payload),
    'send-link-sms': async (payload) => sendPlannedLinkSms(await needsOf(payload.documentId), payload),
    'send-sms': (payload) => handOverSms(needs, payload),
    'deliver-mail': async (payload, { last }) =>
      deliverMail(await needsOf(payload.documentId), payload, last),
    'send-mail': async (payload) => sendMail(await needsOf(payload.documentId), payload),
    'deliver-webhook': (payload) => deliverWebhook(needs, payload),
    'mail-webhook-trouble': (payload) => mailWebhookTrouble(needs, payload),
    'mail-sms-limit': (payload) => mailSmsLimit(needs, payload),
  }
}
