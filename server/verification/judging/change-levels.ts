import { type Finding, type FindingCode, type FindingLevel, findingOf } from '#domain/file-finding.ts'
import type { Change } from './change.ts'

/** What the signatures up to a state allow to be changed after it (ISO 32000-2 §12.8.2.2). */
export type Allowance = {
  /** The newest of them is by this server's operator, whose files nobody changes after conclusion. */
  ours: boolean
  /** `/P` of the certification; null where nobody certified. */
  docMdp: number | null
  isLocked: (field: string) => boolean
  /** Another signature covers the change: somebody answers for it. */
  signed: boolean
  /** Fields that were signed by the change itself: signing draws them and freezes them. */
  signing: Set<string>
}

/** Always allowed, also under P=1: data and timestamps that only help to check (ISO 32000-2 §12.8.2.2.2). */
const HELPS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'validation_data_added',
  'document_timestamp_added',
])

/** What programs write anew whenever they save, and nobody reads on a page. */
const HOUSEKEEPING: ReadonlySet<FindingCode> = new Set<FindingCode>(['metadata_changed', 'object_changed'])

const FILLING: ReadonlySet<FindingCode> = new Set<FindingCode>(['field_filled', 'field_other', 'form_other'])
const ANNOTATING: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'annotation_added',
  'annotation_removed',
  'annotation_changed',
])
const SIGNING: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'signature_added',
  'signature_field_added',
  'overlay_signature',
])
/** What a second signer's program may do to a file that nobody certified. */
const UNCERTIFIED: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'attachment_changed',
  'catalog_changed',
  'field_added',
  'outlines_changed',
  'page_labels_changed',
  'page_other',
])

/** Annotations that lie over what the page says; nobody needs them to comment on it. */
const OVERLAYS = new Set([
  'FreeText',
  'Stamp',
  'Redact',
  'Square',
  'Circle',
  'Polygon',
  'Ink',
  'Line',
  'Widget',
])

/** The finding that a change comes to, given what was allowed. */
export function findingOfChange(change: Change, allowance: Allowance, signature: number): Finding {
  const { code, page = null, field = null, detail = '' } = change
  return findingOf(code, { level: levelOf(change, allowance), signature, page, field, detail })
}

function levelOf({ code, field, detail = '' }: Change, allowance: Allowance): FindingLevel {
  const { ours, docMdp, isLocked, signed, signing } = allowance
  if (HELPS.has(code)) return 'note'
  if (ours) return 'alarm'
  const quiet: FindingLevel = signed ? 'note' : 'warning'
  if (docMdp === 1) return 'alarm'
  if (field !== undefined && signed && signing.has(field)) return 'note'
  if (HOUSEKEEPING.has(code)) return quiet
  if (SIGNING.has(code) && (signed || code === 'signature_field_added')) return 'note'
  if (FILLING.has(code)) return field !== undefined && isLocked(field) ? 'alarm' : quiet
  if (ANNOTATING.has(code) && (docMdp === 3 || docMdp === null)) {
    return signed || !OVERLAYS.has(detail) ? quiet : 'alarm'
  }
  if (docMdp === null && signed && UNCERTIFIED.has(code)) return 'note'
  return 'alarm'
}
