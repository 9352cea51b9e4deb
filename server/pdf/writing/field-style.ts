import { dictOf, isString, nameOf } from '#server/pdf/format/pdf-objects.ts'
import type { Colour } from './drawing.ts'
import type { FieldWidget } from './field-widget.ts'
import type { FontWeight } from './fonts.ts'

/** How a field's text is set. `size` 0: as large as fits. */
export type TextStyle = { size: number; colour: Colour; weight: FontWeight; quadding: 0 | 1 | 2 }

const LARGEST = 300

/** Reads the default appearance (ISO 32000-2, 12.7.4.3): size and colour; of the font only whether it is bold, since our own is embedded. */
export function textStyleOf(widget: FieldWidget): TextStyle {
  const given = widget.inheritedOrForm('DA')
  const words = isString(given)
    ? Buffer.from(given.bytes)
        .toString('latin1')
        .trim()
        .split(/[\s\0]+/)
    : []
  const style: TextStyle = { size: 0, colour: [0, 0, 0], weight: 'regular', quadding: quaddingOf(widget) }
  words.forEach((word, index) => {
    const numbers = (count: number): number[] => words.slice(Math.max(0, index - count), index).map(Number)
    if (word === 'Tf') {
      const [size = 0] = numbers(1)
      style.size = size > 0 && size <= LARGEST ? size : 0
      style.weight = isBold(widget, words[index - 2] ?? '') ? 'strong' : 'regular'
    } else if (word === 'g') style.colour = rgb(numbers(1))
    else if (word === 'rg') style.colour = rgb(numbers(3))
    else if (word === 'k') style.colour = rgb(numbers(4))
  })
  return style
}

function rgb(components: number[]): Colour {
  const [a = 0, b = 0, c = 0, d = 0] = components.map((one) =>
    Number.isFinite(one) ? Math.min(1, Math.max(0, one)) : 0,
  )
  if (components.length === 1) return [a, a, a]
  if (components.length === 3) return [a, b, c]
  return [1 - Math.min(1, a + d), 1 - Math.min(1, b + d), 1 - Math.min(1, c + d)]
}

function isBold(widget: FieldWidget, resource: string): boolean {
  const name = resource.replace(/^\//, '')
  const { revision, form } = widget
  const fonts = dictOf(
    revision.resolve(dictOf(revision.resolve(form.entries.get('DR')))?.entries.get('Font')),
  )
  const font = dictOf(revision.resolve(fonts?.entries.get(name)))
  const base = nameOf(revision.resolve(font?.entries.get('BaseFont'))) ?? ''
  return /bold|black|heavy/i.test(base)
}

function quaddingOf(widget: FieldWidget): 0 | 1 | 2 {
  const value = widget.inheritedOrForm('Q')
  return value === 1 || value === 2 ? value : 0
}
