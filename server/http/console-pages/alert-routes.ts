import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { alertFields, updateAlertCall } from '#contract/web-api/alerts.ts'
import { readForm } from '#contract/web-api/forms.ts'
import type { Document } from '#domain/document.ts'
import { updateAlert } from '#server/usecases/managing/update-alert.ts'
import { Refused } from '#server/usecases/refused.ts'
import { duplicateDocument } from '#server/usecases/templates/duplicate-document.ts'
import { AlertPage, type AlertPageProps } from '#web/console/documents/AlertPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { sender } from './checks.ts'
import { typed } from './fields.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** What a sender does with a document whatever became of it: a day to think of it, and another one like it. */
export const alertRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/alert', sender, async ({ document, needs, visit, reply }) => {
    const alert = await needs.database.read.alert(document.id)
    const entry = { day: alert?.alertAt ?? '', memo: alert?.memo ?? '', enabled: alert?.enabled ?? true }
    return sendAlert(visit, reply, document, entry, null)
  }),

  memberRoute('POST', '/documents/:id/alert', sender, async ({ document, needs, visit, request, reply }) => {
    const entry = {
      day: typed(request, 'day'),
      memo: typed(request, 'memo'),
      enabled: typed(request, 'enabled') === '1',
    }
    const wire = { alert_at: entry.day, memo: entry.memo, enabled: String(entry.enabled) }
    const given = readForm(new Map(Object.entries(wire)), updateAlertCall.form)
    try {
      if (!given.ok) throw new Refused(given.refusal)
      // Words that were taken out are an empty memo, and not nothing said.
      const fields = { ...alertFields(given.value), memo: given.value.memo ?? '' }
      await updateAlert(needs, visit.origin, { documentId: document.id, fields })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const problem = error.refusal.field === 'memo' ? 'memo' : 'day'
      return sendAlert(visit, reply.code(400), document, entry, problem)
    }
    return reply.redirect(`/console/documents/${document.id}?done=alert#alert-heading`, 303)
  }),

  memberRoute(
    'POST',
    '/documents/:id/duplicate',
    sender,
    async ({ document, needs, visit, request, reply }) => {
      const { member, origin } = visit
      const team = await needs.database.read.team(document.teamId)
      const id = idOfPress(typed(request, 'press'), [document.id, member.id], needs.random)
      const draft = await duplicateDocument(needs, origin, { document, member, team, id })
      return reply.redirect(`/console/documents/${draft.id}/draft?done=duplicated`, 303)
    },
  ),
]

function sendAlert(
  visit: Visit,
  reply: FastifyReply,
  document: Document,
  entry: AlertPageProps['entry'],
  problem: AlertPageProps['problem'],
): FastifyReply {
  return sendPage(reply, h(AlertPage, { chrome: visit.chrome, document, entry, problem }))
}
