import { deleteDocument } from '#domain/document.ts'
import { keysOfFile } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { removePreviews } from '../sealing/preview-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** Deletes a draft; its uploads go after the commit, so that a crash leaves bytes without a document, never the reverse. */
export async function deleteDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string },
): Promise<void> {
  const decision = await ports.database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(request.documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const decided = deleteDocument(document, ports.clock.now())
    if (decided.refusal === undefined) tx.documents.queueRemove(document.id)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  for (const key of decision.next.files.flatMap(keysOfFile)) await ports.storage.remove(key)
  await removePreviews(ports, decision.next.files)
}
