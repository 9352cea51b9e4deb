import type { Document } from '#domain/document.ts'

/** One page of the console's room of templates: the member's own, or those that the team shares; newest first. */
type TemplateQuery = {
  scope: 'own' | 'shared'
  /** Part of the title, whatever its case; empty for all. */
  search: string
  /** The last template of the page before; null on the first. */
  after: string | null
  limit: number
}

export interface TemplateReads {
  /** `next`: what `after` must be for the next page; null on the last. */
  templatesOf(
    member: { id: string; teamId: string },
    query: TemplateQuery,
  ): Promise<{ templates: Document[]; next: string | null }>
}

export interface TemplateStores {
  /** What lies in storage for somebody's yes, and goes some time later. */
  waitingFiles: { keep(storageKey: string, now: Date): Promise<void> }
}
