/**
 * Every way we say no, by the context that says it. A closed list: each door has a complete table from the contexts
 * that it meets to status and words, and the compiler asks for what is missing.
 */
export type RefusalCode =
  | NotFoundRefusal
  | PartNotFoundRefusal
  | RightsRefusal
  | AccessRefusal
  | DraftingRefusal
  | BulkRefusal
  | TurnRefusal
  | SigningRefusal
  | TeamRefusal

/** What the path names is not there, or is not for the caller to see. Every door meets these. */
export type NotFoundRefusal =
  | 'document_not_found'
  | 'file_not_found'
  | 'extract_not_found'
  | 'participant_not_found'
  | 'attachment_not_found'
  | 'attached_file_not_found'
  | 'not_concluded'

/** Parts of a document that only paths of the Web API name. */
export type PartNotFoundRefusal =
  | 'widget_not_found'
  | 'reportee_not_found'
  | 'alert_not_found'
  | 'attribute_not_found'
  | 'tel_request_not_found'
  | 'record_not_made'
  | 'record_of_test'

/** What a member may do in the team: asked by the console and by the Web API. */
export type RightsRefusal = 'not_an_administrator' | 'departments_off'

/** Who may call the Web API, and for what. */
export type AccessRefusal =
  | 'not_your_document'
  | 'sender_is_no_recipient'
  | 'member_disabled'
  | 'web_api_off'
  | 'address_not_allowed'
  | 'only_without_departments'
  | 'only_for_test_clients'
  | 'clock_of_nothing'
  | 'clock_of_template'
  | 'clock_too_far'
  | 'client_unknown'
  | 'feed_place_unknown'
  | 'feed_place_pruned'

/** Making and sending a document: its state, fields, participants, files, widgets and attachments. */
export type DraftingRefusal =
  | 'not_a_draft'
  | 'not_sendable'
  | 'not_deletable'
  | 'not_cancellable'
  | 'conclusion_pending'
  | 'field_missing'
  | 'field_malformed'
  | 'field_too_long'
  | 'field_not_allowed'
  | 'text_invisible_character'
  | 'text_unprintable'
  | 'text_does_not_fit'
  | 'template_not_available'
  | 'not_a_template'
  | 'slot_open'
  | 'private_not_allowed'
  | 'return_url_invalid'
  | 'too_many_recipients'
  | 'duplicate_recipient'
  | 'duplicate_reportee'
  | 'embedding_not_enabled'
  | 'embedding_language'
  | 'not_offered'
  | 'tel_not_mobile'
  | 'tel_already_verified'
  | 'tel_unchanged'
  | 'tel_request_over'
  | 'pdf_refused'
  | 'uploads_paused'
  | 'too_many_files'
  | 'files_too_large'
  | 'import_not_allowed'
  | 'cabinet_not_available'
  | 'widget_outside_page'
  | 'widget_text_for_recipient'
  | 'widget_text_missing'
  | 'widgets_on_certified_file'
  | 'too_many_widgets'
  | 'attachment_exists'
  | 'uploads_not_allowed'
  | 'attached_file_not_available'
  | 'approval_missing'
  | 'no_recipient'
  | 'no_file'
  | 'sender_widget_empty'
  | 'no_reminder_for_embedded'
  | 'sms_not_deliverable'
  | 'operator_certificate_expired'
  | 'mail_not_configured'
  | 'recipient_id_wrong'
  | 'recipient_not_embedded'
  | 'not_locked'

/** Bulk sending: the list of rows, and what is done with it. */
export type BulkRefusal =
  | 'bulk_send_not_found'
  | 'bulk_send_over'
  | 'bulk_rows_faulty'
  | 'bulk_no_row'
  | 'bulk_too_many_rows'
  | 'bulk_too_many_open'
  | 'bulk_template_changed'
  | 'bulk_list_unreadable'

/** Whether a recipient can consent now: asked by whoever fetches a consent URL, and by the page behind it. */
export type TurnRefusal = 'not_in_charge' | 'participant_locked'

/** The recipient's pages: URL, phone number, code, session, form, entries and consent. */
export type SigningRefusal =
  | 'url_unknown'
  | 'url_expired'
  | 'url_used'
  | 'url_paused'
  | 'document_cancelled'
  | 'document_declined'
  | 'already_consented'
  | 'copies_expired'
  | 'tel_mismatch'
  | 'tel_unreadable'
  | 'tel_request_limit'
  | 'transfer_not_allowed'
  | 'transfer_address_taken'
  | 'transfer_limit'
  | 'access_code_mismatch'
  | 'session_missing'
  | 'session_ended'
  | 'session_replaced'
  | 'cookies_not_kept'
  | 'form_stale'
  | 'code_wrong'
  | 'code_malformed'
  | 'code_none_alive'
  | 'code_send_too_soon'
  | 'code_send_limit'
  | 'team_sms_limit'
  | 'input_missing'
  | 'input_too_long'
  | 'revision_not_shown'
  | 'revision_preparing'
  | 'attached_file_refused'
  | 'act_already_signed'

/** What only the console does: sign-in, members, departments, cabinets; drafts of which two pages are open. */
export type TeamRefusal =
  | 'draft_over'
  | 'fields_without_place'
  | 'approval_over'
  | 'no_approver'
  | 'link_sms_off'
  | 'link_sms_too_long'
  | 'draft_changed'
  | 'information_changed'
  | 'credentials_wrong'
  | 'member_not_found'
  | 'email_taken'
  | 'last_administrator'
  | 'invitation_over'
  | 'password_too_short'
  | 'password_common'
  | 'password_own_words'
  | 'password_wrong'
  | 'passwords_differ'
  | 'factor_tries_over'
  | 'factor_not_begun'
  | 'factor_held'
  | 'passkey_not_found'
  | 'reset_over'
  | 'console_network_refused'
  | 'would_lock_out'
  | 'department_not_found'
  | 'department_not_empty'
  | 'cabinet_not_found'
  | 'name_taken'
  | 'webhook_not_found'
  | 'webhook_url_plain'
  | 'webhook_url_private'
  | 'webhook_off'
  | 'webhooks_too_many'
  | 'delivery_not_found'

/**
 * One no. `field` names the request's field, `detail` carries what the words need (numbers, limits), never personal data.
 */
export type Refusal = {
  code: RefusalCode
  /** The request's field, in the wire's spelling. */
  field?: string
  detail?: Record<string, string | number>
}

export function refusal(
  code: RefusalCode,
  field?: string,
  detail?: Record<string, string | number>,
): Refusal {
  return { code, ...(field === undefined ? {} : { field }), ...(detail === undefined ? {} : { detail }) }
}
