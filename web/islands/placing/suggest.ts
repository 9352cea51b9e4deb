import type { WidgetKind } from '#domain/widget.ts'
import { sizeLimits, usualSize } from '#domain/widget-size.ts'
import type { Rules } from '../reading-mode/rules.ts'
import type { PageView, Run } from '../reading-mode/runs.ts'

/** A place that asks to be filled in, as the page's own words and lines tell. */
export type Offer = { kind: WidgetKind; x: number; y: number; w: number; h: number; label: string }

type Piece = Pick<Run, 'text' | 'left' | 'right' | 'baseline' | 'size'>

/** Points. */
const leastRoom = 60
const margin = 36
const shortestLine = 90
/** More than these would be a form that has its own fields. */
const mostOffers = 24
/** Longer texts are sentences. */
const longestLabel = 16
/** With what stands in brackets behind it. */
const longestPiece = 120

const writtenJa =
  /(ご?署名|記名|氏名|お名前|名前|代表者名?|会社名|住所|所在地|日付|年月日|(?:契約|締結|記入|作成|署名|申込)日)$/
const stampedJa = /(押印|捺印|記名押印|署名押印)$/
const stampPlace = /^[(（［[]?(?:印|㊞)[)）］\]]?$/
const writtenEn = /^(?:[a-z' ]{0,14}\b)?(signature|signed|name|date|address|title)$/i
const stampedEn = /^(?:[a-z' ]{0,14}\b)?(seal|stamp)$/i
const blank = /[_＿]{4,}|[.．…]{6,}/

/** What is offered on a page: beside labels, on stamp marks, on lines that wait for words. Nothing is placed by this. */
export function offersOn(runs: readonly Run[], rules: Rules, view: PageView): Offer[] {
  const pieces = runs.flatMap(piecesOf)
  const found: Offer[] = []
  const add = (offer: Offer | null): void => {
    const inside = offer !== null && offer.x >= 0 && offer.y >= 0
    if (!inside || offer.x + offer.w > view.width || offer.y + offer.h > view.height) return
    if (found.length < mostOffers && !found.some((each) => overlap(each, offer))) found.push(offer)
  }
  for (const piece of pieces) if (stampPlace.test(piece.text)) add(stampOn(piece))
  for (const piece of pieces) add(blankIn(piece, pieces))
  for (const piece of pieces) add(besides(piece, pieces, rules, view))
  for (const line of rules.across) add(onLine(line, pieces, rules))
  return found
}

export function overlap(a: Omit<Offer, 'label' | 'kind'>, b: Omit<Offer, 'label' | 'kind'>): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

/** Words that stand apart in one piece of text: `氏名　　　　　印` is two. Letters are taken to be equally wide. */
function piecesOf(run: Run): Piece[] {
  const each = (run.right - run.left) / Math.max(1, run.text.length)
  return [...run.text.matchAll(/[^\s\u3000](?:[^\s\u3000]|[\s\u3000](?![\s\u3000]))*/g)].map((match) => {
    const left = run.left + match.index * each
    const { baseline, size } = run
    return { text: match[0].trim(), left, right: left + match[0].length * each, baseline, size }
  })
}

/** `住　所：` is 住所. What is too long is no label: its brackets are not looked for, which takes the square of their number. */
function labelOf({ text }: Pick<Piece, 'text'>): string {
  if (text.length > longestPiece) return ''
  const plain = text
    .trim()
    .replace(/[:：]$/, '')
    .replace(/[（(][^）)]*[）)]$/, '')
  return /[\u3040-\u9fff]/.test(plain) ? plain.replace(/[\s\u3000]/g, '') : plain.trim()
}

function kindOf(label: string): WidgetKind | null {
  // Where figures stand it is filled in already, or a heading.
  if (label === '' || label.length > longestLabel || /[0-9０-９]/.test(label)) return null
  if (stampedJa.test(label) || stampedEn.test(label)) return 'seal'
  return writtenJa.test(label) || writtenEn.test(label) ? 'text' : null
}

/** The stamp goes onto its mark. */
function stampOn({ left, right, baseline, size }: Piece): Offer {
  const { w, h } = usualSize.seal
  const [x, y] = [(left + right) / 2 - w / 2, baseline - size * 0.35 - h / 2]
  return { kind: 'seal', x: Math.round(x), y: Math.round(y), w, h, label: '' }
}

/** `Name: ________` */
function blankIn(piece: Piece, pieces: readonly Piece[]): Offer | null {
  const match = blank.exec(piece.text)
  if (match === null) return null
  const each = (piece.right - piece.left) / piece.text.length
  const from = piece.left + match.index * each
  const before = labelOf({ text: piece.text.slice(0, match.index) })
  const to = from + match[0].length * each
  const label = before === '' ? labelBefore(from, piece.baseline, piece.size, pieces) : before
  return to - from < leastRoom ? null : written(from, to, piece.baseline, label)
}

function besides(piece: Piece, pieces: readonly Piece[], rules: Rules, view: PageView): Offer | null {
  const label = labelOf(piece)
  const kind = kindOf(label)
  if (kind === null) return null
  const line = rules.across.find(
    ({ at, from, to }) =>
      Math.abs(at - piece.baseline) < piece.size * 0.8 &&
      to - from >= leastRoom &&
      from > piece.right - piece.size &&
      from < piece.right + piece.size * 6,
  )
  const next = pieces
    .filter((each) => each.left > piece.right && Math.abs(each.baseline - piece.baseline) < piece.size * 0.6)
    .map((each) => (stampPlace.test(each.text) ? stampOn(each).x : each.left))
  const wall = rules.down
    .filter(
      ({ at, from, to }) => at > piece.right && from < piece.baseline && to > piece.baseline - piece.size,
    )
    .map(({ at }) => at)
  const start = piece.right + piece.size * 0.6
  const walls = wall.sort((a, b) => a - b)
  // In a table the label's own cell ends at the first upright line: its value stands in the next cell.
  const inTable = walls.length > 1 && (walls[0] ?? 0) - piece.right < 60
  const from = line?.from ?? (inTable ? (walls[0] ?? 0) + 4 : start)
  const ends = [view.width - margin, ...next, ...(inTable ? walls.slice(1) : walls)].filter((at) => at > from)
  const to = line?.to ?? Math.min(...ends) - 4
  if (kind === 'text') {
    const base = line === undefined ? piece.baseline : line.at - 3
    return to - from < leastRoom ? null : written(from, Math.min(to, from + (line ? 400 : 240)), base, label)
  }
  const { w, h } = usualSize.seal
  if (to - from < w) return null
  return { kind, x: Math.round(from), y: Math.round(piece.baseline - piece.size * 0.35 - h / 2), w, h, label }
}

/** A long line that is no underline of words, and no edge of a table. */
function onLine(
  { at, from, to }: Rules['across'][number],
  pieces: readonly Piece[],
  rules: Rules,
): Offer | null {
  if (to - from < shortestLine) return null
  const isEdge = rules.down.some(
    (down) => down.from - 3 < at && down.to + 3 > at && down.at > from - 3 && down.at < to + 3,
  )
  const hasWords = pieces.some(
    ({ left, right, baseline }) => right > from && left < to && baseline < at + 2 && baseline > at - 20,
  )
  // Lines that go from margin to margin part what is above from what is below.
  if (isEdge || hasWords || to - from > 330) return null
  return written(from, to, at - 3, labelBefore(from, at, 12, pieces))
}

function written(from: number, to: number, baseline: number, label: string): Offer {
  const { h } = usualSize.text
  const w = Math.max(sizeLimits.text.least.w, Math.floor(to - from))
  return { kind: 'text', x: Math.ceil(from), y: Math.round(baseline - h + 6), w, h, label }
}

/** What stands on the same line just before. */
function labelBefore(from: number, baseline: number, size: number, pieces: readonly Piece[]): string {
  const before = pieces.filter(
    (each) => Math.abs(each.baseline - baseline) < size && each.right <= from + 2 && each.right > from - 80,
  )
  const [nearest] = before.sort((a, b) => b.right - a.right)
  const label = nearest === undefined ? '' : labelOf(nearest)
  return label.length > longestLabel ? '' : label
}
