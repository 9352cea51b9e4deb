import { mayClone, rightOf } from '#domain/access.ts'
import { accepted, type Decision, refused } from '#domain/decision.ts'
import { type Document, type DocumentFields, recipientsOf } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { type ParticipantFields, updateParticipant } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import type { Bringing, Team } from '#domain/team.ts'
import { cloneTemplate as decideClone } from '#domain/template.ts'
import { isWithinReach } from '#domain/test-document.ts'
import { bringingOf } from '../bringing.ts'
import { StoredFileMissing } from '../delivery-ports.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { type Copy, copyFiles, covers, discardCopy } from './copied-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage'>

/** How often a template that changes while its bytes are copied is looked at again. */
const tries = 5

/** `caller`: whose token asks; null in the console, whose drafts are as their template is. */
type Request = {
  member: Member
  team: Team
  caller: { test: boolean } | null
  templateId: string
  fields: Partial<DocumentFields>
  /** Who stands in open places, by their numbers; the others stay open. */
  fill?: ReadonlyMap<number, Partial<ParticipantFields>>
}

/** Makes a draft from a template of the member's own, or one that a colleague shares. */
export async function cloneTemplate(ports: Needs, origin: Origin, request: Request): Promise<Document> {
  const { templateId } = request
  for (let attempt = 1; ; attempt++) {
    const template = usableTemplate(request, await ports.database.read.document(templateId))
    const copy = await copyFiles(ports, template).catch((error: unknown) => {
      // Deleted, or a file was replaced under our hands: look again. Bytes that stay missing are our fault.
      if (error instanceof StoredFileMissing && attempt < tries) return null
      throw error
    })
    if (copy === null) continue
    try {
      const draft = await insertClone(ports, origin, request, copy)
      if (draft !== null) return draft
    } catch (error) {
      // Only a clear no: when the answer to a commit was lost, the draft may be there, and needs its bytes.
      if (error instanceof Refused) await discardCopy(ports, copy)
      throw error
    }
    await discardCopy(ports, copy)
    if (attempt === tries) throw new Refused(refusal('template_not_available', 'template_id'))
  }
}

/** Null: the template has got parts that the copy was not prepared for. */
async function insertClone(
  ports: Needs,
  origin: Origin,
  request: Request,
  copy: Copy,
): Promise<Document | null> {
  const { member, team, caller, templateId, fields } = request
  const decision = await ports.database.transaction(origin, async (tx) => {
    // It may have been deleted, taken back or changed meanwhile.
    const template = usableTemplate(request, await tx.documents.lock(templateId))
    if (!covers(copy, template)) return null
    const cloned = decideClone(
      template,
      member,
      team,
      { ...copy, test: caller?.test === true },
      fields,
      ports.clock.now(),
    )
    const decided = filled(cloned, request, bringingOf(origin), ports.clock.now())
    if (decided.refusal === undefined) tx.documents.queueInsert(decided.next)
    tx.record(decided.events)
    return decided
  })
  if (decision === null) return null
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}

/** The draft with its open places filled; the refusal of one names the place. */
function filled(
  cloned: Decision<Document>,
  { team, fill }: Request,
  bringing: Bringing,
  now: Date,
): Decision<Document> {
  let decided = cloned
  for (const { id, slot } of recipientsOf(cloned.next)) {
    const fields = slot === null ? undefined : fill?.get(slot)
    if (slot === null || fields === undefined || decided.refusal !== undefined) continue
    const next = updateParticipant(decided.next, team, id, fields, now, bringing)
    decided =
      next.refusal === undefined
        ? accepted(next.next, ...decided.events, ...next.events)
        : refused(cloned.next, { ...next.refusal, detail: { ...next.refusal.detail, place: slot } })
  }
  return decided
}

/** What the member may not read is not told from what does not exist. */
export function usableTemplate(
  { member, caller }: Pick<Request, 'member' | 'caller'>,
  document: Document | null,
): Document {
  if (
    document === null ||
    (caller !== null && !isWithinReach(caller, document, 'reads')) ||
    rightOf(member, document) === null
  ) {
    throw new Refused(refusal('template_not_available', 'template_id'))
  }
  if (document.status !== 'template') throw new Refused(refusal('not_a_template', 'template_id'))
  if (!mayClone(member, document)) throw new Refused(refusal('template_not_available', 'template_id'))
  return document
}
