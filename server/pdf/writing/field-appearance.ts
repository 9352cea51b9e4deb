import { dictOf, nameOf, type PdfRef, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { formXObject } from './drawing.ts'
import { drawButtonMark } from './field-button.ts'
import { drawFrame, drawRoundFrame, frameOf } from './field-frame.ts'
import { type TextStyle, textStyleOf } from './field-style.ts'
import {
  drawableText,
  drawComb,
  drawCombLines,
  drawList,
  drawMultiline,
  drawSingleLine,
} from './field-text.ts'
import { fieldText } from './field-text-string.ts'
import type { FieldWidget } from './field-widget.ts'
import type { FontsInUse } from './fonts.ts'
import type { Matrix, Rectangle } from './page-geometry.ts'
import { Undrawable } from './undrawable.ts'

type Box = { w: number; h: number }

/** Quarter turns against the clock, by `/MK` `/R`. */
const TURNS: Record<number, Matrix> = {
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
}

/**
 * Draws a field that has no appearance of its own, or one that is out of date, as a viewer would (ISO 32000-2, 12.7.4.3).
 * Null when there is nothing to draw. Throws `Undrawable` for what cannot be shown whole and faithfully.
 */
export function drawField(
  widget: FieldWidget,
  fonts: FontsInUse,
  [left, bottom, right, top]: Rectangle,
): PdfRef | null {
  const turn = turnOf(widget)
  const sideways = turn === 90 || turn === 270
  const box = sideways ? { w: top - bottom, h: right - left } : { w: right - left, h: top - bottom }
  if (!(box.w > 0 && box.h > 0)) return null
  const content = contentOf(widget, fonts, box)
  const matrix = TURNS[turn]
  return content === ''
    ? null
    : formXObject(widget.revision, { content, ...box, ...(matrix && { matrix }), fonts })
}

function turnOf(widget: FieldWidget): number {
  const given = widget.characteristic('R')
  return typeof given === 'number' ? (((Math.round(given / 90) * 90) % 360) + 360) % 360 : 0
}

function contentOf(widget: FieldWidget, fonts: FontsInUse, box: Box): string {
  const style = textStyleOf(widget)
  const frame = frameOf(widget)
  const setting = { fonts, box, frame, style }
  if (widget.type === 'Tx') {
    const cells = widget.has('comb') ? widget.inherited('MaxLen') : null
    const comb =
      typeof cells === 'number' && cells > 0 && cells <= 1000 && !widget.has('multiline') ? cells : null
    const lines = comb === null ? '' : drawCombLines(setting, comb)
    return `${drawFrame(frame, box)}${lines}${marked(drawnText(widget, setting, comb))}`
  }
  if (widget.type === 'Ch') return `${drawFrame(frame, box)}${marked(drawnChoice(widget, setting))}`
  if (widget.type === 'Btn') return drawnButton(widget, setting)
  return drawFrame(frame, box)
}

type Setting = { fonts: FontsInUse; box: Box; frame: ReturnType<typeof frameOf>; style: TextStyle }

function marked(content: string): string {
  return content === '' ? '' : `/Tx BMC q\n${content}Q EMC\n`
}

function drawnText(widget: FieldWidget, setting: Setting, comb: number | null): string {
  const value = widget.text()
  if (value === '') return ''
  if (widget.has('password')) throw new Undrawable('form_unclear', 'a password')
  const text = drawableText(value)
  if (comb !== null) return drawComb(setting, text, comb)
  return widget.has('multiline') ? drawMultiline(setting, text) : drawSingleLine(setting, text)
}

function drawnChoice(widget: FieldWidget, setting: Setting): string {
  const chosen = widget.choices()
  const { options, texts } = optionsOf(widget)
  const shown = (value: string): string => texts.get(value) ?? value
  if (widget.has('combo')) {
    const [value] = chosen
    return value === undefined ? '' : drawSingleLine(setting, drawableText(shown(value)))
  }
  if (!chosen.every((value) => texts.has(value)))
    throw new Undrawable('form_unclear', 'a choice that its list does not have')
  const marked = new Set(chosen)
  const lines = options.map(({ value, text }) => ({ text, chosen: marked.has(value) }))
  const first = widget.inherited('TI')
  return drawList(setting, lines, typeof first === 'number' && first > 0 && first < lines.length ? first : 0)
}

/** The options of a choice: what they are called, and what is shown for them; `texts`: by what they are called. */
type Options = { options: { value: string; text: string }[]; texts: ReadonlyMap<string, string> }

/** By their array, which many fields may share. */
const knownOptions = new WeakMap<PdfValue[], Options>()

function optionsOf(widget: FieldWidget): Options {
  const { revision } = widget
  const given = widget.inherited('Opt')
  const list = Array.isArray(given) ? given : []
  const known = knownOptions.get(list)
  if (known) return known
  const options = list.map((item) => {
    const option = revision.resolve(item)
    const [value, text] = Array.isArray(option)
      ? option.slice(0, 2).map((one) => revision.resolve(one))
      : [option, option]
    return { value: stringOf(value), text: stringOf(text ?? value) }
  })
  // Of two options with one value the first counts.
  const texts = new Map([...options].reverse().map(({ value, text }) => [value, text]))
  knownOptions.set(list, { options, texts })
  return { options, texts }
}

function stringOf(value: PdfValue | undefined): string {
  if (value && typeof value === 'object' && !Array.isArray(value) && value.kind === 'string') {
    return fieldText(value.bytes)
  }
  throw new Undrawable('form_unclear', 'an option that is no text')
}

function drawnButton(widget: FieldWidget, setting: Setting): string {
  const { box, frame, style } = setting
  if (widget.has('pushButton')) {
    if (dictOf(widget.characteristic('I'))) throw new Undrawable('form_unclear', 'a button with a picture')
    return `${drawFrame(frame, box)}${drawnCaption(setting, captionOf(widget))}`
  }
  const radio = widget.has('radio')
  const letter = captionOf(widget) || (radio ? 'l' : '4')
  const outline = radio && letter === 'l' ? drawRoundFrame(frame, box) : drawFrame(frame, box)
  return isOn(widget) ? `${outline}${drawButtonMark(style, box, letter)}` : outline
}

function drawnCaption(setting: Setting, caption: string): string {
  if (caption === '') return ''
  const size = setting.style.size || Math.min(12, setting.box.h / 1.35)
  const style: TextStyle = { ...setting.style, quadding: 1, size }
  return drawSingleLine({ ...setting, style }, drawableText(caption))
}

function captionOf(widget: FieldWidget): string {
  const given = widget.characteristic('CA')
  return given === null ? '' : stringOf(given)
}

/** Whether a checkbox or radio button is on. Where only the group has a value, nobody can say which of it is. */
function isOn(widget: FieldWidget): boolean {
  const state = nameOf(widget.own('AS'))
  if (state !== undefined) return state !== 'Off'
  const value = widget.inherited('V')
  const none = value === null || nameOf(value) === 'Off'
  if (none) return false
  if (widget.has('radio'))
    throw new Undrawable('form_unclear', 'a group of buttons of which none says that it is on')
  return true
}
