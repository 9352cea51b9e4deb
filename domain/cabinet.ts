import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { isBlankText } from './invisible-text.ts'
import { type Refusal, refusal } from './refusal.ts'
import { keptText, refusalIn, type TextRule } from './text-rules.ts'

/** `ordinary`: made by users. `all_documents`: the one of a team with departments in which every document lies. */
export type CabinetKind = 'ordinary' | 'all_documents'

/** Where documents of a team with departments are kept; open to departments (CloudSign Web API 0.31, `GET /cabinets`). */
export type Cabinet = {
  id: string
  teamId: string
  name: string
  note: string
  kind: CabinetKind
  createdAt: Date
  updatedAt: Date
}

export const cabinetLimits = { name: 100, note: 200 }

/** What the all-documents cabinet is called until a team administrator renames it. */
export const allDocumentsName = 'すべての書類'

/** Both are read on screens, the note in lines. */
export const cabinetTextRules: Record<'name' | 'note', TextRule> = { name: {}, note: { lines: true } }

/** Everything that is wrong with a cabinet's words. `taken` are the names of the team's other cabinets. */
export function cabinetObjections(
  { name, note }: { name: string; note: string },
  taken: string[],
): Refusal[] {
  const tooLong = (field: 'name' | 'note', text: string) =>
    [...text].length > cabinetLimits[field]
      ? refusal('field_too_long', field, { limit: cabinetLimits[field] })
      : null
  const invisible = (field: 'name' | 'note', text: string) =>
    refusalIn(keptText(text, field, cabinetTextRules[field]))
  return [
    isBlankText(name) ? refusal('field_missing', 'name') : (tooLong('name', name) ?? invisible('name', name)),
    taken.includes(name) ? refusal('name_taken', 'name') : null,
    tooLong('note', note) ?? invisible('note', note),
  ].filter((each) => each !== null)
}

/**
 * Puts a document into one of the cabinets that its sender may open, or takes it out (null). A document lies in one
 * cabinet at most; an imported one that lies in a cabinet always lies in some.
 */
export function putIntoCabinet(
  document: Document,
  cabinetId: string | null,
  open: Cabinet[],
  now: Date,
): Decision<Document> {
  if (cabinetId === document.cabinetId) return accepted(document)
  if (cabinetId === null && document.status === 'imported') {
    return refused(document, refusal('field_missing', 'cabinet_id'))
  }
  if (cabinetId !== null && !open.some((each) => each.id === cabinetId)) {
    return refused(document, refusal('cabinet_not_found', 'cabinet_id'))
  }
  const event = { type: 'document.filed', at: now, documentId: document.id, cabinetId } as const
  return accepted({ ...document, cabinetId }, event)
}
