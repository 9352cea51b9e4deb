import type { MailKind } from './mail-kind.ts'

/**
 * What became of one mail about a document to one reader, who is known by id, an approver by that of the member; no address. `sent`: the mail server took it.
 * `deferred`: it, or nobody, took it yet, and it is tried again. `rejected`: refused for good. `given_up`: the tries are used
 * up, and it waits for an administrator or the operator to try it again.
 */
export type LoggedMail = {
  documentId: string
  teamId: string
  kind: MailKind
  readerId: string
  /** When it was caused; with document, kind and reader it tells one mail from another. */
  occasion: string
  state: MailState
  tries: number
  /** Of the last try. */
  at: Date
  /** Of a refusal: as the trail says it, e.g. `5.1.1`. Empty otherwise. */
  status: string
}

export type MailState = 'sent' | 'deferred' | 'rejected' | 'given_up'
