import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf } from './document.ts'
import type { Reportee } from './document-parts.ts'
import { isBlankText } from './invisible-text.ts'
import { type Refusal, refusal } from './refusal.ts'
import { keptFields } from './text-rules.ts'

export type { Reportee } from './document-parts.ts'

export type ReporteeFields = Omit<Reportee, 'id'>

/** Their mails are addressed with them; none stands on the certificate. */
const textRules = { name: {}, organization: {}, email: {} }

export const reporteeLimits = { email: 254, name: 64, organization: 64 }

/** Adds a reportee at the end. Drafts only; nobody who is already a recipient or reportee. */
export function addReportee(
  document: Document,
  id: string,
  fields: ReporteeFields,
  now: Date,
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const tidy = keptFields(fields, textRules)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  const reportee = { id, ...tidy.fields }
  const objection = objectionTo(document, reportee)
  if (objection !== null) return refused(document, objection)
  return accepted(
    { ...document, reportees: [...document.reportees, reportee], updatedAt: now },
    { type: 'reportee.added', at: now, documentId: document.id, reporteeId: id },
  )
}

/** Changes what was said; the whole is judged. */
export function updateReportee(
  document: Document,
  reporteeId: string,
  fields: Partial<ReporteeFields>,
  now: Date,
): Decision<Document> {
  const current = document.reportees.find((each) => each.id === reporteeId)
  if (current === undefined) return refused(document, refusal('reportee_not_found'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const tidy = keptFields(fields, textRules)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  const next = { ...current, ...tidy.fields }
  const objection = objectionTo(document, next)
  if (objection !== null) return refused(document, objection)
  const reportees = document.reportees.map((each) => (each.id === reporteeId ? next : each))
  const event = { type: 'reportee.updated', at: now, documentId: document.id, reporteeId } as const
  return accepted({ ...document, reportees, updatedAt: now }, { ...event, fields: Object.keys(fields) })
}

/** Takes a reportee out of a draft. */
export function removeReportee(document: Document, reporteeId: string, now: Date): Decision<Document> {
  if (!document.reportees.some((each) => each.id === reporteeId)) {
    return refused(document, refusal('reportee_not_found'))
  }
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const reportees = document.reportees.filter((each) => each.id !== reporteeId)
  return accepted(
    { ...document, reportees, updatedAt: now },
    { type: 'reportee.removed', at: now, documentId: document.id, reporteeId },
  )
}

/** Addresses are compared without case; the sender's own is allowed. */
function objectionTo(document: Document, { id, email, name }: Reportee): Refusal | null {
  if (email === '') return refusal('field_missing', 'email')
  if (isBlankText(name)) return refusal('field_missing', 'name')
  const others = [...recipientsOf(document), ...document.reportees.filter((each) => each.id !== id)]
  const taken = others.some((each) => each.email.toLowerCase() === email.toLowerCase())
  return taken ? refusal('duplicate_reportee', 'email') : null
}
