import type { NotFoundRefusal, RefusalCode, SigningRefusal, TurnRefusal } from '#domain/refusal.ts'
import type { ReturnError } from '#domain/team.ts'
import type { UrlStatus } from '#domain/url-status.ts'
import type { MessageState } from '#web/signing/message-words.ts'

/** A page of its own: its state, its status, and what the way back tells the integrating site. */
export type MessageAnswer = { status: number; state: MessageState; returnError?: ReturnError }

const unknown: MessageAnswer = { status: 404, state: 'url_unknown' }
const stale: MessageAnswer = { status: 403, state: 'form_stale' }
const expired: MessageAnswer = { status: 410, state: 'expired', returnError: 'expired' }
/** The site is told what leads it to fetch a new one. */
export const telCorrected: MessageAnswer = { status: 410, state: 'tel_corrected', returnError: 'expired' }
const used: MessageAnswer = { status: 410, state: 'opened_already', returnError: 'not_available' }
const locked: MessageAnswer = { status: 403, state: 'locked', returnError: 'locked' }
const cancelled: MessageAnswer = { status: 410, state: 'cancelled', returnError: 'not_available' }
const declined: MessageAnswer = { status: 410, state: 'declined', returnError: 'declined' }
const notYourTurn: MessageAnswer = { status: 403, state: 'not_your_turn', returnError: 'not_available' }
const done: MessageAnswer = { status: 200, state: 'already_done' }
/** Of someone who consented to a document that the final verification refuses: they come back and learn so. */
export const notConcludable: MessageAnswer = { status: 200, state: 'sealing_failed' }
/** Who may not ask for another number learns no more than that. */
export const telIsSettled: MessageAnswer = { status: 409, state: 'tel_settled' }
const noTransfer: MessageAnswer = { status: 403, state: 'no_transfer' }
/** Shown beside a field by the page that asked, or nothing that a signing page can cause: here it is our fault. */
export const fault: MessageAnswer = { status: 500, state: 'unavailable' }
/** The database is away for a moment. */
export const waiting: MessageAnswer = { status: 503, state: 'please_wait' }

/** What a recipient can be refused with. */
type SigningPageRefusal = NotFoundRefusal | TurnRefusal | SigningRefusal

/** The one table from refusals to pages. */
export const answers = {
  document_not_found: unknown,
  file_not_found: unknown,
  extract_not_found: unknown,
  participant_not_found: unknown,
  not_concluded: unknown,
  attachment_not_found: unknown,
  attached_file_not_found: unknown,
  attached_file_refused: fault,
  not_in_charge: notYourTurn,
  participant_locked: locked,
  url_unknown: unknown,
  url_expired: expired,
  url_used: used,
  url_paused: { status: 429, state: 'paused' },
  document_cancelled: cancelled,
  document_declined: declined,
  already_consented: done,
  copies_expired: expired,
  tel_mismatch: fault,
  tel_unreadable: fault,
  transfer_not_allowed: noTransfer,
  transfer_address_taken: fault,
  transfer_limit: { status: 429, state: 'too_many_transfers' },
  tel_request_limit: { status: 429, state: 'too_many_requests' },
  access_code_mismatch: fault,
  session_missing: { status: 403, state: 'cookie_lost' },
  cookies_not_kept: { status: 403, state: 'cookie_lost' },
  session_ended: { status: 403, state: 'session_ended' },
  session_replaced: { status: 403, state: 'session_replaced' },
  form_stale: stale,
  code_wrong: fault,
  code_malformed: fault,
  code_none_alive: fault,
  code_send_too_soon: fault,
  code_send_limit: { status: 429, state: 'too_many_sms' },
  team_sms_limit: { status: 429, state: 'team_limit' },
  input_missing: fault,
  input_too_long: fault,
  revision_not_shown: stale,
  revision_preparing: { status: 503, state: 'unavailable' },
  act_already_signed: fault,
} satisfies Record<SigningPageRefusal, MessageAnswer>

/** The answer to any refusal: what no signing page can be refused with is our fault. */
export function answerTo(code: RefusalCode): MessageAnswer {
  return isAnswered(code) ? answers[code] : fault
}

function isAnswered(code: RefusalCode): code is SigningPageRefusal {
  return Object.hasOwn(answers, code)
}

/** Where a URL stands, when it no longer leads to a step. */
export const statusAnswers = {
  expired,
  ended: expired,
  transferred: { status: 410, state: 'transferred' },
  newer_mail: { status: 410, state: 'newer_mail' },
  used,
  locked,
  not_your_turn: notYourTurn,
  consented: done,
  concluded: done,
  copies_expired: done,
  declined,
  cancelled,
} satisfies Record<Exclude<UrlStatus, 'open'>, MessageAnswer>
