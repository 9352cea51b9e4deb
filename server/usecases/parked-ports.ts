import type { Document } from '#domain/document.ts'
import type { ParkedJob } from '#domain/parked-job.ts'

/** Whose parked jobs: all of a team, or those about the documents that one member sent. */
type ParkedScope = { team: string } | { sender: string }

/** With its document as it is now, where it is about one. */
type FoundParked = { job: ParkedJob; document: Document | null }

export interface ParkedReads {
  /** Newest first, behind the job `after`; among the newest `mostParked` of the installation. */
  parkedJobs(scope: ParkedScope, page: { after: string | null; limit: number }): Promise<FoundParked[]>
  /** How many of a team, among as many. */
  countParked(teamId: string): Promise<number>
  /** Of one document, oldest first: what it waits for. Webhooks hold up no document and are left out. */
  parkedOf(documentId: string): Promise<ParkedJob[]>
}

/** Which of a team's: one, those about a document, or all. */
export type ParkedChoice = { job: string } | { document: string } | 'all'

export interface ParkedStores {
  parkedJobs: {
    /** Gives them all their tries again, from now on, unless somebody did; answers how many. No other team's is touched. */
    retry(teamId: string, which: ParkedChoice): Promise<number>
  }
}

/** So many of an installation are looked through. More are the operator's affair, not a team's. */
export const mostParked = 10_000
