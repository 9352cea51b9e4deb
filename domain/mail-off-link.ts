import { type OptionalMail, optionalMailsIn } from './optional-mail.ts'

/** Which mails of which member one address switches off. */
export type MailOffLink = { memberId: string; kind: OptionalMail }

/** What an address says before its proof. */
export function mailOffText({ memberId, kind }: MailOffLink): string {
  return `${memberId}.${kind}`
}

/** Null for what is none; whether it is genuine, its proof says. It does not end: a mail may be read years later. */
export function readMailOffLink(token: string): MailOffLink | null {
  const [, memberId, name = ''] = /^([0-9a-f]{32})\.([a-z_]{1,30})\.[A-Za-z0-9_-]{43}$/.exec(token) ?? []
  const [kind] = optionalMailsIn([name])
  return memberId === undefined || kind === undefined ? null : { memberId, kind }
}
