import type { Document, DocumentStatus } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import type { Language, Participant, ParticipantStatus } from '#domain/participant.ts'
import type { Act } from '#domain/seal.ts'
import type { Widget, WidgetKind } from '#domain/widget.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type AttachmentRow, attachmentOfRow, type ReporteeRow, reporteeOfRow } from './party-rows.ts'
import { open, seal } from './sealed-text.ts'

/**
 * One document with everything that hangs on it, as one statement reads it: the children arrive as JSON arrays in
 * order, so that a read is one round trip and one index look-up per table.
 */
export const aggregateColumns = `
  d.id, d.team_id, d.sender_id, d.title, d.note, d.message, d.status, d.can_transfer, d.private, d.sent_at,
  d.concluded_at, d.created_at, d.updated_at, d.decline_comment, d.certificate_sha256, d.certificate_bytes,
  d.certificate_key, d.reportees, d.attachment, d.shared, d.cabinet_id,
  (select json_agg(p order by p."order") from participants p where p.document_id = d.id) as participants,
  (select json_agg(f order by f."order") from files f where f.document_id = d.id) as files,
  (select json_agg(mark order by mark.id) from widgets mark where mark.document_id = d.id) as widgets,
  (select json_agg(a order by a.number) from acts a where a.document_id = d.id) as acts,
  (select json_agg(r order by r.act) from revisions r where r.document_id = d.id) as revisions`

export type ParticipantRow = {
  id: string
  document_id: string
  order: number
  member_id: string | null
  email_sealed: string
  email_hash: string | null
  name: string
  organization: string
  status: ParticipantStatus
  access_code_sealed: string
  language: Language
  tel_sealed: string
  recipient_id: string
  callback: boolean
  /** Absent in snapshots of an earlier release. */
  slot?: number | null
  processed_at: string | null
  access_expires_at: string | null
  authenticated_at: string | null
  viewed_at: string | null
  locked_at: string | null
}

type FileRow = {
  id: string
  document_id: string
  order: number
  name: string
  pages: [number, number][]
  sha256: string
  bytes: number
  storage_key: string
  signed: boolean
  doc_mdp: 1 | 2 | 3 | null
}

type WidgetRow = {
  id: string
  document_id: string
  file_id: string
  participant_id: string
  kind: WidgetKind
  page: number
  x: number
  y: number
  w: number
  h: number
  font_size: number | null
  text: string
  label: string
  required: boolean
  input: string | null
  filled: boolean
}

type ActRow = { number: number; participant_id: string; at: string; signed_at: string | null }
type RevisionRow = { act: number; file_id: string; sha256: string; bytes: number; storage_key: string }

export type AggregateRow = {
  id: string
  team_id: string
  sender_id: string
  title: string
  note: string
  message: string
  status: DocumentStatus
  can_transfer: boolean
  private: boolean
  sent_at: Date | string | null
  concluded_at: Date | string | null
  created_at: Date | string
  updated_at: Date | string
  decline_comment: string
  certificate_sha256: string | null
  certificate_bytes: number | null
  certificate_key: string | null
  /** Null in snapshots of an earlier release. */
  reportees?: ReporteeRow[] | null
  attachment?: AttachmentRow | null
  shared?: boolean
  cabinet_id?: string | null
  participants: ParticipantRow[] | null
  files: FileRow[] | null
  widgets: WidgetRow[] | null
  acts: ActRow[] | null
  revisions: RevisionRow[] | null
}

export function documentOfRow(row: AggregateRow, secrets: Secrets): Document {
  const revisions = row.revisions ?? []
  return {
    id: row.id,
    teamId: row.team_id,
    senderId: row.sender_id,
    title: row.title,
    note: row.note,
    message: row.message,
    status: row.status,
    canTransfer: row.can_transfer,
    private: row.private,
    sentAt: instant(row.sent_at),
    concludedAt: instant(row.concluded_at),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    declineComment: row.decline_comment,
    participants: (row.participants ?? []).map((each) => participantOfRow(each, secrets)),
    files: (row.files ?? []).map(fileOfRow),
    widgets: (row.widgets ?? []).map(widgetOfRow),
    acts: (row.acts ?? []).map((each) => actOfRow(each, revisions)),
    certificate:
      row.certificate_key === null
        ? null
        : {
            sha256: row.certificate_sha256 ?? '',
            bytes: row.certificate_bytes ?? 0,
            storageKey: row.certificate_key,
          },
    reportees: (row.reportees ?? []).map((each) => reporteeOfRow(each, secrets)),
    attachment: row.attachment == null ? null : attachmentOfRow(row.attachment),
    shared: row.shared ?? false,
    cabinetId: row.cabinet_id ?? null,
  }
}

