export type HankoGlyph = { character: string; x: number; y: number; size: number; stretch: number }

const mostCharacters = 8

/**
 * Where the characters of a name stand on a round seal, in a 100 × 100 box (x and y are centres; stretch widens a glyph): one column for up
 * to three, else two, read from the right; a space divides family name from given name. Latin names are set in lines.
 */
export function hankoGlyphs(name: string): HankoGlyph[] {
  const parts = name
    .normalize('NFKC')
    .trim()
    .split(/\s+/)
    .filter((part) => part !== '')
  if (parts.length === 0) return []
  if (/^[\x20-\x7e\u00c0-\u024f]+$/.test(parts.join(''))) return inLines(parts)
  const columns = inColumns(parts)
  const rows = Math.max(...columns.map((column) => column.length))
  const size = Math.min(columns.length === 1 ? 42 : 35, 74 / rows)
  // An engraver fills the width: what is set small to fit the height is cut wider.
  const stretch = Math.min(1.45, Math.max(1, (columns.length === 1 ? 36 : 31) / size))
  return columns.flatMap((column, columnIndex) => {
    const x = columns.length === 1 ? 50 : columnIndex === 0 ? 67.5 : 32.5
    const pitch = Math.min(size * 1.02, 76 / column.length)
    // A shorter column is spread, as an engraver would, so that both fill the circle.
    const spread = column.length === 1 ? 0 : Math.max(pitch, Math.min(36, (pitch * rows) / column.length))
    return column.map((character, index) => ({
      character,
      x,
      y: 50 + (index - (column.length - 1) / 2) * spread,
      size,
      stretch,
    }))
  })
}

function inColumns(parts: string[]): string[][] {
  const whole = [...parts.join('')].slice(0, mostCharacters)
  const [family, ...given] = parts
  if (whole.length <= 3 && parts.length === 1) return [whole]
  if (family !== undefined && given.length > 0 && whole.length > 2) {
    return [[...family].slice(0, 4), [...given.join('')].slice(0, 4)]
  }
  if (whole.length <= 2) return [whole]
  const first = Math.ceil(whole.length / 2)
  return [whole.slice(0, first), whole.slice(first)]
}

function inLines(parts: string[]): HankoGlyph[] {
  const lines = parts.slice(0, 2).map((part) => part.slice(0, 12))
  const longest = Math.max(...lines.map((line) => line.length))
  const size = Math.min(lines.length === 1 ? 40 : 30, 120 / longest)
  return lines.map((line, index) => ({
    character: line,
    x: 50,
    y: 50 + (index - (lines.length - 1) / 2) * size * 1.15,
    size,
    stretch: 1,
  }))
}
