import { entryOf, fill, type ReviewField } from './field.ts'
import { drawSeal } from './fill-sheet.tsx'
import type { PaperStack } from './paper-stack.ts'
import { element, type Sentences } from './sentences.ts'

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
    place(mark, field)
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

function place(mark: HTMLElement, field: ReviewField): void {
  // Points grow with the page: the style sheet multiplies them by the page's scale.
  const points = { x: field.x, y: field.y, w: field.w, h: field.h, 'font-size': field.fontSize }
  for (const [name, value] of Object.entries(points)) mark.style.setProperty(`--${name}`, String(value))
}

function drawMark(mark: HTMLElement, field: ReviewField, sentences: Sentences): void {
  const value = entryOf(field)
  const name = field.label || sentences.kinds[field.kind]
  mark.classList.toggle('filled', value !== '')
  mark.classList.toggle('required', field.required)
  if (field.kind === 'checkbox') {
    mark.setAttribute('role', 'checkbox')
    mark.setAttribute('aria-checked', String(value === '1'))
    mark.setAttribute('aria-label', name)
    return
  }
  const act = field.kind === 'seal' ? sentences.press : sentences.fill
  mark.setAttribute('aria-label', `${name}: ${value === '' ? act : value}`)
  if (field.kind === 'seal' && value !== '') drawSeal(mark, value, `mark-${field.id}`)
  else mark.textContent = value === '' ? act : value
}
