import type { Document } from '#domain/document.ts'
import { timeOf } from '#domain/test-document.ts'
import type { Clock, Ports } from './ports.ts'

type OfDocument = Pick<Document, 'id' | 'teamId' | 'test' | 'clockAhead'>

/**
 * The tools with which something is done to this document: ours, or those of a test document, whose clock may be ahead, whose keys
 * say 評価用, and whose mails stay here. The one place where they are exchanged: doors and jobs ask it as soon as they know the
 * document. Whoever asked a moment before the clock was moved acts as of that moment.
 */
export function portsOf<Needs extends Pick<Ports, 'clock' | 'testSealing' | 'testOutbox'>>(
  needs: Needs,
  document: OfDocument,
): Needs {
  if (!document.test) return needs
  const clock = clockOf(needs.clock, document)
  const mail = needs.testOutbox.mail(document)
  return { ...needs, clock, mail, ...needs.testSealing(clock), evaluation: true }
}

/** The clock of the document, which goes on as ours does. `clock`: ours, or one of a document's that was asked before. */
export function clockOf(clock: Clock, document: Pick<Document, 'clockAhead'>): Clock {
  const ours = clock.ours ?? clock
  return { ours, now: () => timeOf(document, ours.now()) }
}
