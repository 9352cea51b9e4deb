import { refuseSealing } from '#domain/sealing-trouble.ts'
import { StoredFileMissing, storageMark } from '../delivery-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { FileRefused, SealingFailed, Unavailable } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/**
 * Runs a step of sealing. What fails for reasons that pass is thrown as it is and tried again. A verdict about the
 * document's own files is noted with the document first; when it comes again and again, everybody is told.
 */
export async function notingVerdicts(
  { database, clock, storage }: Needs,
  documentId: string,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await step()
  } catch (error) {
    await refuseAbsentStorage(error, storage)
    const reason = verdictIn(error)
    if (reason === null) throw error
    const decision = await database.transaction(systemOrigin, async (tx) => {
      const document = await tx.documents.lock(documentId)
      if (document === null) return null
      const decided = refuseSealing(document, reason, clock.now())
      if (decided.next !== document) tx.documents.queueSave(decided.next)
      tx.record(decided.events)
      return decided
    })
    if (decision === null || decision.events.length === 0) throw error
    throw new SealingFailed(documentId, reason, error)
  }
}

/** A file that is missing together with the storage's mark says nothing about the document: a disk is not mounted. */
async function refuseAbsentStorage(error: unknown, storage: Needs['storage']): Promise<void> {
  if (!(error instanceof StoredFileMissing)) return
  try {
    await storage.readText(storageMark)
  } catch (cause) {
    throw new Unavailable('the storage is not there: mount it, or bring files/ back from the backup', cause)
  }
}

/** Null: nothing is said about the file, only that something was away. */
function verdictIn(error: unknown): string | null {
  if (error instanceof FileRefused || error instanceof StoredFileMissing) return error.message
  // What the PDF worker, which is no use case, found out.
  const { verdict, message } = error as { verdict?: unknown; message?: string }
  return verdict === true ? (message ?? 'refused') : null
}
