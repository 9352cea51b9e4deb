import { element } from '../papers/sentences.ts'
import type { Block } from './blocks.ts'

/** A field of the reader's own, told of where it stands. `top`: points from the page's upper edge. */
export type FieldHere = { top: number; words: string; open: () => void }

/** A page's text as headings, paragraphs, lists and rows, with the way to each of the reader's fields in its place. */
export function elementsOf(blocks: readonly Block[], fields: readonly FieldHere[]): HTMLElement[] {
  const elements: HTMLElement[] = []
  const waiting = [...fields].sort((a, b) => a.top - b.top)
  let list: HTMLElement | null = null
  for (const block of blocks) {
    while (waiting[0] !== undefined && waiting[0].top < block.top) {
      elements.push(wayTo(waiting.shift() as FieldHere))
      list = null
    }
    if (block.kind === 'item') {
      if (list === null) {
        // A list without marks of its own is none to Safari, unless it is told.
        list = element('ul', { role: 'list' })
        elements.push(list)
      }
      list.append(element('li', {}, block.text))
      continue
    }
    list = null
    elements.push(elementOf(block))
  }
  return [...elements, ...waiting.map(wayTo)]
}

function elementOf(block: Exclude<Block, { kind: 'item' }>): HTMLElement {
  if (block.kind === 'heading') return element(block.level === 3 ? 'h3' : 'h4', {}, block.text)
  if (block.kind === 'paragraph') return element('p', {}, block.text)
  const cells = block.cells.map((cell) => element('span', {}, cell))
  return element('p', { class: 'cells' }, ...spaced(cells.length > 3 ? inPairs(cells) : cells))
}

/** Label and value, label and value: a narrow screen breaks the row between them. */
function inPairs(cells: HTMLElement[]): HTMLElement[] {
  if (cells.length % 2 === 1) return cells
  return cells.flatMap((cell, at) => {
    const next = cells[at + 1]
    return at % 2 === 0 && next !== undefined
      ? [element('span', { class: 'pair' }, ...spaced([cell, next]))]
      : []
  })
}

/** For a voice, and for the clipboard: cells are words apart. */
function spaced(cells: HTMLElement[]): (HTMLElement | string)[] {
  return cells.flatMap((cell) => [' ', cell]).slice(1)
}

function wayTo({ words, open }: FieldHere): HTMLElement {
  const button = element('button', { type: 'button', class: 'to-field' }, words)
  button.addEventListener('click', open)
  return element('p', {}, button)
}
