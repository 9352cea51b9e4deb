import { sealOverflow } from '#domain/hanko.ts'
import { advanceOfText } from '#domain/letters.ts'
import { layText, type TextBlock } from '#domain/text-layout.ts'
import type { PaperStack } from '../papers/paper-stack.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import { entryOf, fill, type ReviewField } from './field.ts'
import { drawSeal } from './fill-sheet.tsx'

/** Lays the fields of one file onto its pages: softly glowing while empty, ink once filled. */
export function layMarks(
  fields: ReviewField[],
  fileId: string,
  stack: PaperStack,
  sentences: Sentences,
  onPress: (field: ReviewField) => void,
): void {
  for (const field of fields.filter((candidate) => candidate.fileId === fileId)) {
    const sheet = stack.sheetOf(field.page)
    if (sheet === null) continue
    const mark = element('button', { type: 'button', class: `mark ${field.kind}`, 'data-mark': field.id })
    placeOn(mark, field)
    drawMark(mark, field, sentences)
    mark.addEventListener('click', () => {
      if (field.kind === 'checkbox') fill(field, entryOf(field) === '1' ? '' : '1')
      else onPress(field)
    })
    field.input.addEventListener('input', () => drawMark(mark, field, sentences))
    sheet.append(mark)
  }
}

/** The mark of a field, when its file is on the desk. */
export function markOf(field: ReviewField): HTMLElement | null {
  return document.querySelector(`[data-mark="${CSS.escape(field.id)}"]`)
}

/** Gives a mark the place of its field. */
export function placeOn(
  mark: HTMLElement,
  field: Pick<ReviewField, 'x' | 'y' | 'w' | 'h' | 'fontSize'>,
): void {
  // Points grow with the page: the style sheet multiplies them by the page's scale.
  const { x, y, w, h, fontSize } = field
  const points = { x, y, w, h, 'font-size': fontSize ?? 12 }
  for (const [name, value] of Object.entries(points)) mark.style.setProperty(`--${name}`, String(value))
}

function drawMark(mark: HTMLElement, field: ReviewField, sentences: Sentences): void {
  const value = entryOf(field)
  const name = field.label || sentences.kinds[field.kind]
  mark.dataset.name = name
  mark.classList.toggle('filled', value !== '')
  mark.classList.toggle('required', field.required)
  mark.classList.remove('over')
  if (field.kind === 'checkbox') {
    mark.setAttribute('role', 'checkbox')
    mark.setAttribute('aria-checked', String(value === '1'))
    mark.setAttribute('aria-label', name)
    return
  }
  const act = field.kind === 'seal' ? sentences.press : sentences.fill
  mark.setAttribute('aria-label', `${name}: ${value === '' ? act : value}`)
  if (value === '') mark.textContent = act
  else if (field.kind === 'seal') {
    mark.classList.toggle('over', sealOverflow(value, Math.min(field.w, field.h)) !== null)
    drawSeal(mark, value, `mark-${field.id}`)
  } else drawText(mark, field, field.input.value)
}

/** Line by line as it will stand in the sealed file; what does not fit there is marked, and told beneath the field. */
function drawText(mark: HTMLElement, field: ReviewField, text: string): void {
  const block = layText(text, field, field.fontSize)
  mark.classList.toggle('over', block === null)
  if (block === null) mark.textContent = text
  else mark.replaceChildren(linesOf(block, field))
}

function linesOf({ lines, size, inset, baselines }: TextBlock, { w, h }: ReviewField): SVGElement {
  const picture = svg('svg', { viewBox: `0 0 ${w} ${h}`, 'aria-hidden': 'true', class: 'lines' })
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const length = (advanceOfText(line) / 1000) * size
    const rightToLeft = STARTS_AT_THE_RIGHT.test(line)
    const text = svg('text', {
      x: rightToLeft ? w - inset : inset,
      y: h - (baselines[index] ?? 0),
      'font-size': size,
      textLength: length,
      lengthAdjust: 'spacingAndGlyphs',
      ...(rightToLeft ? { direction: 'rtl' } : {}),
    })
    text.textContent = line
    picture.append(text)
  }
  return picture
}

const STARTS_AT_THE_RIGHT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}]/u

function svg(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value))
  return node
}
