import { alertFields, alertOnWire, getAlertCall, updateAlertCall } from '#contract/web-api/alerts.ts'
import {
  attributeFields,
  attributeOnWire,
  getAttributeCall,
  updateAttributeCall,
} from '#contract/web-api/attributes.ts'
import { readJsonFields } from '#contract/web-api/json-fields.ts'
import { refusal } from '#domain/refusal.ts'
import { updateAlert } from '#server/usecases/managing/update-alert.ts'
import { updateAttribute } from '#server/usecases/managing/update-attribute.ts'
import { Refused } from '#server/usecases/refused.ts'
import { bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import { type Check, ownsDocument } from './checks.ts'
import { jsonOf, sendExactJson } from './json-body.ts'
import { formBytes, formOf, read } from './request-form.ts'

/** What a sender keeps about a document, in whatever state it is: management fields, and an alert. */
export function mountAttributeRoutes(api: Api): void {
  bindDocument(api, getAttributeCall, [], async ({ document, right, reply, ports }) => {
    const attribute = await ports.database.read.attribute(document.id)
    if (attribute === null) throw new Refused(refusal('attribute_not_found'))
    return sendExactJson(reply, attributeOnWire(document.id, attribute, right))
  })

  bindDocument(
    api,
    updateAttributeCall,
    [ownsDocument],
    async ({ document, origin, request, reply, ports }) => {
      const parsed = readJsonFields(await jsonOf(request, formBytes), updateAttributeCall.form)
      if (!parsed.ok) throw new Refused(parsed.refusal)
      const change = { documentId: document.id, fields: attributeFields(parsed.value) }
      const attribute = await updateAttribute(ports, origin, change)
      return sendExactJson(reply, attributeOnWire(document.id, attribute, 'own'))
    },
  )

  bindDocument(api, getAlertCall, [isNotOnlyReceived], async ({ document, ports }) => {
    const alert = await ports.database.read.alert(document.id)
    if (alert === null) throw new Refused(refusal('alert_not_found'))
    return alertOnWire(document.id, alert)
  })

  bindDocument(api, updateAlertCall, [ownsDocument], async ({ document, origin, request, ports }) => {
    const fields = alertFields(read(await formOf(request), updateAlertCall.form))
    return alertOnWire(document.id, await updateAlert(ports, origin, { documentId: document.id, fields }))
  })
}

/** The memo is the sender's own; recipients have no part in it. */
const isNotOnlyReceived: Check = ({ right }) => {
  if (right === 'received') throw new Refused(refusal('not_your_document'))
}
