import type { Decision } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports, Transaction } from './ports.ts'
import { Refused } from './refused.ts'

type Needs = Pick<Ports, 'database'>

/**
 * How every change of a document goes: lock, decide, save, record, in one transaction; the refusal is thrown after the
 * commit. `decide` may read and write what belongs to the same change through `tx`.
 */
export async function changeDocument(
  ports: Needs,
  origin: Origin,
  documentId: string,
  decide: (document: Document, tx: Transaction) => Decision<Document> | Promise<Decision<Document>>,
): Promise<Document> {
  const decision = await ports.database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const decided = await decide(document, tx)
    if (decided.next !== document) await tx.documents.save(decided.next)
    await tx.record(decided.facts)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}
