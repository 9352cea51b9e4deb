import { layAtSize, layText, type TextBlock, type TextBox } from '#domain/text-layout.ts'

export { breakLines } from '#domain/text-layout.ts'

/**
 * Sets text into a box. Whatever people enter today was asked before whether it fits; a text that is older than that
 * question, or that a form brought with it, is set as small as it must be: smaller than six points, but whole.
 */
export function fitText(text: string, box: TextBox, fontSize: number | null): TextBlock {
  const block = layText(text, box, fontSize)
  if (block !== null) return block
  for (let size = 5.5; ; size *= 0.9) {
    const smaller = layAtSize(text, box, size)
    if (smaller !== null || size < 0.1) return smaller ?? { lines: [text], size, baselines: [1], inset: 0 }
  }
}
