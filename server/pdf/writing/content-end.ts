import { type Kind, operatorAt, regularBytes } from './content-operators.ts'
import { inlineImageEnd } from './inline-image.ts'

/** What must stand before and after a page's content so that what follows is drawn on a clean page. */
export type Isolation =
  | { kind: 'saved'; before: string; after: string }
  /** Viewers do not agree on what such content shows. */
  | { kind: 'unclear'; reason: string }

/** mupdf gives a page up after about a hundred words that it does not know, and our marks with it. */
const MOST_UNKNOWN = 50
const MOST_LEVELS = 4000
/** Bytes between `BI` and `ID`: a palette of 256 colours, each byte of it spelled `\\377`, and more. */
const LONGEST_DESCRIPTION = 16_384

const REGULAR = regularBytes()

type Scan = {
  bytes: Uint8Array
  at: number
  /** `q` without their `Q` by now, as viewers count: a surplus `Q` is passed over. */
  depth: number
  /** `q` minus `Q`, and the lowest that it has been. */
  net: number
  lowest: number
  /** What happened at the outermost level. */
  baseChanged: boolean
  /** A surplus `Q` would have undone a change, and something was painted after it. */
  restored: boolean
  harmful: boolean
  inText: boolean
  inPath: boolean
  marks: number
  lenient: number
  unknown: number
  /** Brackets that are open: `[` and `<<`. */
  nested: ('[' | '<<')[]
  /** Where the description of an inline image begins: behind its `BI`, until its `ID`. */
  imageAt: number | null
  unfinished: string
  unclear: string | null
}

/**
 * Reads a page's content (its streams, decoded and joined by line ends) as far as is needed to know what it leaves behind:
 * saved states, a surplus `Q`, an open text object, path, marked content or string. Linear in the length.
 */
export function isolationOf(bytes: Uint8Array): Isolation {
  const scan = scanned(bytes)
  if (scan.unclear) return { kind: 'unclear', reason: scan.unclear }
  const levels = -scan.lowest
  if (levels > MOST_LEVELS || scan.depth > MOST_LEVELS)
    return { kind: 'unclear', reason: 'nested too deeply' }
  const closed = closing(scan)
  // mupdf, pdfium and pdf.js pass such a Q over, poppler draws nothing after it.
  if (scan.harmful) return { kind: 'unclear', reason: 'a Q without its q amidst the content' }
  const before = `${'q '.repeat(levels + 1).trimEnd()}\n`
  return { kind: 'saved', before, after: `\n${closed}${'Q '.repeat(levels + 1 + scan.net).trimEnd()}\n` }
}

function closing(scan: Scan): string {
  const brackets = scan.nested
    .reverse()
    .map((open) => (open === '[' ? '] ' : '>> '))
    .join('')
  const text = scan.inText ? 'ET ' : ''
  const path = scan.inPath ? 'n ' : ''
  return `${scan.unfinished}${brackets}${text}${path}${'EMC '.repeat(scan.marks)}${'EX '.repeat(scan.lenient)}`
}

function scanned(bytes: Uint8Array): Scan {
  const scan: Scan = {
    bytes,
    at: 0,
    depth: 0,
    net: 0,
    lowest: 0,
    baseChanged: false,
    restored: false,
    harmful: false,
    inText: false,
    inPath: false,
    marks: 0,
    lenient: 0,
    unknown: 0,
    nested: [],
    imageAt: null,
    unfinished: '',
    unclear: null,
  }
  while (scan.at < bytes.length && scan.unclear === null) token(scan)
  return scan
}

function token(scan: Scan): void {
  const { bytes } = scan
  const byte = bytes[scan.at] as number
  if (byte === 0x28) literal(scan)
  else if (byte === 0x25) comment(scan)
  else if (byte === 0x3c || byte === 0x3e) angle(scan, byte)
  else if (REGULAR[byte] === 1) word(scan)
  else {
    if (byte === 0x5b) scan.nested.push('[')
    else if (byte === 0x5d && scan.nested.at(-1) === '[') scan.nested.pop()
    scan.at += 1
    if (byte === 0x2f) skipRegular(scan)
  }
}

