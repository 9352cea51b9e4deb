/** Width of a text in points, as the font at hand sets it. */
export type Measure = (text: string) => number

// JIS X 4051 (kinsoku): what may not begin a line, and what may not end one.
const neverFirst =
  /^[、。，．・：；？！ー）〕］｝〉》」』】々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.)\]%円㎡]/u
const neverLast = /[（〔［｛〈《「『【([¥]$/u
const hanging = /[、。，．]$/u
const unit = /[A-Za-z0-9,.\-/%＠@]+|[\s\S]/gu

/** Pieces of a text that must stay on one line: whole Latin words and numbers, and what kinsoku ties together. */
function inseparablePieces(text: string): string[] {
  const pieces: string[] = []
  for (const next of text.match(unit) ?? []) {
    const last = pieces.at(-1)
    if (last !== undefined && (neverFirst.test(next) || neverLast.test(last)))
      pieces[pieces.length - 1] = last + next
    else pieces.push(next)
  }
  return pieces
}

/**
 * Breaks Japanese text into lines of at most `width` points; a comma or full stop may hang into the margin (burasage).
 * A piece wider than the line keeps a line of its own and is cut by character.
 */
export function breakLines(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (candidate: string) => measure(candidate.replace(hanging, '')) <= width
  for (const piece of inseparablePieces(text)) {
    if (fits(line + piece)) line += piece
    else if (fits(piece)) {
      lines.push(line)
      line = piece.trimStart()
    } else {
      for (const character of piece) {
        if (line !== '' && !fits(line + character)) {
          lines.push(line)
          line = ''
        }
        line += character
      }
    }
  }
  lines.push(line)
  return withoutWidow(lines.filter((each, index) => each !== '' || index === 0))
}

/** A last line of one or two characters looks like a mistake: the line above lends it a few. */
function withoutWidow(lines: string[]): string[] {
  const last = lines.at(-1) ?? ''
  if (lines.length < 2 || [...last].length > 3) return lines
  const above = inseparablePieces(lines.at(-2) ?? '')
  const lent = above.splice(-3).join('')
  return above.length === 0 ? lines : [...lines.slice(0, -2), above.join(''), lent + last]
}
