import type { JobRequest } from './job-request.ts'

/**
 * What of a team has stopped, because its job has used up its tries. `notice`: a mail to members about the team or their
 * account.
 */
export type ParkedKind = 'seal' | 'conclusion' | 'sms' | 'mail' | 'webhook' | 'notice'

const kinds: Record<JobRequest['job'], ParkedKind> = {
  'sign-act': 'seal',
  'conclude-document': 'conclusion',
  'send-sms': 'sms',
  'send-link-sms': 'sms',
  'deliver-mail': 'mail',
  'send-mail': 'mail',
  'mail-approval': 'mail',
  'deliver-webhook': 'webhook',
  'mail-webhook-trouble': 'notice',
  'mail-sms-limit': 'notice',
  'mail-account-notice': 'notice',
  'mail-password-link': 'notice',
  'mail-retention': 'notice',
}

/** What stopped with a job of this name; a job of a later release is told of as the least. */
export function parkedKindOf(job: string): ParkedKind {
  return Object.entries(kinds).find(([name]) => name === job)?.[1] ?? 'notice'
}

/** Does the conclusion wait for it? */
export function isSeal(kind: ParkedKind): boolean {
  return kind === 'seal' || kind === 'conclusion'
}

/** A job that nobody takes any more until somebody asks for it. `since`: when what it does was asked for. */
export type ParkedJob = {
  id: string
  kind: ParkedKind
  tries: number
  since: Date
  documentId: string | null
  /** The webhook URL that it was for. */
  webhookId: string | null
}