function literal(scan: Scan): void {
  const { bytes } = scan
  let open = 0
  for (; scan.at < bytes.length; scan.at += 1) {
    const byte = bytes[scan.at]
    if (byte === 0x5c) scan.at += 1
    else if (byte === 0x28) open += 1
    else if (byte === 0x29) {
      open -= 1
      if (open === 0) {
        scan.at += 1
        return
      }
    }
  }
  scan.unfinished = `${')'.repeat(open)} `
}

function comment(scan: Scan): void {
  const { bytes } = scan
  while (scan.at < bytes.length && bytes[scan.at] !== 0x0a && bytes[scan.at] !== 0x0d) scan.at += 1
}

function angle(scan: Scan, byte: number): void {
  const { bytes } = scan
  if (bytes[scan.at + 1] === byte) {
    if (byte === 0x3c) scan.nested.push('<<')
    else if (scan.nested.at(-1) === '<<') scan.nested.pop()
    scan.at += 2
    return
  }
  const close = byte === 0x3c ? bytes.indexOf(0x3e, scan.at) : scan.at
  if (close < 0) scan.unfinished = '> '
  scan.at = close < 0 ? bytes.length : close + 1
}

function word(scan: Scan): void {
  const start = scan.at
  const first = scan.bytes[start] as number
  skipRegular(scan)
  // Numbers: figures, signs, a point.
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e) return
  const kind = operatorAt(scan.bytes, start, scan.at)
  if (kind === 'none') return
  // Readers differ on where a bracket without its end stops.
  if (scan.nested.length > 0 && kind !== undefined) scan.unclear = 'an operator within brackets'
  else if (kind === undefined) {
    if (scan.lenient === 0) scan.unknown += 1
    if (scan.unknown > MOST_UNKNOWN) scan.unclear = 'no page content'
  } else operator(scan, kind, start)
}

function operator(scan: Scan, kind: Kind, start: number): void {
  switch (kind) {
    case 'save':
      scan.depth += 1
      scan.net += 1
      break
    case 'restore':
      restore(scan)
      break
    case 'clip':
      scan.inPath = true
      changed(scan)
      break
    case 'state':
      changed(scan)
      break
    case 'path':
      scan.inPath = true
      break
    case 'endPath':
      scan.inPath = false
      break
    case 'paintPath':
      scan.inPath = false
      painted(scan)
      break
    case 'paint':
      painted(scan)
      break
    case 'textBegin':
      scan.inText = true
      break
    case 'textEnd':
      scan.inText = false
      break
    case 'image':
      scan.imageAt = scan.at
      break
    case 'imageData':
      image(scan, start)
      break
    default:
      count(scan, kind)
  }
}

function restore(scan: Scan): void {
  scan.net -= 1
  if (scan.net < scan.lowest) scan.lowest = scan.net
  if (scan.depth > 0) scan.depth -= 1
  else if (scan.baseChanged) scan.restored = true
}

function changed(scan: Scan): void {
  if (scan.depth === 0) scan.baseChanged = true
}

function painted(scan: Scan): void {
  if (scan.restored) scan.harmful = true
}

function image(scan: Scan, start: number): void {
  painted(scan)
  const { bytes, imageAt } = scan
  scan.imageAt = null
  if (imageAt === null || start - imageAt > LONGEST_DESCRIPTION) {
    scan.unclear = 'an inline image without its beginning'
    return
  }
  const described = Buffer.from(bytes.subarray(imageAt, start)).toString('latin1')
  const end = inlineImageEnd(bytes, scan.at + 1, described)
  if (end === null) scan.unclear = 'an inline image without its end'
  else scan.at = end
}

function count(scan: Scan, kind: Kind): void {
  if (kind === 'markBegin') scan.marks += 1
  else if (kind === 'lenientBegin') scan.lenient += 1
  else if (kind === 'markEnd') scan.marks = Math.max(0, scan.marks - 1)
  else if (kind === 'lenientEnd') scan.lenient = Math.max(0, scan.lenient - 1)
}

function skipRegular(scan: Scan): void {
  const { bytes } = scan
  let at = scan.at
  while (REGULAR[bytes[at] ?? 0] === 1) at += 1
  scan.at = at
}
