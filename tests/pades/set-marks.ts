import { formXObject, numbers, rule, SECONDARY_INK } from '#server/pdf/writing/drawing.ts'
import { FontsInUse } from '#server/pdf/writing/fonts.ts'
import { drawMark, type Mark } from '#server/pdf/writing/mark.ts'
import { array, dict, name, stream, textString } from '#server/pdf/writing/pdf-syntax.ts'
import { Revision } from '#server/pdf/writing/revision.ts'

const MARGIN = 24

/** A PDF with these marks one beneath the other, each in a thin frame, drawn by the code that draws them when sealing. */
export async function setMarks(path: string, marks: Mark[], columnWidth = 420): Promise<void> {
  const revision = new Revision(null)
  const fonts = new FontsInUse(revision)
  let y = MARGIN
  let content = ''
  const drawn = marks.map((mark) => ({ mark, content: drawMark(fonts, mark) }))
  const objects: Record<string, ReturnType<typeof formXObject>> = {}
  const height = marks.reduce((sum, { h }) => sum + h + 10, 2 * MARGIN)
  for (const [index, { mark, content: inner }] of drawn.entries()) {
    objects[`M${index}`] = formXObject(revision, { content: inner, w: mark.w, h: mark.h, fonts })
    const bottom = height - y - mark.h
    const [left, right, top] = [MARGIN, MARGIN + mark.w, bottom + mark.h]
    content +=
      rule(left, bottom, right, bottom, 0.3, SECONDARY_INK) + rule(left, top, right, top, 0.3, SECONDARY_INK)
    content +=
      rule(left, bottom, left, top, 0.3, SECONDARY_INK) + rule(right, bottom, right, top, 0.3, SECONDARY_INK)
    content += `q 1 0 0 1 ${numbers(left, bottom)} cm /M${index} Do Q\n`
    y += mark.h + 10
  }
  const tree = revision.allocate()
  const page = revision.add(
    dict({
      Type: name('Page'),
      Parent: tree,
      MediaBox: array([0, 0, columnWidth, height]),
      Resources: dict({ XObject: dict(objects) }),
      Contents: revision.add(stream({}, Buffer.from(content, 'latin1'))),
    }),
  )
  revision.put(tree, dict({ Type: name('Pages'), Kids: array([page]), Count: 1 }))
  fonts.embed()
  const root = revision.add(dict({ Type: name('Catalog'), Pages: tree }))
  const info = revision.add(dict({ Producer: textString('Musubi') }))
  await revision.finish(path, { root, info })
}
