import { isPast, keptUntil, wasTold } from '#domain/retention.ts'
import { newestRevision } from '#domain/seal.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Looks when a document's retention ends, and deletes it when its day is over, the administrators have known of it long enough
 * and nobody holds it. The record says what went and by which rule; the trail of the document stays, for it holds ids alone.
 * Answers whether it was deleted: then its files are to go (`remove-deleted-files.ts`).
 */
export async function examineDocument({ database, clock }: Needs, documentId: string): Promise<boolean> {
  return database.transaction(systemOrigin, async (tx) => {
    const now = clock.now()
    const document = await tx.documents.lock(documentId)
    if (document === null) return false
    // Held, so that nobody switches the rule off meanwhile.
    const { retention: rule } = await tx.teams.lock(document.teamId)
    if (rule === null) return false
    const until = keptUntil(rule, document, await tx.attributes.of(documentId))
    const { id, teamId, status } = document
    const { toldAt } = await tx.retention.examined({ documentId: id, teamId, keptUntil: until, now })
    if (until === null || !isPast(until, now) || toldAt === null || !wasTold(toldAt, now)) return false
    if ((await tx.retention.holdOf(id)) !== null) return false
    // The states that were handed out, so that a copy that somebody kept can be told to be the one that was here.
    const archive = document.archives.at(-1)
    const certificate = archive?.certificate ?? document.certificate
    const sha256 = [
      ...document.files.map((file) => (newestRevision(document, file.id) ?? file).sha256),
      ...(certificate === null ? [] : [certificate.sha256]),
    ]
    await tx.retention.erase(id, teamId, now)
    tx.documents.queueRemove(id)
    const { years, yearEnds } = rule
    tx.recordTeam([
      {
        type: 'retention.deleted',
        at: now,
        teamId,
        documentId: id,
        status,
        keptUntil: until,
        years,
        yearEnds,
        sha256,
      },
    ])
    return true
  })
}
