import type { FastifyReply } from 'fastify'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import type { WidgetKind } from '#domain/widget.ts'
import { mostWidgetChanges, type WidgetChange } from '#domain/widget-changes.ts'
import { changeWidgets } from '#server/usecases/drafting/change-widgets.ts'
import { Refused } from '#server/usecases/refused.ts'
import { placedOn } from '#web/console/placing/placed-field.ts'
import { unsent } from './draft-page.ts'
import { readFieldChange, readNewField } from './field-entry.ts'
import { type FieldCall, places } from './field-places.ts'
import { fieldProblem } from './field-problem.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** What the editor saves: each step of it is one request, and is done as a whole or not at all. */
export const fieldChangeRoutes: ConsoleRoute[] = places.map(({ path, writer }) =>
  memberRoute('POST', `${path}/fields/changes`, writer, async (call) => {
    const { document, needs, visit, request, reply } = call
    try {
      const changes = changesIn(typed(request, 'changes'), document)
      const next = await unsent(() =>
        changeWidgets(needs, visit.origin, { documentId: document.id, changes }),
      )
      return reply.send({ fields: placedOn(next, typed(request, 'file_id')) })
    } catch (error) {
      return sendRefused(call, error)
    }
  }),
)

/** Why not, in words, and what is saved now: the editor shows that and goes on from there. */
async function sendRefused(call: FieldCall, error: unknown): Promise<FastifyReply> {
  if (!(error instanceof Refused)) throw error
  const { code } = error.refusal
  if (code === 'draft_over') throw error
  const { document, needs, visit, request, reply } = call
  const now = (await needs.database.read.document(document.id)) ?? document
  const [problem] = Object.values(fieldProblem(error.refusal, visit.chrome.lang))
  const fields = placedOn(now, typed(request, 'file_id'))
  const changed = code === 'widget_not_found' || code === 'file_not_found'
  return reply.code(changed ? 409 : 400).send({ problem, fields })
}

/** A list of changes as JSON, each a flat record of texts in the spelling of the Web API. */
function changesIn(text: string, document: Document): WidgetChange[] {
  const given = parsed(text)
  if (!Array.isArray(given)) throw malformed()
  if (given.length > mostWidgetChanges)
    throw new Refused(refusal('field_malformed', 'changes', { limit: mostWidgetChanges }))
  const kinds = new Map<string, WidgetKind>(document.widgets.map(({ id, kind }) => [id, kind]))
  return given.map((each) => changeOf(formOf(each), kinds))
}

function changeOf(form: Map<string, string>, kinds: Map<string, WidgetKind>): WidgetChange {
  const id = form.get('id') ?? ''
  if (!/^[0-9a-f]{32}$/.test(id)) throw malformed()
  switch (form.get('act')) {
    case 'add': {
      const fields = readNewField(form)
      kinds.set(id, fields.kind)
      return { act: 'add', id, fileId: form.get('file_id') ?? '', fields }
    }
    case 'update': {
      const kind = kinds.get(id)
      if (kind === undefined) throw new Refused(refusal('widget_not_found'))
      return { act: 'update', id, fields: readFieldChange(form, kind) }
    }
    case 'remove':
      return { act: 'remove', id }
  }
  throw malformed()
}

function formOf(given: unknown): Map<string, string> {
  const form = new Map<string, string>()
  if (typeof given !== 'object' || given === null) throw malformed()
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string') throw malformed()
    form.set(name, value)
  }
  return form
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed()
  }
}

function malformed(): Refused {
  return new Refused(refusal('field_malformed', 'changes'))
}
