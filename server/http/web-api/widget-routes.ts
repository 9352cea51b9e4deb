import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import {
  addWidgetCall,
  newWidgetFields,
  relevantFields,
  removeWidgetCall,
  updateWidgetCall,
  widgetFields,
} from '#contract/web-api/widgets.ts'
import { addWidget } from '#server/usecases/drafting/add-widget.ts'
import { removeWidget } from '#server/usecases/drafting/remove-widget.ts'
import { updateWidget } from '#server/usecases/drafting/update-widget.ts'
import { bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import { fileExists, fileOf, isDraft, ownsDocument, widgetExists, widgetOf } from './checks.ts'
import { formOf, read } from './request-form.ts'

/** Widgets on a page: add, change, remove. */
export function mountWidgetRoutes(api: Api): void {
  bindDocument(api, addWidgetCall, [ownsDocument, fileExists, isDraft], async (call) => {
    const form = relevantFields(await formOf(call.request), null)
    const fields = newWidgetFields(read(form, addWidgetCall.form))
    const place = { documentId: call.document.id, fileId: fileOf(call).id }
    return documentOnWire(await addWidget(call.ports, call.origin, { ...place, fields }), 'own')
  })

  bindDocument(api, updateWidgetCall, [ownsDocument, fileExists, widgetExists, isDraft], async (call) => {
    const widget = widgetOf(call)
    const form = relevantFields(await formOf(call.request), widget.kind)
    const fields = widgetFields(read(form, updateWidgetCall.form))
    const change = { documentId: call.document.id, widgetId: widget.id, fields }
    return documentOnWire(await updateWidget(call.ports, call.origin, change), 'own')
  })

  bindDocument(api, removeWidgetCall, [ownsDocument, fileExists, widgetExists, isDraft], async (call) => {
    const place = { documentId: call.document.id, widgetId: widgetOf(call).id }
    return documentOnWire(await removeWidget(call.ports, call.origin, place), 'own')
  })
}
