/**
 * What can be found out about a PDF that somebody brings to be checked. A code is for machines and never changes its
 * meaning; its sentences for people are in `web/verify/finding-words-*.ts`, its explanation for auditors in
 * `docs/verification.md`.
 */

/** `alarm`: the file is not to be relied on as it is. `warning`: read this, it still holds. `note`: good to know. */
export type FindingLevel = 'alarm' | 'warning' | 'note'

/** Every code, with the level that it has unless what surrounds it says otherwise (`change-levels.ts`). */
const findingLevels = {
  // The signature's own dictionary.
  contents_missing: 'alarm',
  contents_empty: 'alarm',
  byte_range_missing: 'alarm',
  byte_range_malformed: 'alarm',
  byte_range_beyond_end: 'alarm',
  byte_ranges_crossing: 'alarm',
  subfilter_unknown: 'alarm',
  contents_outside_gap: 'alarm',
  gap_holds_more: 'alarm',
  gap_padded: 'alarm',
  signature_copied: 'alarm',
  signature_in_object_stream: 'alarm',
  escaped_keys: 'alarm',
  range_ends_inside: 'alarm',
  // The cryptography.
  digest: 'alarm',
  signature_value: 'alarm',
  signature_unreadable: 'alarm',
  content_type: 'alarm',
  several_signers: 'alarm',
  certificate_missing: 'alarm',
  certificate_binding: 'alarm',
  certificate_chain: 'alarm',
  certificate_out_of_time: 'alarm',
  same_name_certificate: 'alarm',
  weak_digest: 'alarm',
  filler_changed: 'warning',
  signer_unknown: 'note',
  evaluation: 'warning',
  deceptive_name: 'warning',
  // Time and status.
  time_differs: 'warning',
  timestamp_missing: 'alarm',
  no_timestamp: 'note',
  timestamp_borrowed: 'alarm',
  timestamp_imprint: 'alarm',
  timestamp_unreadable: 'alarm',
  timestamp_broken: 'alarm',
  timestamp_certificate: 'alarm',
  timestamp_covers_less: 'alarm',
  tsa_unknown: 'note',
  revoked_before: 'alarm',
  revoked_after: 'note',
  revocation_other_issuer: 'warning',
  revocation_stale: 'warning',
  revocation_future: 'warning',
  // What changed after a signature: pages.
  pages_added: 'alarm',
  pages_removed: 'alarm',
  pages_reordered: 'alarm',
  pages_replaced: 'alarm',
  page_rotated: 'alarm',
  page_cropped: 'alarm',
  page_content: 'alarm',
  page_font: 'alarm',
  page_image: 'alarm',
  page_resources: 'alarm',
  page_other: 'alarm',
  annotation_added: 'alarm',
  annotation_removed: 'alarm',
  annotation_changed: 'alarm',
  // What changed: fields and signatures.
  overlay_signature: 'alarm',
  signature_field_added: 'alarm',
  signature_added: 'alarm',
  signature_removed: 'alarm',
  signature_replaced: 'alarm',
  permissions_raised: 'alarm',
  permissions_dropped: 'alarm',
  field_filled: 'alarm',
  field_value_only: 'alarm',
  field_appearance_only: 'alarm',
  field_caption: 'alarm',
  field_lock_removed: 'alarm',
  field_added: 'alarm',
  field_removed: 'alarm',
  field_moved: 'alarm',
  field_other: 'alarm',
  need_appearances: 'alarm',
  xfa_added: 'alarm',
  form_other: 'alarm',
  // What changed: the document around them.
  layers_changed: 'alarm',
  action_added: 'alarm',
  attachment_changed: 'alarm',
  metadata_changed: 'alarm',
  outlines_changed: 'alarm',
  page_labels_changed: 'alarm',
  catalog_changed: 'alarm',
  root_replaced: 'alarm',
  object_changed: 'alarm',
  validation_data_added: 'note',
  document_timestamp_added: 'note',
  // Bytes that no signature and no table explains.
  bytes_after_end: 'alarm',
  appended_without_xref: 'alarm',
  appended_without_trailer: 'alarm',
  unexplained_bytes: 'alarm',
  duplicate_objects: 'alarm',
  second_header: 'alarm',
  polyglot: 'alarm',
  hybrid_xref: 'alarm',
  xref_loop: 'alarm',
  unreadable_rest: 'alarm',
  leading_bytes: 'alarm',
  // The file as a whole.
  earlier_state: 'alarm',
  resaved: 'alarm',
  encrypted: 'alarm',
  damaged: 'alarm',
  unsigned: 'alarm',
  // Several files together.
  certificate_paired: 'note',
  certificate_other_document: 'alarm',
  certificate_other_state: 'alarm',
  // An evidence record beside a file.
  record_holds: 'note',
  record_earlier_state: 'note',
  record_authority_ended: 'warning',
  record_authority_unknown: 'warning',
  record_unreadable: 'alarm',
  record_other_file: 'alarm',
  record_tree: 'alarm',
  record_timestamp: 'alarm',
  record_renewal: 'alarm',
  record_renewed_late: 'alarm',
} satisfies Record<string, FindingLevel>

export type FindingCode = keyof typeof findingLevels

/** One thing that was found. `signature`: its place among the signatures, from 0; `page` from 1. */
export type Finding = {
  code: FindingCode
  level: FindingLevel
  signature: number | null
  page: number | null
  field: string | null
  /** For machines and auditors, in English; nothing of a document's text. */
  detail: string
}

/** A finding at the level of its code. */
export function findingOf(code: FindingCode, about: Partial<Omit<Finding, 'code'>> = {}): Finding {
  const { level = findingLevels[code], signature = null, page = null, field = null, detail = '' } = about
  return { code, level, signature, page, field, detail }
}
