import type { CalendarDay } from './attribute.ts'
import type { DocumentStatus } from './document.ts'

/** What happened to documents at the end of their retention (retention.ts), and what was kept from it. */
export type RetentionEvent =
  /** So many documents come to the end of their retention, the first of them on this day. */
  | { type: 'retention.near'; count: number; first: CalendarDay }
  /** What went, and by which rule: the last day on which it was kept, and the SHA-256 of its files. */
  | {
      type: 'retention.deleted'
      documentId: string
      status: DocumentStatus
      keptUntil: CalendarDay
      years: number
      yearEnds: number
      sha256: string[]
    }
  /** 保全: nothing deletes it until it is released. */
  | { type: 'retention.held'; documentId: string }
  | { type: 'retention.released'; documentId: string }
