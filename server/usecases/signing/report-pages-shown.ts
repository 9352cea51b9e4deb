import { actor } from '#domain/consent.ts'
import { accepted, refused } from '#domain/decision.ts'
import { type PagesShown, pagesShown, pagesShownLimits } from '#domain/pages-shown.ts'
import type { Origin, Ports } from '../ports.ts'
import { changeInSession } from './change-in-session.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

type Report = { documentId: string; participantId: string; sessionId: string; shown: PagesShown }

/** Records which pages were on the screen since the last report. More reports than a page of ours sends are passed over. */
export async function reportPagesShown(
  ports: Needs,
  origin: Origin,
  { documentId, participantId, sessionId, shown }: Report,
): Promise<void> {
  await changeInSession(ports, origin, { documentId, sessionId }, (document, { session: held, tx, now }) => {
    const objection = actor(document, participantId)
    if ('code' in objection) return refused(document, objection)
    if (held.pageReports >= pagesShownLimits.reports) return accepted(document)
    const reader = { participantId, sessionId, sessionCreatedAt: held.session.createdAt }
    const event = pagesShown(document, shown, reader, now)
    if (event === null) return accepted(document)
    tx.sessions.queuePageReport(sessionId)
    return accepted(document, event)
  })
}
