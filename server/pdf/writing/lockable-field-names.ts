import { isStream, isString, type PdfDict, type PdfValue, textOf } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { Revision } from './revision.ts'

const DEEPEST = 64

/**
 * Fully qualified names (ISO 32000-2, 12.7.4.2) of the fields of an upload that a lock may name, each once: those without
 * an appearance stream. pyHanko takes the unchanged stream of a locked field for a change when an earlier revision than
 * the lock's wrote it, and calls the whole file tampered with; uploads with open fields of that kind are refused instead.
 */
export function lockableFieldNames(revision: Revision): string[] {
  const form = revision.dictionary(catalogOf(revision.file).entries.get('AcroForm'))
  const names = new Set<string>()
  const stack = (revision.list(form?.entries.get('Fields')) ?? []).map((node) => ({
    node,
    above: '',
    depth: 0,
  }))
  const seen = new Set<PdfValue>()
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const field = revision.dictionary(next.node)
    if (!field || seen.has(field) || next.depth > DEEPEST) continue
    seen.add(field)
    const own = textOf(revision.resolve(field.entries.get('T')))
    const name = [next.above, own].filter((part) => part !== '').join('.')
    // A long name above is part of each name below it.
    revision.charge(name.length)
    const kids = revision.list(field.entries.get('Kids')) ?? []
    const children = kids.filter((kid) => isNamed(revision, kid))
    const { depth } = next
    for (const node of children) stack.push({ node, above: name, depth: depth + 1 })
    const widgets = [field, ...kids.map((kid) => revision.dictionary(kid))]
    const drawn = widgets.some((widget) => widget && hasStream(revision, widget))
    if (children.length === 0 && name !== '' && !drawn) names.add(name)
  }
  return [...names]
}

/** A kid without a name of its own is only another widget of the field above. */
function isNamed(revision: Revision, kid: PdfValue): boolean {
  return isString(revision.resolve(revision.dictionary(kid)?.entries.get('T')))
}

function hasStream(revision: Revision, widget: PdfDict): boolean {
  const appearances = [...(revision.dictionary(widget.entries.get('AP'))?.entries.values() ?? [])]
  return (revision.list(appearances) ?? []).some((one) => isStream(revision.resolve(one)))
}
