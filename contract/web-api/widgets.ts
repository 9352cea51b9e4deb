import { Type } from 'typebox'
import { type WidgetFields, type WidgetKind, widgetLimits } from '#domain/widget.ts'
import { widgetKinds } from './codes.ts'
import { documentAnswer } from './document-on-wire.ts'
import {
  boolean,
  type Field,
  type Form,
  filledText,
  type Given,
  integer,
  integerChoice,
  oneLine,
  optional,
  required,
  said,
  text,
} from './forms.ts'
import { operation } from './operation.ts'

const path = '/documents/:document_id/files/:file_id/widgets'

const widgetForm = {
  participant_id: filledText(64),
  type: required(integerChoice(widgetKinds)),
  page: required(integer()),
  x: required(integer()),
  y: required(integer()),
  font_size: fontSize(),
  text: text(widgetLimits.inputCharacters),
  label: oneLine(widgetLimits.inputCharacters),
  required: boolean(),
}

/** 8 to 14 points; empty takes the size away. */
function fontSize(): Field<number | null, false> {
  const points = integer({ least: 8, most: 14 })
  return {
    ...points,
    schema: Type.String({ enum: ['', '8', '9', '10', '11', '12', '13', '14'] }),
    read: (given, name) => (given.trim() === '' ? { value: null } : points.read(given, name)),
  }
}

/**
 * What is meant by the fields of this kind of widget: `font_size` is ignored, not judged, unless it is free text;
 * `required` unless it is a checkbox. Free text may have lines of its own, but none after its end.
 */
export function relevantFields(form: Form, current: WidgetKind | null): Form {
  const kind = widgetKinds[form.get('type')?.trim() ?? ''] ?? current
  const relevant = new Map(form)
  if (kind !== 'text') relevant.delete('font_size')
  if (kind !== 'checkbox') relevant.delete('required')
  const text = form.get('text')
  if (text !== undefined) relevant.set('text', kind === 'text' ? withoutLastLineEnds(text) : text.trim())
  return relevant
}

/** Not a pattern: `/[\r\n]+$/` begins anew at each of a million line ends inside. */
function withoutLastLineEnds(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1
  return text.slice(0, end)
}

/** What the caller said about a widget, in our words. */
export function widgetFields(given: Given<typeof changesForm>): Partial<WidgetFields> {
  return said({
    participantId: given.participant_id,
    kind: given.type,
    page: given.page,
    x: given.x,
    y: given.y,
    fontSize: given.font_size,
    text: given.text,
    label: given.label,
    required: given.required,
  })
}

/** A new widget of these required fields, with the defaults of those that were not given. */
export function newWidgetFields(given: Given<typeof widgetForm>): WidgetFields {
  const base = {
    participantId: given.participant_id,
    kind: given.type,
    page: given.page,
    x: given.x,
    y: given.y,
  }
  return { ...base, fontSize: null, text: '', label: '', required: true, ...widgetFields(given) }
}

const changesForm = optional(widgetForm)

export const addWidgetCall = operation({
  name: 'addWidget',
  summary: { ja: '入力項目を追加する', en: 'Add a widget' },
  method: 'POST',
  path,
  request: 'form',
  form: widgetForm,
  answer: documentAnswer,
})

export const updateWidgetCall = operation({
  name: 'updateWidget',
  summary: { ja: '入力項目を変える', en: 'Change a widget' },
  method: 'PUT',
  path: `${path}/:widget_id`,
  request: 'form',
  form: changesForm,
  answer: documentAnswer,
})

export const removeWidgetCall = operation({
  name: 'removeWidget',
  summary: { ja: '入力項目を削除する', en: 'Remove a widget' },
  method: 'DELETE',
  path: `${path}/:widget_id`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})
