import { mayClone, rightOf } from '#domain/access.ts'
import type { Document, DocumentFields } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import { cloneTemplate as decideClone } from '#domain/template.ts'
import { isWithinReach } from '#domain/test-document.ts'
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
}

/** Makes a draft from a template of the member's own, or one that a colleague shares. */
export async function cloneTemplate(ports: Needs, origin: Origin, request: Request): Promise<Document> {
  const { templateId } = request
  const template = usable(request, await ports.database.read.document(templateId))
  const copy = await copyFiles(ports, template).catch(async (error: unknown) => {
    // Deleted under our hands? Then it is gone like any other; bytes that are missing otherwise are our fault.
    if (error instanceof StoredFileMissing) usable(request, await ports.database.read.document(templateId))
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
    const template = usable(request, await tx.documents.lock(templateId))
    const decided = decideClone(
      template,
      member,
      team,
      { ...copy, test: caller?.test === true },
      fields,
      ports.clock.now(),
    )
    if (decided.refusal === undefined) tx.documents.queueInsert(decided.next)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}

/** What the member may not read is not told from what does not exist. */
function usable({ member, caller }: Request, document: Document | null): Document {
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
