import { accepted, type Decision } from './decision.ts'
import type { Document } from './document.ts'

/** A day of the calendar, `2026-11-22`; it has no hour and no zone. */
export type CalendarDay = string

/** One of the team's own fields, by its number. */
export type AttributeOption = { order: number; content: string }

/** 書類情報: what the sender keeps about a document for its management. Nobody consents to it. */
export type Attribute = {
  title: string
  counterparty: string
  contractAt: CalendarDay | null
  validityStartAt: CalendarDay | null
  validityEndAt: CalendarDay | null
  /** Until when notice must be given. */
  validityEndNoticeAt: CalendarDay | null
  /** Is the agreement renewed by itself? */
  autoUpdate: 'unset' | 'yes' | 'no'
  localId: string
  /** What the agreement is worth; 64 bits, exact. */
  amount: bigint | null
  /** In ascending order, each order once. */
  options: AttributeOption[]
  createdAt: Date
  updatedAt: Date
}

export type AttributeFields = Omit<Attribute, 'createdAt' | 'updatedAt'>

export const attributeLimits = { text: 500, options: 10 }

/** What a document has before anybody wrote anything. */
export function emptyAttribute({ createdAt }: Pick<Document, 'createdAt'>): Attribute {
  return {
    title: '',
    counterparty: '',
    contractAt: null,
    validityStartAt: null,
    validityEndAt: null,
    validityEndNoticeAt: null,
    autoUpdate: 'unset',
    localId: '',
    amount: null,
    options: [],
    createdAt,
    updatedAt: createdAt,
  }
}

/**
 * Changes what was said and keeps the rest, in whatever state the document is. In a draft the counterparty is also
 * written to the note, never the other way round.
 */
export function updateAttribute(
  document: Document,
  current: Attribute | null,
  fields: Partial<AttributeFields>,
  now: Date,
): Decision<{ document: Document; attribute: Attribute }> {
  const before = current ?? { ...emptyAttribute(document), createdAt: now }
  const options = mergedOptions(before.options, fields.options ?? [])
  const attribute = { ...before, ...fields, options, updatedAt: now }
  const { counterparty } = fields
  const writesNote = document.status === 'draft' && counterparty !== undefined
  return accepted(
    { document: writesNote ? { ...document, note: counterparty, updatedAt: now } : document, attribute },
    { type: 'attribute.updated', at: now, documentId: document.id, fields: Object.keys(fields) },
  )
}

/** By their order; of one that is given twice the later counts. */
function mergedOptions(before: AttributeOption[], given: AttributeOption[]): AttributeOption[] {
  const byOrder = new Map([...before, ...given].map((each) => [each.order, each]))
  return [...byOrder.values()].sort((a, b) => a.order - b.order)
}
