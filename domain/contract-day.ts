import type { CalendarDay } from './attribute.ts'
import type { Decision } from './decision.ts'
import type { Document } from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import { isTold, type Moment } from './mail-day.ts'
import { mailReaders } from './mail-reader.ts'
import type { DueKind } from './matter.ts'

/** Days of a document's information of which its sender is told: until when notice must be given, and when it ends. */
const contractDayKinds = ['notice_end', 'contract_end'] as const satisfies DueKind[]

export type ContractDayKind = (typeof contractDayKinds)[number]

/** As the database keeps it with the information. `setAt`: since when it is this day. */
export type ContractDay = {
  kind: ContractDayKind
  day: CalendarDay
  setAt: Date
  mailedFor: CalendarDay | null
}

/** Is it a mail about one of these days? */
export function isContractDayKind(kind: string): kind is ContractDayKind {
  return contractDayKinds.some((each) => each === kind)
}

/**
 * Who keeps an agreement is told of its days, once for each that was set: the sender, and of the people to inform those who are
 * members of the team (`colleagues`, by their ids as reportees). What is not concluded, or was cancelled, has no such day.
 * Answers the days that are told now.
 */
export function remindOfContractDays(
  document: Document,
  days: ContractDay[],
  colleagues: string[],
  moment: Moment,
): Decision<ContractDay[]> {
  const isKept = document.status === 'concluded' || document.status === 'imported'
  const told = isKept ? days.filter((each) => isTold(each, moment)) : []
  const events = told.map(({ kind, day }): DocumentEvent => {
    const readers = mailReaders(document, kind)
      .filter(({ id, sends }) => sends || colleagues.includes(id))
      .map(({ id }) => id)
    return { type: `${kind}.due`, at: moment.now, documentId: document.id, day, readers }
  })
  return { next: told, events }
}
