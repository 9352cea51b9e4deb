import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Document, documentCan } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import type { Widget, WidgetFields } from '#domain/widget.ts'
import { usualSize } from '#domain/widget-size.ts'
import { addWidget } from '#server/usecases/drafting/add-widget.ts'
import { removeWidget } from '#server/usecases/drafting/remove-widget.ts'
import { updateWidget } from '#server/usecases/drafting/update-widget.ts'
import { Refused } from '#server/usecases/refused.ts'
import {
  entryOfWidget,
  type FieldEntry,
  kindsOnWire,
  newEntry,
  type TypedField,
} from '#web/console/placing/field-entry.ts'
import { PlacingPage } from '#web/console/placing/PlacingPage.tsx'
import { placedOn } from '#web/console/placing/placed-field.ts'
import { sendPage } from '../common/send-page.ts'
import { sendPicture } from './download-routes.ts'
import { unsent } from './draft-page.ts'
import { readFieldChange, readNewField, typedField, wasPressed, wireOf } from './field-entry.ts'
import { type FieldCall, places } from './field-places.ts'
import { fieldProblem } from './field-problem.ts'
import { doneOf, parameter, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** The file that the path names. */
function fileIn({ document, request }: FieldCall): File {
  const file = document.files.find((each) => each.id === parameter(request, 'file'))
  if (file === undefined) throw new Refused(refusal('file_not_found'))
  return file
}

/** Placing fields on the pages of a draft or a template, by forms that need no script. */
export const fieldRoutes: ConsoleRoute[] = places.flatMap(({ path, reader, writer }) => [
  memberRoute('GET', `${path}/fields`, reader, async (call) => {
    const { document, base, reply } = call
    // Sent meanwhile: what can be done with it stands on its own page.
    if (!documentCan.placeFields(document)) return reply.redirect(base, 303)
    if (call.request.headers.accept === 'application/json') return sendPlaced(call)
    return sendFields(call)
  }),

  memberRoute('POST', `${path}/fields`, writer, async (call) => {
    const { document, base, needs, visit, request, reply } = call
    const file = fileNumbered(document, typed(request, 'file'))
    if (file === null) throw new Refused(refusal('file_not_found'))
    const entry = typedField(call)
    try {
      const fields = placedByPress(call, file, readNewField(wireOf(entry)))
      const place = { documentId: document.id, fileId: file.id, fields }
      await unsent(() => addWidget(needs, visit.origin, place))
      const kept = `kind=${fields.kind}&for=${fields.participantId}`
      return reply.redirect(`${base}/fields?${pageIn(file, fields.page)}&${kept}&done=placed`, 303)
    } catch (error) {
      return sendRefused(call, error, { file, editing: null, entry })
    }
  }),

  memberRoute('POST', `${path}/fields/:widget`, writer, async (call) => {
    const { document, base, needs, visit, request, reply } = call
    const widget = document.widgets.find(({ id }) => id === parameter(request, 'widget')) ?? null
    const file =
      document.files.find(({ id }) => id === widget?.fileId) ??
      fileNumbered(document, typed(request, 'file')) ??
      document.files[0]
    if (file === undefined) throw new Refused(refusal('file_not_found'))
    const entry = typedField(call)
    try {
      if (widget === null) throw new Refused(refusal('widget_not_found'))
      const fields = placedByPress(call, file, readFieldChange(wireOf(entry), widget.kind), widget)
      const change = { documentId: document.id, widgetId: widget.id, fields }
      await unsent(() => updateWidget(needs, visit.origin, change))
      return reply.redirect(`${base}/fields?${pageIn(file, fields.page ?? widget.page)}&done=changed`, 303)
    } catch (error) {
      return sendRefused(call, error, { file, editing: widget, entry })
    }
  }),

  memberRoute('POST', `${path}/fields/:widget/remove`, writer, async (call) => {
    const { document, base, needs, visit, request, reply } = call
    const widgetId = parameter(request, 'widget')
    // Removed by another page, or by the press before: then it is as it was asked for.
    if (document.widgets.some(({ id }) => id === widgetId)) {
      await unsent(() => removeWidget(needs, visit.origin, { documentId: document.id, widgetId }))
    }
    const file = fileNumbered(document, typed(request, 'file')) ?? document.files[0]
    const where = file === undefined ? '' : `${pageIn(file, Number(typed(request, 'on')) - 1)}&`
    return reply.redirect(`${base}/fields?${where}done=removed`, 303)
  }),

  // Where none can be made a blank sheet stays.
  memberRoute('GET', `${path}/files/:file/pages/:page`, reader, async (call) => {
    const { document, needs, request } = call
    const file = fileIn(call)
    const page = Number(parameter(request, 'page')) - 1
    if (file.pages[page] === undefined) throw new Refused(refusal('file_not_found'))
    const key = await needs.reading.picture(newestRevision(document, file.id) ?? file, page)
    return sendPicture(call, key)
  }),
])

/** The page as its address asks for it: a file and a page of it, or the field that is to be changed. */
function sendFields(call: FieldCall): FastifyReply {
  const { document, request } = call
  const editing = document.widgets.find(({ id }) => id === queried(request, 'edit')) ?? null
  const file =
    document.files.find(({ id }) => id === editing?.fileId) ??
    fileNumbered(document, queried(request, 'file')) ??
    document.files[0] ??
    null
  const page = editing?.page ?? pageNumbered(file, queried(request, 'page'))
  const [kind] = kindsOnWire.find(([each]) => each === queried(request, 'kind')) ?? ['seal' as const]
  const recipient =
    document.participants.find(({ id }) => id === queried(request, 'for')) ??
    document.participants[1] ??
    document.participants[0]
  const typedNow = editing === null ? newEntry(kind, recipient?.id ?? '', page) : entryOfWidget(editing)
  return send(call, file, page, editing, { typed: typedNow, problems: {} })
}

/** What the editor asks when it is looked at again: another page may have placed something meanwhile. */
function sendPlaced({ document, request, reply }: FieldCall): FastifyReply {
  const file = fileNumbered(document, queried(request, 'file')) ?? document.files[0]
  return reply.send({ fields: file === undefined ? [] : placedOn(document, file.id) })
}

/** What was refused, with what was typed. */
async function sendRefused(
  call: FieldCall,
  error: unknown,
  { file, editing, entry }: { file: File; editing: Widget | null; entry: FieldEntry },
): Promise<FastifyReply> {
  if (!(error instanceof Refused)) throw error
  const { code } = error.refusal
  if (code === 'draft_over' || code === 'file_not_found') throw error
  const problems = fieldProblem(error.refusal, call.visit.chrome.lang)
  const gone = code === 'widget_not_found'
  const now = (await call.needs.database.read.document(call.document.id)) ?? call.document
  const answer = { ...call, document: now, reply: call.reply.code(gone ? 409 : 400) }
  return send(answer, file, pageNumbered(file, entry.page), gone ? null : editing, {
    typed: entry,
    problems,
  })
}

function send(
  { document, base, visit, request, reply }: FieldCall,
  file: File | null,
  page: number,
  editing: Widget | null,
  entry: TypedField,
): FastifyReply {
  const done = request.method === 'GET' ? doneOf(request) : null
  const shown = file === null ? null : { file, page }
  return sendPage(
    reply,
    h(PlacingPage, { chrome: visit.chrome, document, base, shown, editing, entry, done }),
  )
}

/** Where the picture was pressed, there is the middle of the field; near an edge it is pushed into the page. */
function placedByPress<Fields extends Partial<WidgetFields>>(
  call: FieldCall,
  file: File,
  fields: Fields,
  widget: Widget | null = null,
): Fields {
  if (!wasPressed(call)) return fields
  const { x = 0, y = 0, page = widget?.page ?? 0, kind = widget?.kind ?? 'seal' } = fields
  const { w, h } = fields.size ?? widget ?? usualSize[kind]
  const sheet = file.pages[page]
  if (sheet === undefined) return fields
  const within = (middle: number, side: number, length: number) =>
    Math.max(0, Math.min(Math.round(middle - side / 2), Math.floor(length - side)))
  return { ...fields, x: within(x, w, sheet.width), y: within(y, h, sheet.height) }
}

/** Files are counted from 1 in addresses, as people count them. */
function fileNumbered(document: Document, number: string): File | null {
  return document.files.find(({ order }) => String(order + 1) === number) ?? null
}

/** From 0; the first where the file has no such page. */
function pageNumbered(file: File | null, number: string): number {
  const page = Number(number) - 1
  return file?.pages[page] === undefined ? 0 : page
}

function pageIn({ order }: File, page: number): string {
  return `file=${order + 1}&page=${Math.max(0, Number.isInteger(page) ? page : 0) + 1}`
}
