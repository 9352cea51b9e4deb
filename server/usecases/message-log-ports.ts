import type { Document } from '#domain/document.ts'
import type { LoggedSms } from '#domain/logged-sms.ts'
import type { LoggedMail, MailState } from '#domain/mail-log.ts'
import type { SmsState } from '#domain/sms-message.ts'

/** Which of a team's messages, newest first. `after`: behind this one, as `next` of the page before said. */
export type MessageQuery<State> = {
  states: readonly State[]
  from: Date | null
  before: Date | null
  documentId: string | null
  after: string | null
  limit: number
}

/** With its document as it is now; null where it is about none, or about one that is no more. */
type Logged<Message> = { message: Message; document: Document | null }
export type LogPage<Message> = { messages: Logged<Message>[]; next: string | null }

/** All of a team's SMS and mails but those of tests, which lie in the test inbox. */
export interface MessageLogReads {
  smsLog(teamId: string, query: MessageQuery<SmsState>): Promise<LogPage<LoggedSms>>
  mailLog(teamId: string, query: MessageQuery<MailState>): Promise<LogPage<LoggedMail>>
}
