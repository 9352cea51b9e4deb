/**
 * Every way we say no. A closed list: each door has one complete table from code to status and words.
 * `field` names the request's field, `detail` carries what the words need (numbers, limits), never personal data.
 */
export type RefusalCode =
  // who asks
  | 'document_not_found'
  | 'file_not_found'
  | 'participant_not_found'
  | 'widget_not_found'
  | 'reportee_not_found'
  | 'alert_not_found'
  | 'not_your_document'
  | 'sender_is_no_recipient'
  | 'member_disabled'
  | 'web_api_off'
  | 'address_not_allowed'
  | 'only_without_departments'
  // the document's state
  | 'not_a_draft'
  | 'not_sendable'
  | 'not_deletable'
  | 'not_cancellable'
  | 'not_concluded'
  | 'conclusion_pending'
  // fields
  | 'field_missing'
  | 'field_malformed'
  | 'field_too_long'
  | 'field_not_allowed'
  | 'template_not_available'
  | 'not_a_template'
  | 'slot_open'
  | 'private_not_allowed'
  | 'return_url_invalid'
  // participants
  | 'too_many_recipients'
  | 'duplicate_recipient'
  | 'duplicate_reportee'
  | 'embedding_not_enabled'
  | 'embedding_language'
  | 'not_offered'
  | 'tel_not_mobile'
  | 'tel_already_verified'
  // files
  | 'pdf_refused'
  | 'too_many_files'
  | 'files_too_large'
  // importing
  | 'import_not_allowed'
  | 'cabinet_not_available'
  // widgets
  | 'widget_outside_page'
  | 'widget_text_for_recipient'
  | 'widget_text_missing'
  | 'widgets_on_certified_file'
  // attachments
  | 'attachment_not_found'
  | 'attachment_exists'
  | 'uploads_not_allowed'
  | 'attached_file_not_found'
  | 'attached_file_not_available'
  | 'attached_file_refused'
  // sending
  | 'no_recipient'
  | 'no_file'
  | 'sender_widget_empty'
  | 'no_reminder_for_embedded'
  | 'sms_not_deliverable'
  | 'operator_certificate_expired'
  | 'mail_not_configured'
  // signing URL
  | 'not_in_charge'
  | 'recipient_id_wrong'
  | 'recipient_not_embedded'
  | 'participant_locked'
  | 'url_unknown'
  | 'url_expired'
  | 'url_used'
  | 'url_paused'
  | 'document_cancelled'
  | 'document_declined'
  | 'already_consented'
  | 'copies_expired'
  // phone, code, session
  | 'tel_mismatch'
  | 'access_code_mismatch'
  | 'session_missing'
  | 'session_ended'
  | 'form_stale'
  | 'code_wrong'
  | 'code_malformed'
  | 'code_none_alive'
  | 'code_send_too_soon'
  | 'code_send_limit'
  | 'team_sms_limit'
  // consent
  | 'input_missing'
  | 'input_unprintable'
  | 'input_too_long'
  | 'revision_not_shown'
  | 'revision_preparing'
  // sealing
  | 'act_already_signed'
  // console
  | 'credentials_wrong'
  | 'client_unknown'
  | 'not_an_administrator'
  | 'not_locked'
  // members, departments, cabinets
  | 'departments_off'
  | 'member_not_found'
  | 'email_taken'
  | 'last_administrator'
  | 'invitation_over'
  | 'password_too_short'
  | 'passwords_differ'
  | 'department_not_found'
  | 'department_not_empty'
  | 'cabinet_not_found'
  | 'name_taken'

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
