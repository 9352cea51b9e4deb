import type { Office } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'

/** Documents of a page, newest first, and how many there are on all pages together. */
export type DocumentList = { total: number; documents: Document[] }

type ListQuery = {
  /** From 1; 100 documents each. One past the end is empty. */
  page: number
  /** Both ends are part of the range of last processing; null: open. */
  from: Date | null
  to: Date | null
  /** Test documents, or the others: never both. */
  test: boolean
}

type DocumentQuery = ListQuery & {
  /** Null: every state. */
  status: 'draft' | 'awaiting' | 'concluded' | 'cancelled' | 'template' | null
  /** The team whose shared templates are listed too; null: only the member's own. */
  sharedTemplatesOf: string | null
}

type TeamDocumentQuery = ListQuery & { withPrivate: boolean }

/** The lists of the Web API, each scoped by member or team. */
export interface ListReads {
  /** Sent by the member, or received by their address once their turn has come. */
  documentsOf(memberId: string, email: string, query: DocumentQuery): Promise<DocumentList>
  /** What all members of the team have sent or imported: awaiting, concluded, cancelled, imported. */
  teamDocuments(teamId: string, query: TeamDocumentQuery): Promise<DocumentList>
}

/**
 * Whose list: what a member makes and sends, what their address has received, or what colleagues have sent, as far as their
 * office reaches.
 */
export type ConsoleScope =
  | { whose: 'own'; memberId: string }
  | { whose: 'received'; memberId: string; email: string }
  | { whose: 'team'; office: Office }

/** A page of the console's list; `next`: the place behind which the following one begins. */
export type ConsoleDocuments = { documents: Document[]; next: string | null }

export type ConsoleQuery = {
  status: Document['status'] | null
  search: string
  /** Only those of test clients, or none of them; null: both. */
  test: boolean | null
  after: string | null
  limit: number
}
