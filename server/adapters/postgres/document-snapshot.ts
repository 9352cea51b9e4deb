import { type Document, lastProcessedAt } from '#domain/document.ts'
import type { Act, Revision } from '#domain/seal.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { rowOfFile, rowOfWidget } from './document-rows.ts'
import type { SealedParticipant } from './known-documents.ts'
import { rowOfAttachment, rowOfReportee } from './party-rows.ts'

export type ActRow = {
  document_id: string
  number: number
  participant_id: string
  at: Date
  signed_at: Date | null
}

export type RevisionRow = {
  document_id: string
  act: number
  file_id: string
  sha256: string
  bytes: number
  storage_key: string
}

export function rowOfDocument(document: Document, secrets: Secrets) {
  return {
    id: document.id,
    team_id: document.teamId,
    sender_id: document.senderId,
    title: document.title,
    note: document.note,
    message: document.message,
    status: document.status,
    can_transfer: document.canTransfer,
    private: document.private,
    sent_at: document.sentAt,
    concluded_at: document.concludedAt,
    created_at: document.createdAt,
    updated_at: document.updatedAt,
    last_processed_at: lastProcessedAt(document),
    decline_comment: document.declineComment,
    certificate_sha256: document.certificate?.sha256 ?? null,
    certificate_bytes: document.certificate?.bytes ?? null,
    certificate_key: document.certificate?.storageKey ?? null,
    reportees: document.reportees.map((each) => rowOfReportee(each, secrets)),
    attachment: document.attachment === null ? null : rowOfAttachment(document.attachment),
    shared: document.shared,
    cabinet_id: document.cabinetId,
  }
}

/** What `aggregateColumns` would read; `locked_at` is left to the code guard and is null here. */
export function snapshotOf(
  row: ReturnType<typeof rowOfDocument>,
  document: Document,
  participants: SealedParticipant[],
) {
  const acts = document.acts.map((act) => rowOfAct(document.id, act))
  return {
    ...row,
    participants: participants.map((each) => ({ ...each, locked_at: null })),
    files: document.files.map((each) => rowOfFile(document.id, each)),
    widgets: document.widgets.map((each) => rowOfWidget(document.id, each)),
    acts,
    revisions: document.acts.flatMap((act) =>
      act.revisions.map((each) => rowOfRevision(document.id, act.number, each)),
    ),
  }
}

export function rowOfAct(documentId: string, act: Act): ActRow {
  return {
    document_id: documentId,
    number: act.number,
    participant_id: act.participantId,
    at: act.at,
    signed_at: act.signedAt,
  }
}

export function rowOfRevision(documentId: string, act: number, each: Revision): RevisionRow {
  return {
    document_id: documentId,
    act,
    file_id: each.fileId,
    sha256: each.sha256,
    bytes: each.bytes,
    storage_key: each.storageKey,
  }
}
