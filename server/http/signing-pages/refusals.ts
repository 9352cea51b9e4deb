import type { RefusalCode } from '#domain/refusal.ts'
import type { UrlStanding } from '#domain/signing-url.ts'
import type { ReturnError } from '#domain/team.ts'
import type { MessageState } from '#web/signing/message-words.ts'

/** A page of its own: its state, its status, and what the way back tells the integrating site. */
export type MessageAnswer = { status: number; state: MessageState; returnError?: ReturnError }

const unknown: MessageAnswer = { status: 404, state: 'url_unknown' }
const stale: MessageAnswer = { status: 403, state: 'form_stale' }
const expired: MessageAnswer = { status: 410, state: 'expired', returnError: 'expired' }
const used: MessageAnswer = { status: 410, state: 'opened_already', returnError: 'not_available' }
const locked: MessageAnswer = { status: 403, state: 'locked', returnError: 'locked' }
const cancelled: MessageAnswer = { status: 410, state: 'cancelled', returnError: 'not_available' }
const declined: MessageAnswer = { status: 410, state: 'declined', returnError: 'declined' }
const notYourTurn: MessageAnswer = { status: 403, state: 'not_your_turn', returnError: 'not_available' }
const done: MessageAnswer = { status: 200, state: 'already_done' }
/** Shown beside a field by the page that asked, or nothing that a signing page can cause: here it is our fault. */
export const fault: MessageAnswer = { status: 500, state: 'unavailable' }

/** The one table from refusals to pages. */
export const answers = {
  document_not_found: unknown,
  file_not_found: unknown,
  participant_not_found: unknown,
  widget_not_found: fault,
  reportee_not_found: fault,
  alert_not_found: fault,
  not_your_document: fault,
  sender_is_no_recipient: fault,
  member_disabled: fault,
  web_api_off: fault,
  address_not_allowed: fault,
  only_without_departments: fault,
  not_a_draft: fault,
  not_sendable: fault,
  not_deletable: fault,
  not_cancellable: fault,
  not_concluded: unknown,
  conclusion_pending: fault,
  field_missing: fault,
  field_malformed: fault,
  field_too_long: fault,
  field_not_allowed: fault,
  template_not_available: fault,
  not_a_template: fault,
  slot_open: fault,
  private_not_allowed: fault,
  return_url_invalid: fault,
  too_many_recipients: fault,
  duplicate_recipient: fault,
  duplicate_reportee: fault,
  embedding_not_enabled: fault,
  embedding_language: fault,
  not_offered: fault,
  tel_not_mobile: fault,
  tel_already_verified: fault,
  pdf_refused: fault,
  too_many_files: fault,
  files_too_large: fault,
  import_not_allowed: fault,
  cabinet_not_available: fault,
  widget_outside_page: fault,
  widget_text_for_recipient: fault,
  widget_text_missing: fault,
  widgets_on_certified_file: fault,
  attachment_not_found: unknown,
  attachment_exists: fault,
  uploads_not_allowed: fault,
  attached_file_not_found: unknown,
  attached_file_not_available: fault,
  attached_file_refused: fault,
  no_recipient: fault,
  no_file: fault,
  sender_widget_empty: fault,
  no_reminder_for_embedded: fault,
  sms_not_deliverable: fault,
  operator_certificate_expired: fault,
  mail_not_configured: fault,
  not_in_charge: notYourTurn,
  recipient_id_wrong: fault,
  recipient_not_embedded: fault,
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
  access_code_mismatch: fault,
  session_missing: { status: 403, state: 'cookie_lost' },
  session_ended: { status: 403, state: 'session_ended' },
  form_stale: stale,
  code_wrong: fault,
  code_malformed: fault,
  code_none_alive: fault,
  code_send_too_soon: fault,
  code_send_limit: { status: 429, state: 'too_many_sms' },
  team_sms_limit: { status: 429, state: 'team_limit' },
  input_missing: fault,
  input_unprintable: fault,
  input_too_long: fault,
  revision_not_shown: stale,
  revision_preparing: { status: 503, state: 'unavailable' },
  act_already_signed: fault,
  credentials_wrong: fault,
  client_unknown: fault,
  not_an_administrator: fault,
  not_locked: fault,
  departments_off: fault,
  member_not_found: fault,
  email_taken: fault,
  last_administrator: fault,
  invitation_over: fault,
  password_too_short: fault,
  passwords_differ: fault,
  department_not_found: fault,
  department_not_empty: fault,
  cabinet_not_found: fault,
  name_taken: fault,
} satisfies Record<RefusalCode, MessageAnswer>

/** Where a URL stands, when it no longer leads to a step. */
export const standingAnswers = {
  expired,
  ended: expired,
  used,
  locked,
  not_your_turn: notYourTurn,
  consented: done,
  concluded: done,
  copies_expired: done,
  declined,
  cancelled,
} satisfies Record<Exclude<UrlStanding, 'open'>, MessageAnswer>
