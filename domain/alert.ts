import type { CalendarDay } from './attribute.ts'
import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { isTold, type Moment } from './mail-day.ts'
import { mailReaders } from './mail-reader.ts'
import { refusal } from './refusal.ts'
import { keptFields } from './text-rules.ts'

/** 期限の覚え書き: a day on which the sender wants to think of the document. At most one in a document. */
export type Alert = {
  memo: string
  alertAt: CalendarDay
  enabled: boolean
  createdAt: Date
  updatedAt: Date
}

/** As it is stored: the database counts alerts. `mailedFor`: the day on which the sender was reminded; null: of none yet. */
export type StoredAlert = Alert & { id: number; mailedFor: CalendarDay | null }

export type AlertFields = Pick<Alert, 'memo' | 'alertAt' | 'enabled'>

export const alertLimits = { memo: 1000 }

/** Changes what was said and keeps the rest, in whatever state the document is. The first time the day is needed. */
export function updateAlert(
  document: Document,
  current: Alert | null,
  fields: Partial<AlertFields>,
  now: Date,
): Decision<Alert | null> {
  const alertAt = fields.alertAt ?? current?.alertAt
  if (alertAt === undefined) return refused(current, refusal('field_missing', 'alert_at'))
  const tidy = keptFields(fields, { memo: { lines: true } })
  if ('refusal' in tidy) return refused(current, tidy.refusal)
  const before = current ?? { memo: '', enabled: false, createdAt: now }
  return accepted(
    { ...before, ...tidy.fields, alertAt, updatedAt: now },
    { type: 'alert.updated', at: now, documentId: document.id, fields: Object.keys(fields) },
  )
}

/**
 * The sender is reminded on the day of the alert, once for each day that was set. A day that was over when it was set
 * reminds nobody. Answers the day that the sender is reminded of; null: none now.
 */
export function remindOfAlert(
  document: Document,
  alert: StoredAlert,
  moment: Moment,
): Decision<CalendarDay | null> {
  const { alertAt, enabled, mailedFor, updatedAt } = alert
  if (!enabled || !isTold({ day: alertAt, setAt: updatedAt, mailedFor }, moment))
    return { next: null, events: [] }
  const readers = mailReaders(document, 'alert').map(({ id }) => id)
  return accepted(alertAt, { type: 'alert.due', at: moment.now, documentId: document.id, readers })
}
