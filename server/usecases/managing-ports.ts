import type { Alert, StoredAlert } from '#domain/alert.ts'
import type { Attribute, CalendarDay } from '#domain/attribute.ts'
import type { ContractDay, ContractDayKind } from '#domain/contract-day.ts'
import type { RetentionReads, RetentionStores } from './retention-ports.ts'

/** What lies beside a document. Whoever reads has asked for the right to the document before. */
export interface ManagingReads extends RetentionReads {
  /** Null: nobody wrote anything yet. */
  attribute(documentId: string): Promise<Attribute | null>
  /** Null: there is none. */
  alert(documentId: string): Promise<StoredAlert | null>
}

/** The same inside a transaction; read behind the document's lock. */
export interface ManagingStores extends RetentionStores {
  attributes: {
    of(documentId: string): Promise<Attribute | null>
    queueSave(documentId: string, next: Attribute): void
  }
  alerts: {
    of(documentId: string): Promise<StoredAlert | null>
    save(documentId: string, next: Alert): Promise<StoredAlert>
    /** The sender was reminded of this day. */
    queueMailedFor(documentId: string, day: CalendarDay): void
  }
  /** Days of the information, which the database notes with it. */
  contractDays: {
    of(documentId: string): Promise<ContractDay[]>
    /** It was told that this day came. */
    queueMailedFor(documentId: string, kind: ContractDayKind, day: CalendarDay): void
  }
}
