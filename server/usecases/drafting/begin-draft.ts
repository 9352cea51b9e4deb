import { accepted, type Decision } from '#domain/decision.ts'
import { createDocument, type Document } from '#domain/document.ts'
import { addFile, type FileLimits, hasFile } from '#domain/file.ts'
import type { Member } from '#domain/member.ts'
import { senderParticipant } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { inspectUpload } from './inspect-upload.ts'
import type { Upload } from './receive-upload.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage' | 'workspace' | 'pdfWorker' | 'limits'>

type Beginning = {
  /** Of the form that asks: pressed twice it is one draft. */
  id: string
  member: Member
  team: Team
  name: string
  upload: Upload
  limits: FileLimits
}

/**
 * Begins a draft with its first file, so that a file that is refused leaves nothing behind. Where the same form has begun it
 * already, the file is added to that, unless it is there. The caller discards the upload when this throws, or when the draft
 * does without it.
 */
export async function beginDraft(ports: Needs, origin: Origin, request: Beginning): Promise<Document> {
  const file = await inspectUpload(ports, origin, request)
  const decide = () =>
    ports.database.transaction(origin, async (tx) => {
      const before = await tx.documents.lock(request.id)
      if (before !== null && before.senderId !== request.member.id) throw new Refused(refusal('form_stale'))
      const decided = begun(before)
      if (decided.refusal === undefined && decided.next !== before) {
        if (before === null) tx.documents.queueInsert(decided.next)
        else tx.documents.queueSave(decided.next)
      }
      tx.record(decided.events)
      return decided
    })

  function begun(before: Document | null): Decision<Document> {
    const { id, member, team, limits } = request
    const now = ports.clock.now()
    if (before !== null) {
      return hasFile(before, file) ? accepted(before) : addFile(before, file, limits, now)
    }
    const ids = { id, teamId: member.teamId, senderId: member.id, test: false }
    const created = createDocument(ids, senderParticipant(ports.random.id(), member), team, {}, now)
    if (created.refusal !== undefined) return created
    const filled = addFile(created.next, file, limits, now)
    return filled.refusal === undefined
      ? accepted(filled.next, ...created.events, ...filled.events)
      : { ...filled, events: [] }
  }

  const decision = await decide().catch(async (error: unknown) => {
    // The same form, sent at the same moment, was faster: then it has begun, and this adds to it.
    if (error instanceof Refused) throw error
    if ((await ports.database.read.document(request.id)) !== null) return decide()
    // Its trail outlives a draft that was deleted, and its id begins no other.
    if ((await ports.database.read.audit(request.id)).length > 0) throw new Refused(refusal('form_stale'))
    throw error
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}
