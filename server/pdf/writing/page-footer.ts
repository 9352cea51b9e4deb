import type { PdfRef } from '#server/pdf/format/pdf-objects.ts'
import { formXObject, numbers, SECONDARY_INK, textLine, VERMILION } from './drawing.ts'
import { type FontsInUse, printable, widthOf } from './fonts.ts'
import { frameMatrix } from './page-geometry.ts'
import type { Sheets } from './page-update.ts'

const SIZE = 6.5
const FOOT_HEIGHT = 12
const MARGIN = 18
const BADGE = { w: 64, h: 18, size: 8.5 }
/** Every character a document id may have: the embedded subset is then the same for all documents, and made once. */
const ID_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'

/** Prints the document id at the foot of every page, small and grey, and 評価用 on every page of an evaluation. */
export function markFeet(
  { revision, pages, updates, fonts }: Sheets,
  documentId: string,
  evaluation: boolean,
): void {
  fonts.show(`書類ID ${ID_CHARACTERS}`, SIZE)
  if (evaluation) fonts.show('評価用', SIZE)
  const text = printable(`書類ID ${documentId}`)
  const width = Math.ceil(widthOf(text, SIZE)) + 2
  const content = textLine(fonts, {
    text,
    x: 1,
    y: 3,
    size: SIZE,
    colour: SECONDARY_INK,
    haloIn: { w: width, h: FOOT_HEIGHT },
  })
  const foot = formXObject(revision, { content, w: width, h: FOOT_HEIGHT, fonts })
  const badge = evaluation ? evaluationBadge(revision, fonts) : null
  for (const page of pages) {
    const { geometry } = page
    const y = geometry.height - FOOT_HEIGHT - 6
    updates.show(page, foot, frameMatrix(geometry, { x: MARGIN, y, w: width, h: FOOT_HEIGHT }))
    if (!badge) continue
    const place = { x: Math.max(0, geometry.width - BADGE.w - 12), y: 10, w: BADGE.w, h: BADGE.h }
    updates.show(page, badge, frameMatrix(geometry, place))
  }
}

/** 評価用 in a thin frame: seen at once, in nobody's way. */
function evaluationBadge(revision: Sheets['revision'], fonts: FontsInUse): PdfRef {
  const { w, h, size } = BADGE
  const text = '評価用'
  const x = (w - widthOf(text, size) - 4) / 2
  const outline = `${numbers(0.5, 0.5, w - 1, h - 1)} re S`
  const frame = `q 1 G 1.8 w ${outline} ${numbers(...VERMILION)} RG 0.6 w ${outline} Q\n`
  const content = `${frame}${textLine(fonts, { text, x, y: 5.8, size, colour: VERMILION, spacing: 2, haloIn: BADGE })}`
  return formXObject(revision, { content, w, h, fonts })
}
