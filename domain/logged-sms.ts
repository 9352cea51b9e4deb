import type { SmsState } from './sms-message.ts'

/** What an SMS was for. `test`: a member tried whether the gateway works; it is about no document. */
export type SmsOccasion = 'code' | 'call' | 'link' | 'test'

/**
 * An SMS as its team reads of it: never its text. `to`: masked. `reason`: why it stands where it does, in the gateway's word or
 * ours; empty where there is nothing to say. `gateway`: whose answer that is, e.g. `first.twilio`.
 */
export type LoggedSms = {
  id: string
  documentId: string | null
  to: string
  occasion: SmsOccasion
  state: SmsState
  reason: string
  gateway: string | null
  segments: number | null
  at: Date
}

/** What the list may be narrowed to: states that mean the same to whoever looks. */
export const smsStateGroups = {
  way: ['queued', 'submitting'],
  submitted: ['submitted'],
  delivered: ['delivered'],
  failed: ['undelivered', 'expired', 'rejected'],
  unknown: ['unknown'],
} as const satisfies Record<string, SmsState[]>

export type SmsStateGroup = keyof typeof smsStateGroups

export const smsStateGroupNames = [
  'way',
  'submitted',
  'delivered',
  'failed',
  'unknown',
] as const satisfies SmsStateGroup[]

/** The SMS of a test is about no document. */
export const noDocument = ''
