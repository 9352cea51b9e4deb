import { type Form, integer, readForm } from '#contract/web-api/forms.ts'
import {
  addWidgetCall,
  newWidgetFields,
  relevantFields,
  updateWidgetCall,
  widgetFields,
} from '#contract/web-api/widgets.ts'
import { refusal } from '#domain/refusal.ts'
import type { WidgetFields, WidgetKind } from '#domain/widget.ts'
import { sizeLimits, type WidgetSize } from '#domain/widget-size.ts'
import { Refused } from '#server/usecases/refused.ts'
import { type FieldEntry, kindsOnWire } from '#web/console/placing/field-entry.ts'
import type { ConsoleCall } from './call.ts'
import { typed } from './fields.ts'

/** The form as it was typed. */
export function typedField({ request }: Pick<ConsoleCall, 'request'>): FieldEntry {
  return {
    kind: typed(request, 'kind'),
    participantId: typed(request, 'participant'),
    page: halfWidth(typed(request, 'page')),
    ...placeOf({ request }),
    w: halfWidth(typed(request, 'w')),
    h: halfWidth(typed(request, 'h')),
    fontSize: halfWidth(typed(request, 'font_size')),
    label: typed(request, 'label'),
    text: typed(request, 'text'),
    required: typed(request, 'required') === '1',
  }
}

/** Where the picture was pressed; the figures of the form where it was not. */
function placeOf({ request }: Pick<ConsoleCall, 'request'>): { x: string; y: string } {
  const prefix = wasPressed({ request }) ? 'at.' : ''
  return { x: halfWidth(typed(request, `${prefix}x`)), y: halfWidth(typed(request, `${prefix}y`)) }
}

/** An image button that is pressed by keyboard, or by Enter in another field, tells of 0, 0: then the figures count. */
export function wasPressed({ request }: Pick<ConsoleCall, 'request'>): boolean {
  return Number(typed(request, 'at.x')) + Number(typed(request, 'at.y')) > 0
}

/** Figures as a Japanese keyboard types them. */
function halfWidth(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
}

/** As the Web API takes it, so that one set of rules judges both. */
export function wireOf(entry: FieldEntry): Map<string, string> {
  const kind = kindsOnWire.find(([each]) => each === entry.kind)
  const page = /^\d{1,6}$/.test(entry.page) ? String(Number(entry.page) - 1) : entry.page
  return new Map([
    ['participant_id', entry.participantId],
    ['type', kind?.[1] ?? ''],
    ['page', page],
    ['x', entry.x],
    ['y', entry.y],
    ['w', entry.w],
    ['h', entry.h],
    ['font_size', entry.fontSize],
    ['text', entry.text],
    ['label', entry.label],
    ['required', String(entry.required)],
  ])
}

/** What a new field shall be. Throws `Refused`. */
export function readNewField(given: Form): WidgetFields {
  const form = relevantFields(given, null)
  const read = readForm(form, addWidgetCall.form)
  if (!read.ok) throw new Refused(read.refusal)
  const fields = newWidgetFields(read.value)
  const size = readSize(given, fields.kind)
  return { ...fields, ...(size === null ? {} : { size }) }
}

/** What is said of a field that is there, of this kind until now. Throws `Refused`. */
export function readFieldChange(given: Form, kind: WidgetKind): Partial<WidgetFields> {
  const form = relevantFields(given, kind)
  const read = readForm(form, updateWidgetCall.form)
  if (!read.ok) throw new Refused(read.refusal)
  const fields = widgetFields(read.value)
  const size = readSize(given, fields.kind ?? kind)
  return { ...fields, ...(size === null ? {} : { size }) }
}

/** Width and height, which only the console gives; null where it says nothing of them. */
function readSize(form: Form, kind: WidgetKind): WidgetSize | null {
  if ((form.get('w') ?? '') === '' && (form.get('h') ?? '') === '') return null
  const { least, most, square } = sizeLimits[kind]
  const side = (name: 'w' | 'h'): number => {
    const other = name === 'w' ? 'h' : 'w'
    // Of a square one side is enough.
    const given = form.get(name) || (square ? form.get(other) : '') || ''
    const limits = { least: least[name], most: most[name] }
    const read = integer(limits).read(given, name)
    if ('refusal' in read || read.value === undefined) {
      throw new Refused(refusal('field_malformed', name, limits))
    }
    return read.value
  }
  return { w: side('w'), h: side('h') }
}
