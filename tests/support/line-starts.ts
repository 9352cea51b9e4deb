import type { Page } from 'playwright-core'

/**
 * What no line of a Japanese text begins with: what closes or goes on, an ending, a particle, and nouns that hang on the
 * words before them. A particle of one letter is one where no kana follows it, for は may also begin はじめ.
 */
const begun = new RegExp(
  [
    '[ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー々、。，．・：；！？）」』】〕〉》〟…]',
    '[はがにのでともへや](?![\\u3041-\\u3096])',
    'を|から|まで|など|だけ|ので|には|では|とは|への|での|との|からの|までの',
    'です|でした|ます|ました|ません|ましょう|さい。',
    'ため|うえ|もう一度|一度|書き|明書',
  ]
    .map((each) => `(?:${each})`)
    .join('|'),
  'y',
)

/** Every line of the page's Japanese text that begins with such a word, with what stands before it. */
export async function badLineStarts(page: Page): Promise<string[]> {
  const lines = await page.evaluate(() => {
    const inlines = new Set(['inline', 'inline-block', 'contents'])
    const blockOf = (node: Node): Element => {
      let each = node.parentElement ?? document.body
      while (inlines.has(getComputedStyle(each).display)) each = each.parentElement ?? document.body
      return each
    }
    const seen: { before: string; line: string }[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const read = new Map<Element, { before: string; bottom: number }>()
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.nodeValue ?? ''
      const parent = node.parentElement
      if (parent === null || text.trim() === '' || !parent.checkVisibility({ visibilityProperty: true }))
        continue
      if (parent.closest('[lang]:not([lang|=ja]), .spoken, pre, code, textarea, option, .textLayer') !== null)
        continue
      const block = blockOf(node)
      // Read aloud only.
      if (getComputedStyle(block).clipPath !== 'none' || block.getBoundingClientRect().width <= 1) continue
      let { before, bottom } = read.get(block) ?? { before: '', bottom: 0 }
      for (let at = 0; at < text.length; at++) {
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        const rect = range.getClientRects()[0]
        if (rect === undefined || rect.width === 0) continue
        if (rect.top >= bottom - 2 && before !== '') seen.push({ before, line: text.slice(at, at + 12) })
        bottom = rect.bottom
        before = (before + text[at]).slice(-12)
      }
      read.set(block, { before, bottom })
    }
    return seen
  })
  return lines.flatMap(({ before, line }) => {
    begun.lastIndex = 0
    const mayBegin =
      (line.startsWith('もう') && /[、。]$/.test(before)) ||
      (line.startsWith('一度') && !before.endsWith('もう')) ||
      (line.startsWith('書き') && !before.endsWith('下'))
    return begun.test(line) && !mayBegin ? [`${before} / ${line}`] : []
  })
}
