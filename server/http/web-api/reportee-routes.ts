import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import {
  addReporteeCall,
  newReporteeFields,
  removeReporteeCall,
  reporteeFields,
  updateReporteeCall,
} from '#contract/web-api/reportees.ts'
import { refusal } from '#domain/refusal.ts'
import type { Reportee } from '#domain/reportee.ts'
import { addReportee } from '#server/usecases/drafting/add-reportee.ts'
import { removeReportee } from '#server/usecases/drafting/remove-reportee.ts'
import { updateReportee } from '#server/usecases/drafting/update-reportee.ts'
import { Refused } from '#server/usecases/refused.ts'
import { bindDocument } from './bind.ts'
import type { Api, DocumentCall } from './call.ts'
import { type Check, isDraft, ownsDocument } from './checks.ts'
import { formOf, read } from './request-form.ts'

/** Those who are told of the outcome: add, change, remove. */
export function mountReporteeRoutes(api: Api): void {
  bindDocument(
    api,
    addReporteeCall,
    [ownsDocument, isDraft],
    async ({ document, origin, request, ports }) => {
      const fields = newReporteeFields(read(await formOf(request), addReporteeCall.form))
      return documentOnWire(await addReportee(ports, origin, { documentId: document.id, fields }), 'own')
    },
  )

  const ofReportee = [ownsDocument, reporteeExists, isDraft]

  bindDocument(api, updateReporteeCall, ofReportee, async (call) => {
    const fields = reporteeFields(read(await formOf(call.request), updateReporteeCall.form))
    return documentOnWire(await updateReportee(call.ports, call.origin, { ...placeOf(call), fields }), 'own')
  })

  bindDocument(api, removeReporteeCall, ofReportee, async (call) =>
    documentOnWire(await removeReportee(call.ports, call.origin, placeOf(call)), 'own'),
  )
}

const reporteeExists: Check = (call) => {
  reporteeOf(call)
}

function placeOf(call: DocumentCall) {
  return { documentId: call.document.id, reporteeId: reporteeOf(call).id }
}

/** The reportee that the path names. */
function reporteeOf({ document, params }: DocumentCall): Reportee {
  const reportee = document.reportees.find((each) => each.id === params.reportee_id)
  if (reportee === undefined) throw new Refused(refusal('reportee_not_found'))
  return reportee
}
