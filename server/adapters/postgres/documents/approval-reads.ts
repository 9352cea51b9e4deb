import { isAskedToApprove } from '#domain/access.ts'
import type { Member } from '#domain/member.ts'
import type { ApprovalReads } from '#server/usecases/approval-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { Connection } from '../connection/statements.ts'
import { contentOfAnswer, type DocumentCache, type VersionedRow } from './document-cache.ts'
import { Given, type ListStatement } from './document-lists.ts'

type Approvals = Parameters<ApprovalReads['approvalsFor']>

/** A page in the order in which they were asked for, read from an index, and one more. */
export function approvalPage(
  { teamId, id: memberId }: Pick<Member, 'teamId' | 'id'>,
  { senderId, named }: Approvals[1],
  { after, limit }: Approvals[2],
): ListStatement {
  const given = new Given()
  const [team, member] = [given.as(teamId), given.as(memberId)]
  const conditions = [
    `w.team_id = ${team}`,
    `w.sender_id <> ${member}`,
    named ? `w.approver_id = ${member}` : `(w.approver_id is null or w.approver_id = ${member})`,
  ]
  if (senderId !== null) conditions.push(`w.sender_id = ${given.as(senderId)}`)
  if (after !== null) {
    const id = given.as(after)
    // Answered meanwhile: its last request says where it stood.
    const asked = `(select b.asked_at from approvals_waiting b where b.document_id = ${id} and b.team_id = ${team})`
    const recorded = `(select max(a.at) from audit a where a.document_id = ${id} and a.type = 'approval.requested')`
    conditions.push(`(w.asked_at, w.document_id) > (coalesce(${asked}, ${recorded}, '-infinity'), ${id})`)
  }
  return {
    name: ['approval_page', named && 'named', senderId !== null && 'sender', after !== null && 'after']
      .filter(Boolean)
      .join('_'),
    text: `with page as materialized (select w.document_id, w.asked_at from approvals_waiting w
        where ${conditions.join(' and ')} order by w.asked_at, w.document_id limit ${given.as(limit + 1)})
      select d.id, d.version, d.snapshot as body from page join documents d on d.id = page.document_id
      order by page.asked_at, page.document_id`,
    values: given.values,
  }
}

/** Read from rows that the database keeps (migration 0057); who may answer is the rule's to say. */
export function approvalReads(lists: Connection, secrets: Secrets, cache: DocumentCache): ApprovalReads {
  return {
    async approvalsFor(member, filter, place) {
      if (!member.authorities.documentApprover) return { documents: [], next: null }
      const { rows } = await lists.query<VersionedRow>(approvalPage(member, filter, place))
      const page = rows.slice(0, place.limit)
      const documents = page.map((row) => contentOfAnswer(cache, secrets, undefined, row).document)
      return {
        documents: documents.filter((each) => isAskedToApprove(member, each)),
        next: rows.length > place.limit ? (page.at(-1)?.id ?? null) : null,
      }
    },
  }
}
