import { accepted, type Decision } from './decision.ts'
import type { Document } from './document.ts'
import type { Refusal } from './refusal.ts'
import { shortOf } from './sight.ts'
import { keptFields, keptText } from './text-rules.ts'

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

/** What a page showed of it (`sight.ts`); empty where nobody wrote anything yet. */
export function sightOfAttribute(attribute: Attribute | null): string {
  if (attribute === null) return ''
  const { options, createdAt: _created, updatedAt: _updated, ...said } = attribute
  return shortOf([
    ...Object.entries(said).flatMap(([name, value]) => [name, value === null ? '' : String(value)]),
    ...options.flatMap(({ order, content }) => [String(order), content]),
  ])
}

/** What a document has before anybody wrote anything. */
function emptyAttribute({ createdAt }: Pick<Document, 'createdAt'>): Attribute {
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
  const tidy = keptFields(fields, { title: {}, counterparty: {}, localId: {} }, { localId: 'local_id' })
  const given = tidiedOptions(fields.options ?? [])
  for (const judged of [tidy, given]) {
    if ('refusal' in judged)
      return { next: { document, attribute: before }, events: [], refusal: judged.refusal }
  }
  const { fields: said } = tidy as { fields: Partial<AttributeFields> }
  const options = mergedOptions(before.options, (given as { options: AttributeOption[] }).options)
  const attribute = { ...before, ...said, options, updatedAt: now }
  const { counterparty } = said
  const writesNote = document.status === 'draft' && counterparty !== undefined
  return accepted(
    { document: writesNote ? { ...document, note: counterparty, updatedAt: now } : document, attribute },
    { type: 'attribute.updated', at: now, documentId: document.id, fields: Object.keys(fields) },
  )
}

function tidiedOptions(given: AttributeOption[]): { options: AttributeOption[] } | { refusal: Refusal } {
  const options: AttributeOption[] = []
  for (const { order, content } of given) {
    const kept = keptText(content, 'options')
    if ('refusal' in kept) return kept
    options.push({ order, content: kept.text })
  }
  return { options }
}

/** By their order; of one that is given twice the later counts. */
function mergedOptions(before: AttributeOption[], given: AttributeOption[]): AttributeOption[] {
  const byOrder = new Map([...before, ...given].map((each) => [each.order, each]))
  return [...byOrder.values()].sort((a, b) => a.order - b.order)
}
