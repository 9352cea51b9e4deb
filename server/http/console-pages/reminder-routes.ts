import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { type Document, documentCan } from '#domain/document.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import type { ReminderChoice } from '#domain/reminder-choice.ts'
import { readPlan, usualPlan } from '#domain/reminder-plan.ts'
import { normalized } from '#domain/typed-text.ts'
import { Refused } from '#server/usecases/refused.ts'
import { planReminders } from '#server/usecases/sending/plan-reminders.ts'
import { entryOfPlan, type PlanEntry } from '#web/console/documents/ReminderFields.tsx'
import { pageWithReminders, RemindersPage } from '#web/console/documents/RemindersPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { sender } from './checks.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** Senders choose whether and when their documents remind recipients. */
export const reminderRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/reminders', sender, async (call) => {
    const { document } = call
    if (!documentCan.planReminders(document)) throw new Refused(refusal('form_stale'))
    const { reminders } = document
    const team = await call.needs.database.read.team(document.teamId)
    const choice = typeof reminders === 'string' ? choiceShown(document, reminders) : 'plan'
    const plan = typeof reminders === 'string' ? (team.reminderPlan ?? usualPlan) : reminders
    return sendForm(call, { choice, ...entryOfPlan(plan) }, [])
  }),

  memberRoute('POST', '/documents/:id/reminders', sender, async (call) => {
    const { document, needs, visit, request, reply } = call
    const entry = { choice: typed(request, 'choice'), ...typedPlan(request) }
    const { plan, objections } = readPlan(entry)
    // What is not chosen need not be right.
    if (entry.choice === 'plan' && objections.length > 0) {
      return sendForm({ ...call, reply: reply.code(400) }, entry, objections)
    }
    const choices: [string, ReminderChoice][] = [
      ['none', 'none'],
      ['plan', plan],
      ['as_team', 'as_team'],
    ]
    const choice = new Map(choices).get(entry.choice)
    if (choice === undefined || (choice === 'as_team' && document.status === 'awaiting')) {
      throw new Refused(refusal('form_stale'))
    }
    await planReminders(needs, visit.origin, { documentId: document.id, choice })
    return reply.redirect(`${pageWithReminders(document)}?done=reminders`, 303)
  }),
]

/** The fields of a plan, as any form with them posts them. */
export function typedPlan(request: FastifyRequest): PlanEntry {
  return {
    from: typed(request, 'reminder_from'),
    first: typedNumber(request, 'reminder_first'),
    every: typedNumber(request, 'reminder_every'),
    most: typedNumber(request, 'reminder_most'),
  }
}

/** Full-width digits are digits. */
function typedNumber(request: FastifyRequest, name: string): string {
  return normalized('NFKC', typed(request, name).slice(0, 20), 20) ?? ''
}

/** A document that was sent before there were plans has none. */
function choiceShown({ status }: Document, reminders: 'as_team' | 'none'): string {
  return status === 'awaiting' ? 'none' : reminders
}

async function sendForm(
  { document, needs, visit, reply }: ConsoleCall & { document: Document },
  entry: PlanEntry & { choice: string },
  objections: Refusal[],
): Promise<FastifyReply> {
  const { reminderPlan } = await needs.database.read.team(document.teamId)
  const team = document.status === 'awaiting' ? undefined : reminderPlan
  return sendPage(reply, h(RemindersPage, { chrome: visit.chrome, document, team, entry, objections }))
}
