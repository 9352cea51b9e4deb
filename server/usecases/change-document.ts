import type { Decision } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports, Transaction } from './ports.ts'
import { Refused } from './refused.ts'

type Needs = Pick<Ports, 'database'>

/** What a change has in hand: the document under its lock, what `beside` read, and the transaction. */
type Held<Beside> = { tx: Transaction; beside: Beside }

/**
 * How every change of a document goes: lock, decide, save, record, in one transaction; the refusal is thrown after the
 * commit. `decide` may read and write what belongs to the same change through `tx`; what it always reads is asked for
 * by `beside`, which goes out together with the lock, behind it.
 */
export async function changeDocument<Beside = undefined>(
  ports: Needs,
  origin: Origin,
  documentId: string,
  decide: (document: Document, held: Held<Beside>) => Decision<Document> | Promise<Decision<Document>>,
  beside?: (tx: Transaction) => Promise<Beside>,
): Promise<Document> {
  const decision = await ports.database.transaction(origin, async (tx) => {
    const [document, read] = await Promise.all([tx.documents.lock(documentId), beside?.(tx)])
    if (document === null) throw new Refused(refusal('document_not_found'))
    const decided = await decide(document, { tx, beside: read as Beside })
    if (decided.next !== document) tx.documents.queueSave(decided.next)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}
