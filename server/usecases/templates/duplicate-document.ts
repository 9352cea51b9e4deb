import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import { duplicateDocument as decideDuplicate } from '#domain/template.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { copyFiles, covers, discardCopy } from './copied-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage'>

/**
 * Makes a new draft of a member's own document, which stays as it is. `id`: of the form that asks, and of the draft; pressed
 * twice it is one draft, for whoever is second waits for the document and finds it made.
 */
export async function duplicateDocument(
  ports: Needs,
  origin: Origin,
  request: { document: Document; member: Member; team: Team; id: string },
): Promise<Document> {
  const { document, member, team, id } = request
  const { read } = ports.database
  const made = await read.document(id)
  if (made !== null) return made
  // Its trail outlives a draft that was deleted, and its id begins no other.
  if ((await read.audit(id)).length > 0) throw new Refused(refusal('form_stale'))
  const copy = await copyFiles(ports, document, id)
  const outcome = await ports.database.transaction(origin, async (tx) => {
    const source = await tx.documents.lock(document.id)
    // A draft that got other parts while its bytes were copied.
    if (source === null || !covers(copy, source)) return null
    const before = await tx.documents.lock(id)
    if (before !== null) return { draft: before, copied: false }
    const {
      next,
      events,
      refusal: objection,
    } = decideDuplicate(source, member, team, copy, ports.clock.now())
    if (objection !== undefined) return null
    tx.documents.queueInsert(next)
    tx.record(events)
    return { draft: next, copied: true }
  })
  if (outcome?.copied !== true) await discardCopy(ports, copy)
  if (outcome !== null) return outcome.draft
  throw new Refused(refusal('form_stale'))
}
