import type { Language } from '#domain/language.ts'
import type { SmsReceiptState, SmsState } from '#domain/sms-message.ts'

/** Where a gateway stands, and whether it brings texts or reads them aloud: what its id in rows begins with. */
export const smsPlaces = ['first', 'second', 'first-voice', 'second-voice'] as const
export type SmsPlace = (typeof smsPlaces)[number]

/** SMS as they are kept, in one transaction. */
export interface SmsMessages {
  queueInsert(message: NewSmsMessage): void
  /** The job that hands it over, where no event of a document writes it. */
  schedule(id: string): Promise<void>
  lock(id: string): Promise<StoredSmsMessage | null>
  /** Forward only, its reason along with it; a null text erases it. */
  queueState(id: string, state: SmsState, outcome: SmsOutcomeRecord, now: Date): void
  /** The receipts that came before the gateway's answer was recorded, best first; they are taken away. */
  takeEarlyReceipts(gateway: string, providerId: string): Promise<ToldOfSms[]>
  /** Keeps a receipt of an id that no message has yet. Answers the message where there is one by now. */
  keepEarlyReceipt(
    gateway: string,
    providerId: string,
    told: ToldOfSms,
    now: Date,
  ): Promise<SmsOfReceipt | null>
  /** The state goes forward to that of a receipt; null where it was there already, or further. */
  applyReceipt(
    id: string,
    state: SmsReceiptState,
    now: Date,
    told: { place: SmsPlace | null; code: string | null },
  ): Promise<{ participantId: string; byVoice: boolean } | null>
  queueProviderId(id: string, gateway: string, providerId: string): void
  /** The code that it brought opened a document. */
  queueEntered(id: string, now: Date): void
}

type NewSmsMessage = {
  id: string
  teamId: string
  documentId: string
  participantId: string
  tel: string
  telHash: string
  text: string
  createdAt: Date
  expiresAt: Date
  /** Of a test document: it counts nowhere. */
  test: boolean
  /** It brings a consent URL and no code. */
  link?: boolean
  /** The code is read aloud in a call, in this language; absent for an SMS. */
  voice?: Language | null
}

export type StoredSmsMessage = {
  id: string
  teamId: string
  test: boolean
  /** As its document's. */
  clockAhead: number
  documentId: string
  participantId: string
  tel: string
  /** Null once erased. */
  text: string | null
  state: SmsState
  /** Null before it was first tried, and where it was certainly not taken. */
  segments: number | null
  expiresAt: Date
  /** The gateway that could not bring this participant's SMS before this one; null where it did, or there was none. */
  avoid: string | null
  voice: Language | null
}

/** What a receipt says. `code`: the gateway's own word for why. */
export type ToldOfSms = { state: SmsReceiptState; code: string | null }

/** The message that a receipt is about. */
export type SmsOfReceipt = { id: string; documentId: string }

/** `reason`: why it stands there, in the gateway's word or ours. */
export type SmsOutcomeRecord = {
  gateway?: string
  providerId?: string | null
  segments?: number
  reason?: string
}

export type SmsView = {
  id: string
  participantId: string
  state: SmsState
  /** Why it stands there; empty where there is nothing to say. */
  reason: string
  requestedAt: Date
  segments: number | null
  byVoice: boolean
}
