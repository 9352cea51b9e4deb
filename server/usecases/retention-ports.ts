import type { CalendarDay } from '#domain/attribute.ts'

/** When a document's retention ends. `toldAt`: since when the administrators know; null: not yet. */
export type RetentionEnd = { documentId: string; keptUntil: CalendarDay; toldAt: Date | null }

/** 保全: who wants a document to be kept whatever the rule says, since when and why. */
export type LegalHold = { documentId: string; memberId: string; reason: string; since: Date }

/** Inside a transaction, behind the document's lock. */
export interface RetentionStores {
  retention: {
    /**
     * Keeps what was found of a document, null: nobody can say when it ends. Another day than before is told anew. Answers since
     * when the administrators know of this day.
     */
    examined(found: {
      documentId: string
      teamId: string
      keptUntil: CalendarDay | null
      now: Date
    }): Promise<{ toldAt: Date | null }>
    /** Of what ends on this day or before, is not held and was not told of: told now. How many, and the first day. */
    tell(teamId: string, last: CalendarDay, now: Date): Promise<{ count: number; first: CalendarDay | null }>
    /** The team keeps everything: nothing has an end. */
    forgetEnds(teamId: string): Promise<void>
    holdOf(documentId: string): Promise<LegalHold | null>
    /** What is held already stays as it is. */
    hold(teamId: string, hold: LegalHold): Promise<void>
    release(documentId: string): Promise<void>
    /** Erases what hangs on a document by its id alone, and notes that its files are to go. */
    erase(documentId: string, teamId: string, now: Date): Promise<void>
    /** Its files are gone. */
    filesGone(documentId: string, now: Date): Promise<void>
  }
}

/** Where a page of one of the lists goes on: behind this row. */
export type RetentionPlace = { at: string; documentId: string }

export interface RetentionReads {
  /** Of what ends on this day or before and is not held, the first to end first. */
  retentionEnds(
    teamId: string,
    query: { last: CalendarDay; after: RetentionPlace | null; limit: number },
  ): Promise<RetentionEnd[]>
  retentionEndOf(documentId: string): Promise<RetentionEnd | null>
  /** What is held, newest first. */
  legalHolds(teamId: string, limit: number): Promise<LegalHold[]>
  legalHoldOf(documentId: string): Promise<LegalHold | null>
}
