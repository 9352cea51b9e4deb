import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { readForm } from '#contract/web-api/forms.ts'
import {
  addReporteeCall,
  newReporteeFields,
  reporteeFields,
  updateReporteeCall,
} from '#contract/web-api/reportees.ts'
import type { Document } from '#domain/document.ts'
import { sightOfReportee } from '#domain/draft-sight.ts'
import { refusal } from '#domain/refusal.ts'
import type { Reportee } from '#domain/reportee.ts'
import { addReportee } from '#server/usecases/drafting/add-reportee.ts'
import { removeReportee } from '#server/usecases/drafting/remove-reportee.ts'
import { updateReportee } from '#server/usecases/drafting/update-reportee.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { Entry, ReporteeEntry } from '#web/console/making/person-entry.ts'
import { ReporteePage } from '#web/console/making/ReporteePage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { senderOfUnsent } from './checks.ts'
import { sendDraftPage, unsent } from './draft-page.ts'
import { parameter, typed } from './fields.ts'
import { fieldProblems, peopleProblem } from './people-problem.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** Those who are told of the outcome of a draft. */
export const reporteeRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/documents/:id/reportees', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const entry = typedReportee(call)
    try {
      const given = readForm(new Map(Object.entries(entry)), addReporteeCall.form)
      if (!given.ok) throw new Refused(given.refusal)
      const fields = newReporteeFields(given.value)
      const said = [document.id, ...Object.values(entry)]
      const id = idOfPress(typed(request, 'press'), said, needs.random)
      await unsent(() => addReportee(needs, visit.origin, { documentId: document.id, fields, id }))
      return reply.redirect(`/console/documents/${document.id}/draft?done=reportee#reportees`, 303)
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code === 'draft_over') throw error
      const problems = peopleProblem(error.refusal, visit.chrome.lang)
      return sendDraftPage({ ...call, reply: reply.code(400) }, document, {
        reportee: { typed: entry, problems },
      })
    }
  }),

  memberRoute('GET', '/documents/:id/reportees/:reportee', senderOfUnsent, (call) => {
    const { id, ...reportee } = reporteeIn(call)
    return sendReportee(call, id, { typed: reportee, problems: {} })
  }),

  memberRoute('POST', '/documents/:id/reportees/:reportee', senderOfUnsent, async (call) => {
    const { document, needs, visit, reply } = call
    const { id: reporteeId } = reporteeIn(call)
    const entry = typedReportee(call)
    const form = new Map(Object.entries(entry))
    try {
      const given = readForm(form, updateReporteeCall.form)
      if (!given.ok) throw new Refused(given.refusal)
      // A company that was taken out is an empty one, and not nothing said.
      const fields = { ...entry, ...reporteeFields(given.value) }
      const change = { documentId: document.id, reporteeId, fields, seen: typed(call.request, 'seen') }
      await unsent(() => updateReportee(needs, visit.origin, change))
      return reply.redirect(`/console/documents/${document.id}/draft?done=reportee_saved#reportees`, 303)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code } = error.refusal
      if (code === 'draft_over' || code === 'reportee_not_found') throw error
      if (code === 'draft_changed') {
        const now = (await needs.database.read.document(document.id)) ?? document
        const { id: _id, ...there } = reporteeIn({ ...call, document: now })
        const changed = { ...call, document: now, reply: reply.code(409) }
        return sendReportee(changed, reporteeId, { typed: entry, problems: {} }, there)
      }
      const { lang } = visit.chrome
      const problems = {
        ...peopleProblem(error.refusal, lang),
        ...fieldProblems(form, addReporteeCall.form, lang),
      }
      return sendReportee({ ...call, reply: reply.code(400) }, reporteeId, { typed: entry, problems })
    }
  }),

  memberRoute('POST', '/documents/:id/reportees/:reportee/remove', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const reporteeId = parameter(request, 'reportee')
    if (document.reportees.some(({ id }) => id === reporteeId)) {
      await unsent(() => removeReportee(needs, visit.origin, { documentId: document.id, reporteeId }))
    }
    return reply.redirect(`/console/documents/${document.id}/draft?done=reportee_removed#reportees`, 303)
  }),
]

function typedReportee({ request }: Pick<ConsoleCall, 'request'>): ReporteeEntry {
  return {
    name: typed(request, 'name'),
    organization: typed(request, 'organization'),
    email: typed(request, 'email'),
  }
}

function reporteeIn({ document, request }: ConsoleCall & { document: Document }): Reportee {
  const found = document.reportees.find(({ id }) => id === parameter(request, 'reportee'))
  if (found === undefined) throw new Refused(refusal('reportee_not_found'))
  return found
}

function sendReportee(
  { visit, reply, document }: ConsoleCall & { document: Document },
  reporteeId: string,
  entry: Entry<ReporteeEntry>,
  changed: ReporteeEntry | null = null,
): FastifyReply {
  const seen = sightOfReportee(document, reporteeId)
  const page = { chrome: visit.chrome, documentId: document.id, reporteeId, entry, seen, changed }
  return sendPage(reply, h(ReporteePage, page))
}
