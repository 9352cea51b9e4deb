import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { holdLimits, mayBeHeld } from '#domain/retention.ts'
import { keptText } from '#domain/text-rules.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { lockAsAdministrator } from '../team/administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>
type Request = { member: Member; documentId: string }

/** Keeps a document whatever the rule says, until it is released. The reason is for people and goes with the hold. */
export async function holdDocument(
  { database, clock }: Needs,
  origin: Origin,
  { member, documentId, reason }: Request & { reason: string },
): Promise<Refusal | null> {
  const kept = keptText(reason, 'reason')
  if ('refusal' in kept) return kept.refusal
  if (kept.text === '') return refusal('field_missing', 'reason')
  if ([...kept.text].length > holdLimits.reason) {
    return refusal('field_too_long', 'reason', { limit: holdLimits.reason })
  }
  await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    await lockAsAdministrator(tx, member)
    if (document?.teamId !== member.teamId) throw new Refused(refusal('document_not_found'))
    // A draft is deleted by whoever makes it, a template too.
    if (!mayBeHeld(document)) throw new Refused(refusal('form_stale'))
    if ((await tx.retention.holdOf(documentId)) !== null) return
    const since = clock.now()
    await tx.retention.hold(member.teamId, { documentId, memberId: member.id, reason: kept.text, since })
    tx.recordTeam([{ type: 'retention.held', at: since, teamId: member.teamId, documentId }])
  })
  return null
}

/** Its retention goes on; where its day is over already, it is deleted once the administrators have known of it for a month. */
export async function releaseDocument(
  { database, clock }: Needs,
  origin: Origin,
  { member, documentId }: Request,
): Promise<void> {
  await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    await lockAsAdministrator(tx, member)
    if (document?.teamId !== member.teamId) throw new Refused(refusal('document_not_found'))
    if ((await tx.retention.holdOf(documentId)) === null) return
    await tx.retention.release(documentId)
    tx.recordTeam([{ type: 'retention.released', at: clock.now(), teamId: member.teamId, documentId }])
  })
}
