import { isAskedToApprove } from '#domain/access.ts'
import type { ApprovalReads } from '#server/usecases/approval-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { contentOfAnswer, type DocumentCache, type VersionedRow } from './document-cache.ts'

const waiting = statement<VersionedRow>(
  'approvals_waiting',
  `select d.id, d.version, d.snapshot as body from approvals_waiting w join documents d on d.id = w.document_id
   where w.team_id = $1 and w.sender_id <> $2 and (w.approver_id is null or w.approver_id = $2)
   order by w.asked_at, w.document_id limit $3`,
)

/** Read from rows that the database keeps (migration 0057); who may answer is the rule's to say. */
export function approvalReads(pool: Connection, secrets: Secrets, cache: DocumentCache): ApprovalReads {
  return {
    async approvalsFor(member, limit) {
      if (!member.authorities.documentApprover) return []
      const rows = await waiting(pool, member.teamId, member.id, limit)
      return rows
        .map((row) => contentOfAnswer(cache, secrets, undefined, row).document)
        .filter((each) => isAskedToApprove(member, each))
    },
  }
}
