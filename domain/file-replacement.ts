import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import type { File, FileLimits } from './file.ts'
import { refusal } from './refusal.ts'
import { keptText } from './text-rules.ts'
import { outsidePage, type Widget } from './widget.ts'

/** So many days an upload waits for a yes to its misfits. */
export const replacementDays = 1

/** What becomes of fields that have no place on the new pages: they go, or to the nearest place that there is. */
export const misfitFates = ['move', 'drop'] as const
export type MisfitFate = (typeof misfitFates)[number]

/** A field whose place the new file does not have. `to`: the nearest place on its pages; null where it is too large for one. */
export type Misfit = { widget: Widget; pageGone: boolean; to: { page: number; x: number; y: number } | null }

/** Somebody's yes: what becomes of exactly these fields. */
export type MisfitAnswer = { fate: MisfitFate; widgets: ReadonlySet<string> }

/** The fields of one file that have no place on other pages, in their order. */
export function misfitsOf(widgets: Widget[], pages: File['pages']): Misfit[] {
  return widgets.flatMap((widget): Misfit[] => {
    if (outsidePage(widget, pages) === null) return []
    const page = Math.min(widget.page, pages.length - 1)
    const size = pages[page]
    const x = Math.min(widget.x, Math.floor((size?.width ?? 0) - widget.w))
    const y = Math.min(widget.y, Math.floor((size?.height ?? 0) - widget.h))
    return [{ widget, pageGone: page !== widget.page, to: x < 0 || y < 0 ? null : { page, x, y } }]
  })
}

/**
 * Another file in the place of one of a template's, under an id of its own: whatever was read of the template before knows by it
 * that it is old. Fields stay where they are. Those that cannot are dropped or moved, and only after a yes to exactly them.
 */
export function replaceFile(
  template: Document,
  fileId: string,
  file: Omit<File, 'order'>,
  { limits, answer, now }: { limits: FileLimits; answer: MisfitAnswer | null; now: Date },
): Decision<Document> {
  if (!documentCan.changeTemplate(template)) return refused(template, refusal('not_a_template'))
  const old = template.files.find((each) => each.id === fileId)
  if (old === undefined) return refused(template, refusal('file_not_found'))
  const name = keptText(file.name, 'name', { printed: true })
  if ('refusal' in name) return refused(template, name.refusal)
  const total = template.files.reduce((sum, each) => sum + each.bytes, file.bytes - old.bytes)
  if (total > limits.totalBytes) {
    return refused(template, refusal('files_too_large', 'uploadfile', { limit: limits.totalBytes }))
  }
  const own = template.widgets.filter((each) => each.fileId === fileId)
  if (file.docMdp === 2 && own.length > 0) {
    return refused(template, refusal('widgets_on_certified_file', 'uploadfile'))
  }
  const misfits = misfitsOf(own, file.pages)
  if (misfits.some(({ widget }) => answer?.widgets.has(widget.id) !== true)) {
    return refused(template, refusal('fields_without_place', 'uploadfile', { count: misfits.length }))
  }
  const places = new Map(misfits.map(({ widget, to }) => [widget.id, answer?.fate === 'move' ? to : null]))
  const widgets = template.widgets.flatMap((widget): Widget[] => {
    if (widget.fileId !== fileId) return [widget]
    const to = places.get(widget.id)
    return to === null ? [] : [{ ...widget, ...to, fileId: file.id }]
  })
  const dropped = template.widgets.length - widgets.length
  // Later than the one before in any case: by this instant a bulk sending knows that its rows were checked with another template.
  const updatedAt = new Date(Math.max(now.getTime(), template.updatedAt.getTime() + 1))
  const files = template.files.map((each) =>
    each.id === fileId ? { ...file, name: name.text, order: each.order } : each,
  )
  return accepted(
    { ...template, files, widgets, updatedAt },
    {
      type: 'file.replaced',
      at: now,
      documentId: template.id,
      fileId: file.id,
      replacedId: fileId,
      sha256: file.sha256,
      bytes: file.bytes,
      pages: file.pages.length,
      moved: misfits.length - dropped,
      dropped,
      ...(file.repairedFrom !== null && { repairedFrom: file.repairedFrom }),
    },
  )
}
