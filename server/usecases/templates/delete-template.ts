import { keysOfFile } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { deleteTemplate as decideDeletion } from '#domain/template.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { removePreviews } from '../sealing/preview-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** Deletes a template; its bytes go after the commit. Drafts that were made from it have bytes of their own. */
export async function deleteTemplate(
  ports: Needs,
  origin: Origin,
  request: { templateId: string },
): Promise<void> {
  const decision = await ports.database.transaction(origin, async (tx) => {
    const template = await tx.documents.lock(request.templateId)
    if (template === null) throw new Refused(refusal('document_not_found'))
    const decided = decideDeletion(template, ports.clock.now())
    if (decided.refusal === undefined) tx.documents.queueRemove(template.id)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  for (const key of decision.next.files.flatMap(keysOfFile)) await ports.storage.remove(key)
  await removePreviews(ports, decision.next.files)
}
