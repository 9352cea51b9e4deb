import type { RowValues } from '#domain/bulk-row.ts'
import type { BulkCounts, BulkLink, BulkRowState, BulkSend } from '#domain/bulk-send.ts'
import type { Refusal } from '#domain/refusal.ts'

/** One row of a list. */
export type BulkRow = {
  row: number
  state: BulkRowState
  /** The document that it becomes, or became. */
  documentId: string
  /** Null once erased. */
  values: RowValues | null
  /** What is wrong with it, by column; or why it could not be made. */
  faults: Refusal[]
  link: BulkLink | null
  /** How often somebody has had it in hand. */
  tries: number
}

export type NewBulkRow = Pick<BulkRow, 'row' | 'state' | 'documentId' | 'faults'> & { values: RowValues }

/** Lists inside a transaction. Documents are locked before them, and they before their rows. */
export interface BulkStores {
  bulkSends: {
    /** False: there is one with this id already. */
    insert(send: BulkSend): Promise<boolean>
    insertRows(bulkSendId: string, rows: NewBulkRow[]): Promise<void>
    lock(id: string): Promise<BulkSend | null>
    save(send: BulkSend): Promise<void>
    countsOf(id: string): Promise<BulkCounts>
    /** How many of a member's have not ended; until commit no other of theirs is counted. */
    countOpen(memberId: string): Promise<number>
    /** Its faulty rows are left out. */
    leaveOut(id: string, now: Date): Promise<void>
    /** Whatever somebody has in hand is anybody's: they may be gone, and of two who have a row one makes it. */
    release(id: string): Promise<void>
    /** Looks again then. */
    putOff(id: string, until: Date): Promise<void>
    /** Rows that nobody has in hand, for so long ours: whoever dies holds them up no longer. */
    takeRows(id: string, taking: { now: Date; until: Date; most: number }): Promise<BulkRow[]>
    /** The same of rows whose link is to go by SMS. */
    takeLinks(id: string, taking: { now: Date; until: Date; most: number }): Promise<BulkRow[]>
    /** Null: it is not ready any more. */
    lockReady(id: string, row: number): Promise<BulkRow | null>
    queueRow(id: string, row: RowOutcome, now: Date): void
    /** Where the link is; `until`: looked at again then. */
    queueLink(
      id: string,
      row: number,
      link: { state: BulkLink; until: Date | null; reason: Refusal | null },
    ): void
  }
}

/** What became of a row. Typed values go when its document is there. */
type RowOutcome = { row: number } & (
  | { state: 'made' | 'sent'; link: BulkLink | null }
  | { state: 'refused'; reason: Refusal }
)

type RowQuery = { states: BulkRowState[] | null; after: number; limit: number }

export interface BulkReads {
  bulkSend(id: string): Promise<{ send: BulkSend; counts: BulkCounts } | null>
  /** Newest first; `after`: the last one of the page before. */
  bulkSendsOf(
    memberId: string,
    query: { test: boolean | null; after: string | null; limit: number },
  ): Promise<{ sends: { send: BulkSend; counts: BulkCounts }[]; next: string | null }>
  /** In their order, behind `after`. */
  bulkRows(id: string, query: RowQuery): Promise<BulkRow[]>
  /** The same of those that could not be made, and of those whose link could not go by SMS. */
  bulkTroubles(id: string, query: Omit<RowQuery, 'states'>): Promise<BulkRow[]>
  /** Ids of those that somebody must go on with now. */
  bulkSendsThatRun(now: Date): Promise<string[]>
}
