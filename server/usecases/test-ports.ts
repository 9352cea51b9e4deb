import type { Document } from '#domain/document.ts'
import type { PhoneNumber } from '#domain/phone-number.ts'
import type { SmsState } from '#domain/sms-message.ts'
import type { ValidationSource } from './archive-ports.ts'
import type { MailTransport, SmsOutcome } from './delivery-ports.ts'
import type { Sealer, Trust } from './sealing-ports.ts'

/** An SMS of a test document. */
type TestSms = {
  id: string
  teamId: string
  documentId: string
  tel: PhoneNumber
  text: string
  /** As its document's. */
  clockAhead: number
}

/** Where messages of test documents go in the place of gateway and mail server: nothing of them leaves the server. */
export interface TestOutbox {
  /** Takes an SMS as a gateway would; what becomes of it is up to the number (`domain/test-number.ts`). */
  sms(sms: TestSms): Promise<SmsOutcome & { gateway: string }>
  mail(document: Pick<Document, 'id' | 'teamId'>): MailTransport
}

/** What seals and judges test documents, by this clock: keys that are for tests, and no time-stamping authority but our own. */
export type TestSealing = (clock: { now(): Date }) => {
  sealer: Sealer
  trust: Trust
  validation: ValidationSource
}

export type TestMessageContent =
  /** `to`: masked. */
  | { kind: 'sms'; to: string; text: string; state: SmsState | null }
  | { kind: 'mail'; to: string; subject: string; text: string; attachments: string[] }

/** As the team reads it. */
export type TestMessage = { id: string; documentId: string; at: Date; content: TestMessageContent }

/** A team's messages of one kind, newest first. `after`: the last one of the page before. */
type TestMessageQuery = { kind: 'sms' | 'mail'; after: string | null; limit: number }

export interface TestMessageReads {
  testMessages(
    teamId: string,
    query: TestMessageQuery,
  ): Promise<{ messages: TestMessage[]; next: string | null }>
}
