import { readForm } from '#contract/web-api/forms.ts'
import { addReporteeCall, newReporteeFields } from '#contract/web-api/reportees.ts'
import { addReportee } from '#server/usecases/drafting/add-reportee.ts'
import { removeReportee } from '#server/usecases/drafting/remove-reportee.ts'
import { Refused } from '#server/usecases/refused.ts'
import { senderOfUnsent } from './checks.ts'
import { sendDraftPage, unsent } from './draft-page.ts'
import { parameter, typed } from './fields.ts'
import { peopleProblem } from './people-problem.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** Those who are told of the outcome of a draft. */
export const reporteeRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/documents/:id/reportees', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const entry = {
      name: typed(request, 'name'),
      organization: typed(request, 'organization'),
      email: typed(request, 'email'),
    }
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

  memberRoute('POST', '/documents/:id/reportees/:reportee/remove', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const reporteeId = parameter(request, 'reportee')
    if (document.reportees.some(({ id }) => id === reporteeId)) {
      await unsent(() => removeReportee(needs, visit.origin, { documentId: document.id, reporteeId }))
    }
    return reply.redirect(`/console/documents/${document.id}/draft?done=reportee_removed#reportees`, 303)
  }),
]
