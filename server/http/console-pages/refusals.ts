import type {
  BulkRefusal,
  NotFoundRefusal,
  RefusalCode,
  RightsRefusal,
  TeamRefusal,
} from '#domain/refusal.ts'
import type { MessageKind } from '#web/console/frame/MessagePage.tsx'

type PageOfRefusal = { status: number; kind: MessageKind }

const notFound: PageOfRefusal = { status: 404, kind: 'not_found' }
/** The state has changed since the page was drawn; the page says so with the refusal's own sentence. */
const changed: PageOfRefusal = { status: 409, kind: 'refused' }

/**
 * Complete for what the console's own acts are refused with; of what it shares with the Web API and the signing pages,
 * the refusals that are no change of state.
 */
const pages: Record<NotFoundRefusal | RightsRefusal | TeamRefusal | BulkRefusal, PageOfRefusal> &
  Partial<Record<RefusalCode, PageOfRefusal>> = {
  document_not_found: notFound,
  file_not_found: notFound,
  extract_not_found: { status: 404, kind: 'refused' },
  participant_not_found: notFound,
  reportee_not_found: notFound,
  attachment_not_found: notFound,
  attached_file_not_found: notFound,
  not_concluded: changed,
  record_not_made: changed,
  record_of_test: changed,
  member_not_found: notFound,
  department_not_found: notFound,
  cabinet_not_found: notFound,
  invitation_over: { status: 410, kind: 'refused' },
  department_not_empty: changed,
  credentials_wrong: changed,
  email_taken: changed,
  last_administrator: changed,
  password_too_short: changed,
  passwords_differ: changed,
  password_common: changed,
  password_own_words: changed,
  password_wrong: changed,
  factor_tries_over: { status: 429, kind: 'refused' },
  factor_not_begun: changed,
  factor_held: changed,
  passkey_not_found: notFound,
  reset_over: { status: 410, kind: 'refused' },
  console_network_refused: { status: 403, kind: 'refused' },
  would_lock_out: changed,
  name_taken: changed,
  webhook_not_found: notFound,
  delivery_not_found: notFound,
  bulk_send_not_found: notFound,
  bulk_send_over: changed,
  bulk_rows_faulty: changed,
  bulk_no_row: changed,
  bulk_too_many_rows: changed,
  bulk_too_many_open: changed,
  bulk_template_changed: changed,
  bulk_list_unreadable: changed,
  webhook_url_plain: changed,
  webhook_url_private: changed,
  webhook_off: changed,
  webhooks_too_many: changed,
  draft_over: changed,
  fields_without_place: changed,
  approval_over: changed,
  no_approver: changed,
  link_sms_off: changed,
  link_sms_too_long: changed,
  draft_changed: changed,
  information_changed: changed,
  files_too_large: { status: 413, kind: 'refused' },
  template_not_available: notFound,
  client_unknown: notFound,
  not_an_administrator: { status: 403, kind: 'forbidden' },
  departments_off: changed,
  form_stale: { status: 403, kind: 'stale' },
}

/** The page that tells a member of the console of a refusal. */
export function pageOf(code: RefusalCode): PageOfRefusal {
  return pages[code] ?? changed
}
