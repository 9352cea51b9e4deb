/**
 * When a recipient who was asked by mail is reminded without anybody's doing: first so many days after the request, or
 * before their link ends, then again every so many days, at most so often.
 */
export type ReminderPlan = { from: 'request' | 'end'; first: number; every: number; most: number }

/** What a document says of reminders. `as_team`: what the team's settings say when it is sent. */
export type ReminderChoice = 'as_team' | 'none' | ReminderPlan

/**
 * How far a plan has come with the recipient in charge. `at`: when they are reminded next; null: not again. `count`: so often
 * were they reminded by the plan. `bySms`: the sender had their link sent by SMS, and so is the next. `stopped`: their newest
 * request did not arrive, and whatever the plan, nobody is reminded until they are asked by hand.
 */
export type Reminding = {
  participantId: string
  at: Date | null
  count: number
  bySms: boolean
  stopped: boolean
}

/** Somebody chose; the plan's members where it is one of the document's own. */
export type RemindersChanged = {
  type: 'reminders.changed'
  choice: 'as_team' | 'none' | 'plan'
} & Partial<ReminderPlan>

/** As an event of the past holds it. */
export function isReminderPlan(value: unknown): value is ReminderPlan {
  if (typeof value !== 'object' || value === null) return false
  return 'from' in value && 'first' in value && 'every' in value && 'most' in value
}
