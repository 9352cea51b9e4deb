import type { Document } from '#domain/document.ts'
import type { Matter, MatterKind } from '#domain/matter.ts'
import type { MessageLogReads } from './message-log-ports.ts'
import type { ParkedReads } from './parked-ports.ts'

/** Whose documents: a member's own, or those of a whole team (what of them somebody may see is asked of each). */
type MatterScope = { sender: string } | { team: string }

/** A place in a list of matters: behind this one. */
export type MatterKey = Pick<Matter, 'at' | 'documentId' | 'participantId'>

export type MatterQuery = {
  scope: MatterScope
  kinds: readonly MatterKind[]
  /** What went wrong is read newest first, what comes due in the order of its days. */
  order: 'newest' | 'oldest'
  from: Date | null
  before: Date | null
  after: MatterKey | null
  limit: number
}

/** `memo`: of an alert. */
export type FoundMatter = { matter: Matter; document: Document; memo: string }

/** How far a team has come with setting things up. */
type FirstSteps = { called: boolean; sent: boolean; webhook: boolean }

export interface HomeReads extends ParkedReads, MessageLogReads {
  matters(query: MatterQuery): Promise<FoundMatter[]>
  /** How many of each kind a sender has before an instant, no further than `mostMatters`. */
  countMatters(senderId: string, kinds: readonly MatterKind[], before: Date): Promise<Map<MatterKind, number>>
  /** Consents and sendings of this sender's that have waited for their seal since before `before`; at most so many. */
  lateSeals(
    senderId: string,
    before: Date,
    limit: number,
  ): Promise<{ documentId: string; title: string; at: Date }[]>
  /** The newest concluded ones, tests left out. */
  concludedOf(senderId: string, limit: number): Promise<Document[]>
  firstSteps(teamId: string): Promise<FirstSteps>
}