export function participantOfRow(row: ParticipantRow, secrets: Secrets): Participant {
  return {
    id: row.id,
    order: row.order,
    memberId: row.member_id,
    email: open(row.email_sealed, secrets),
    name: row.name,
    organization: row.organization,
    status: row.status,
    accessCode: open(row.access_code_sealed, secrets),
    language: row.language,
    tel: open(row.tel_sealed, secrets),
    recipientId: row.recipient_id,
    callback: row.callback,
    slot: row.slot ?? null,
    processedAt: instant(row.processed_at),
    accessExpiresAt: instant(row.access_expires_at),
    authenticatedAt: instant(row.authenticated_at),
    viewedAt: instant(row.viewed_at),
    lockedAt: instant(row.locked_at),
  }
}

/** `locked_at` is not among the columns: it belongs to the code guard. */
export function rowOfParticipant(documentId: string, each: Participant, secrets: Secrets) {
  return {
    id: each.id,
    document_id: documentId,
    order: each.order,
    member_id: each.memberId,
    email_sealed: seal(each.email, secrets),
    email_hash: each.email === '' ? null : secrets.keyedHash('email', each.email.toLowerCase()),
    name: each.name,
    organization: each.organization,
    status: each.status,
    access_code_sealed: seal(each.accessCode, secrets),
    language: each.language,
    tel_sealed: seal(each.tel, secrets),
    recipient_id: each.recipientId,
    callback: each.callback,
    slot: each.slot,
    processed_at: each.processedAt,
    access_expires_at: each.accessExpiresAt,
    authenticated_at: each.authenticatedAt,
    viewed_at: each.viewedAt,
  }
}

export function rowOfFile(documentId: string, each: File): FileRow {
  return {
    id: each.id,
    document_id: documentId,
    order: each.order,
    name: each.name,
    pages: each.pages.map((page) => [page.width, page.height]),
    sha256: each.sha256,
    bytes: each.bytes,
    storage_key: each.storageKey,
    signed: each.signed,
    doc_mdp: each.docMdp,
  }
}

export function rowOfWidget(documentId: string, each: Widget): WidgetRow {
  return {
    id: each.id,
    document_id: documentId,
    file_id: each.fileId,
    participant_id: each.participantId,
    kind: each.kind,
    page: each.page,
    x: each.x,
    y: each.y,
    w: each.w,
    h: each.h,
    font_size: each.fontSize,
    text: each.text,
    label: each.label,
    required: each.required,
    input: each.input,
    filled: each.filled,
  }
}

function fileOfRow(row: FileRow): File {
  return {
    id: row.id,
    name: row.name,
    order: row.order,
    pages: row.pages.map(([width, height]) => ({ width, height })),
    sha256: row.sha256,
    bytes: row.bytes,
    storageKey: row.storage_key,
    signed: row.signed,
    docMdp: row.doc_mdp,
  }
}

function widgetOfRow(row: WidgetRow): Widget {
  return {
    id: row.id,
    kind: row.kind,
    participantId: row.participant_id,
    fileId: row.file_id,
    page: row.page,
    x: row.x,
    y: row.y,
    w: row.w,
    h: row.h,
    fontSize: row.font_size,
    text: row.text,
    label: row.label,
    required: row.required,
    input: row.input,
    filled: row.filled,
  }
}

function actOfRow(row: ActRow, revisions: RevisionRow[]): Act {
  return {
    number: row.number,
    participantId: row.participant_id,
    at: new Date(row.at),
    signedAt: instant(row.signed_at),
    revisions: revisions
      .filter((each) => each.act === row.number)
      .map((each) => ({
        fileId: each.file_id,
        sha256: each.sha256,
        bytes: each.bytes,
        storageKey: each.storage_key,
      })),
  }
}

export function instant(text: Date | string | null): Date | null {
  return text === null ? null : new Date(text)
}
