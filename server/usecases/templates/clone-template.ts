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
import { type Copy, copyFiles, discardCopy } from './copied-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage'>

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
  const template = usableTemplate(request, await ports.database.read.document(templateId))
  const copy = await copyFiles(ports, template).catch(async (error: unknown) => {
    // Deleted under our hands? Then it is gone like any other; bytes that are missing otherwise are our fault.
    if (error instanceof StoredFileMissing)
      usableTemplate(request, await ports.database.read.document(templateId))
    throw error
  })
  try {
    return await insertClone(ports, origin, request, copy)
  } catch (error) {
    // Only a clear no: when the answer to a commit was lost, the draft may be there, and needs its bytes.
    if (error instanceof Refused) await discardCopy(ports, copy)
    throw error
  }
}

async function insertClone(ports: Needs, origin: Origin, request: Request, copy: Copy): Promise<Document> {
  const { member, team, caller, templateId, fields } = request
  const decision = await ports.database.transaction(origin, async (tx) => {
    // A template's parts never change, but it may have been deleted or taken back meanwhile.
    const template = usableTemplate(request, await tx.documents.lock(templateId))
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
