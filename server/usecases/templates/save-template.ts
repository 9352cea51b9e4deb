import { accepted, type Decision } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { saveAsTemplate, type TemplateFields } from '#domain/template.ts'
import { StoredFileMissing } from '../delivery-ports.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { type Copy, copyFiles, covers, discardCopy } from './copied-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage'>

/** `id`: of the template; asked for twice, it is made once. */
type Request = { id: string; documentId: string; fields: TemplateFields }

/** How often a draft that changes while its bytes are copied is begun again. */
const tries = 5

/** Makes a template from a document, which stays as it is. */
export async function saveTemplate(ports: Needs, origin: Origin, request: Request): Promise<Document> {
  let last: Refusal = refusal('not_a_draft')
  for (let attempt = 0; attempt < tries; attempt++) {
    const draft = await ports.database.read.document(request.documentId)
    if (draft === null) throw new Refused(refusal('document_not_found'))
    const copy = await copyFiles(ports, draft, request.id).catch((error: unknown) => {
      // A file was taken out meanwhile: look again.
      if (error instanceof StoredFileMissing) return null
      throw error
    })
    if (copy === null) continue
    const decided = await insertTemplate(ports, origin, request, copy)
    if (decided?.refusal === undefined && decided?.events.length) return decided.next
    await discardCopy(ports, copy)
    // The same form, sent before, made it already.
    if (decided !== null && decided.refusal === undefined) return decided.next
    if (decided?.refusal !== undefined) throw new Refused(decided.refusal)
    last = refusal('form_stale')
  }
  throw new Refused(last)
}

/** Null: the draft has got parts that the copy was not prepared for. */
async function insertTemplate(
  ports: Needs,
  origin: Origin,
  { id, documentId, fields }: Request,
  copy: Copy,
): Promise<Decision<Document> | null> {
  return ports.database.transaction(origin, async (tx) => {
    const draft = await tx.documents.lock(documentId)
    if (draft === null || !covers(copy, draft)) return null
    const made = await tx.documents.lock(id)
    if (made !== null) return accepted(made)
    const decided = saveAsTemplate(draft, copy, fields, ports.clock.now())
    if (decided.refusal === undefined) tx.documents.queueInsert(decided.next)
    tx.record(decided.events)
    return decided
  })
}
