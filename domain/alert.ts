import type { CalendarDay } from './attribute.ts'
import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { mailReaders } from './mail-reader.ts'
import { refusal } from './refusal.ts'
import { keptFields } from './text-rules.ts'
import { tokyoDay } from './tokyo.ts'

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

const hour = 60 * 60 * 1000
/** Nobody is reminded by night: mails of a day go out from nine in the morning on, in Japan. */
const morning = 9 * hour
/** A server that was away for longer reminds nobody of what is long over. */
const longestDelayInDays = 7

/** Days whose alerts are mailed at this instant, if they were not before. */
export function daysToMail(now: Date): { first: CalendarDay; last: CalendarDay } {
  const last = new Date(now.getTime() - morning)
  const first = new Date(last.getTime() - longestDelayInDays * 24 * hour)
  return { first: tokyoDay(first), last: tokyoDay(last) }
}

/**
 * The sender is reminded on the day of the alert, once for each day that was set. A day that was over when it was set
 * reminds nobody. Answers the day that the sender is reminded of; null: none now.
 */
export function remindOfAlert(
  document: Document,
  alert: StoredAlert,
  now: Date,
): Decision<CalendarDay | null> {
  const { first, last } = daysToMail(now)
  const { alertAt, enabled, mailedFor, updatedAt } = alert
  const setInTime = tokyoDay(updatedAt) <= alertAt
  if (!enabled || mailedFor === alertAt || alertAt < first || alertAt > last || !setInTime)
    return { next: null, events: [] }
  const readers = mailReaders(document, 'alert').map(({ id }) => id)
  return accepted(alertAt, { type: 'alert.due', at: now, documentId: document.id, readers })
}
