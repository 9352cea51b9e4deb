import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { refusal } from './refusal.ts'
import { addWidget, removeWidget, updateWidget, type WidgetFields } from './widget.ts'

/** One step of somebody who places fields on pages. Ids of new ones come from their page, so that a request can be repeated. */
export type WidgetChange =
  | { act: 'add'; id: string; fileId: string; fields: WidgetFields }
  | { act: 'update'; id: string; fields: Partial<WidgetFields> }
  | { act: 'remove'; id: string }

/** As many as are made at once: one on every page of a long file. */
export const mostWidgetChanges = 1000

/**
 * All of them or none. What was done already is done: a field that is there is not added again, and one that is gone not
 * removed again. A refusal names the field that it is about as `widget`.
 */
export function changeWidgets(document: Document, changes: WidgetChange[], now: Date): Decision<Document> {
  let decision: Decision<Document> = accepted(document)
  for (const change of changes) {
    const { next, events } = decision
    const step = changed(next, change, now)
    if (step.refusal !== undefined) {
      const { code, field, detail } = step.refusal
      return refused(document, refusal(code, field, { ...detail, widget: change.id }))
    }
    decision = accepted(step.next, ...events, ...step.events)
  }
  return decision
}

function changed(document: Document, change: WidgetChange, now: Date): Decision<Document> {
  const isThere = document.widgets.some(({ id }) => id === change.id)
  switch (change.act) {
    case 'add': {
      const { id, fileId, fields } = change
      return isThere ? accepted(document) : addWidget(document, { id, fileId }, fields, now)
    }
    case 'update':
      return updateWidget(document, change.id, change.fields, now)
    case 'remove':
      return isThere ? removeWidget(document, change.id, now) : accepted(document)
  }
}
