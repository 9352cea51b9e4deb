import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import { duplicateDocument as decideDuplicate } from '#domain/template.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { copyFiles, covers, discardCopy } from './copied-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage'>

/** Makes a new draft of a member's own document, which stays as it is. */
export async function duplicateDocument(
  ports: Needs,
  origin: Origin,
  request: { document: Document; member: Member; team: Team },
): Promise<Document> {
  const { document, member, team } = request
  const copy = await copyFiles(ports, document)
  const draft = await ports.database.transaction(origin, async (tx) => {
    const source = await tx.documents.lock(document.id)
    // A draft that got other parts while its bytes were copied.
    if (source === null || !covers(copy, source)) return null
    const {
      next,
      events,
      refusal: objection,
    } = decideDuplicate(source, member, team, copy, ports.clock.now())
    if (objection !== undefined) return null
    tx.documents.queueInsert(next)
    tx.record(events)
    return next
  })
  if (draft !== null) return draft
  await discardCopy(ports, copy)
  throw new Refused(refusal('form_stale'))
}
