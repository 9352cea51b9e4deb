import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** Removes everything that lies in storage for a deleted document; done again, it finds nothing. */
export async function removeDeletedFiles(
  { database, clock, storage }: Needs,
  documentId: string,
): Promise<void> {
  await storage.removeFolder(`documents/${documentId}`.toLowerCase())
  await database.transaction(systemOrigin, (tx) => tx.retention.filesGone(documentId, clock.now()))
}
