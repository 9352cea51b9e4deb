import type { MailKind } from './mail-kind.ts'

/**
 * Mails to the sender of a document, or to an approver, that a member may do without: the console says the same. Not a document that cannot
 * be concluded, for only the sender can end it; nor one that is in other hands than they chose.
 */
export const optionalMails = [
  'concluded',
  'declined',
  'alert',
  'notice_end',
  'contract_end',
  'mail_rejected',
  'sms_undelivered',
  'approval_requested',
  'approved',
  'returned',
] as const satisfies MailKind[]

export type OptionalMail = (typeof optionalMails)[number]

/** Those that are named, in their order; what is no such mail is left out. */
export function optionalMailsIn(names: string[]): OptionalMail[] {
  return optionalMails.filter((each) => names.includes(each))
}
