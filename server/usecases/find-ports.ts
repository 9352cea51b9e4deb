import type { CalendarDay } from '#domain/attribute.ts'
import type { Document, DocumentStatus } from '#domain/document.ts'
import type { DocumentSearch } from '#domain/document-search.ts'
import type { ConsoleScope } from './list-ports.ts'

/** Among which documents somebody of a team looks. */
export type FindScope = ConsoleScope & { teamId: string }

/** Both ends are part of a range; null: open. */
type Range<Value> = { from: Value | null; to: Value | null }

/** What narrows a list, in any combination; null: nothing is said. */
export type DocumentFilter = {
  search: DocumentSearch | null
  statuses: DocumentStatus[] | null
  /** Only those of test clients, or none of them; null: both. */
  test: boolean | null
  /** When it was made; `before` is no part. */
  created: { from: Date | null; before: Date | null }
  senderId: string | null
  cabinetId: string | null
  /** Words of the counterparty that was recorded. */
  counterparty: string | null
  amount: Range<bigint>
  contract: Range<CalendarDay>
  /** Only those of which day, amount or counterparty is not recorded. */
  incomplete: boolean
}

/** A page, newest first. `after`: the id of the document behind which it begins. */
type FindPage = { after: string | null; limit: number }

/** How many there are; `more`: at least so many, for counting on would take long. */
export type FoundCount = { total: number; more: boolean }

/** What the bookkeeping law asks for. */
type Recorded = { contractAt: CalendarDay | null; amount: bigint | null; counterparty: string }

/** One line of the register. */
type RegisterRow = Recorded & {
  documentId: string
  title: string
  status: DocumentStatus
  concludedAt: Date | null
}

/** One correction of what is recorded about a document. `by`: the actor of the audit trail; null: nobody knows. */
type AttributeChange = {
  at: Date
  by: string | null
  field: string
  before: string | null
  after: string | null
}

/** What the console finds documents by. Who may look among which is decided before. */
export interface FindReads {
  countFound(scope: FindScope, filter: DocumentFilter): Promise<FoundCount>
  /** `count`: of the same scope and filter; by it is chosen how the page is read. */
  findDocuments(
    scope: FindScope,
    filter: DocumentFilter,
    page: FindPage & { count: FoundCount },
  ): Promise<{ documents: Document[]; next: string | null }>
  findRegister(
    scope: FindScope,
    filter: DocumentFilter,
    page: FindPage & { count: FoundCount },
  ): Promise<{ rows: RegisterRow[]; next: string | null }>
  /** What is recorded of these documents, by their ids. */
  recordedOf(documentIds: string[]): Promise<Map<string, Recorded>>
  /** Documents of an earlier release can be found by everything, too. */
  everythingIsListed(): Promise<boolean>
  /** Newest first. */
  attributeChanges(documentId: string): Promise<AttributeChange[]>
  /** Which columns a member chose for a list; null: none yet. */
  listColumns(memberId: string, list: string): Promise<string[] | null>
}
