import { senderFields } from './bulk-fields.ts'
import { accepted, type Decision } from './decision.ts'
import { type Document, documentLimits, recipientsOf } from './document.ts'
import { keptEmail } from './email-address.ts'
import { isBlankText } from './invisible-text.ts'
import type { Member } from './member.ts'
import { type ParticipantFields, participantLimits, updateParticipant } from './participant.ts'
import { readTypedNumber } from './phone-number.ts'
import { type Refusal, refusal } from './refusal.ts'
import { type SendingMeans, sendDocument } from './sending.ts'
import { type OperatorMeans, sendingObjections } from './sending-objections.ts'
import type { Bringing, Team } from './team.ts'
import { type CopiedBytes, type CopyIds, cloneTemplate } from './template.ts'
import { keptText, type TextRule } from './text-rules.ts'
import { normalized } from './typed-text.ts'
import { updateWidget, widgetLimits } from './widget.ts'

/** What a row may say of the recipient in one open place, in the wire's spelling. */
const slotFields = ['name', 'organization', 'tel', 'email', 'access_code', 'recipient_id'] as const

export type SlotField = (typeof slotFields)[number]

/** A column of a list of rows: the document's title, a field of the recipient in an open place, or the sender's own fields. */
export type BulkColumn = { name: string } & (
  | { of: 'title' }
  | { of: 'slot'; slot: number; field: SlotField }
  | { of: 'field'; label: string }
)

/** One row by the names of its columns. */
export type RowValues = Readonly<Record<string, string>>

/** Everything that a row may say for this template. */
export function columnsOf(template: Document): BulkColumn[] {
  const slots = recipientsOf(template).flatMap(({ slot }) => (slot === null ? [] : [slot]))
  return [
    { name: 'title', of: 'title' },
    ...slots.flatMap((slot) =>
      slotFields.map((field): BulkColumn => ({ name: columnName(slot, field), of: 'slot', slot, field })),
    ),
    ...senderFields(template).map(
      ({ label }): BulkColumn => ({ name: fieldColumn(label), of: 'field', label }),
    ),
  ]
}

export function columnName(slot: number, field: SlotField): string {
  return `recipient_${slot}_${field}`
}

function fieldColumn(label: string): string {
  return `field_${label}`
}

/** Is there something in the template that no row could mend, so that none could be sent? */
export function hindersRows(template: Document, means: OperatorMeans, now: Date): boolean {
  const filled = new Set(senderFields(template).flatMap(({ widgets }) => widgets))
  return sendingObjections(template, means, now).some(({ code, detail }) => {
    const mended = code === 'sender_widget_empty' && filled.has(String(detail?.widget))
    return code !== 'slot_open' && !mended
  })
}

/** What a document is made of from a row: its template, who sends it, and with what. */
export type RowMaking = {
  template: Document
  member: Member
  team: Team
  bringing: Bringing
  /** A test client asks. */
  test: boolean
  /** Null: it stays a draft. */
  means: SendingMeans | null
}

/**
 * The document that a row becomes, with everything that is recorded of it; or what is wrong with the row. A refusal names
 * the column in `field` where it is about one.
 */
export function documentOfRow(
  making: RowMaking,
  values: RowValues,
  copy: { ids: CopyIds; bytes: CopiedBytes },
  now: Date,
): { decision: Decision<Document> } | { faults: Refusal[] } {
  const { template, member, team, bringing, test, means } = making
  const columns = columnsOf(template)
  const read = columns.map((column) => readCell(column, values[column.name] ?? ''))
  const known = new Set(columns.map(({ name }) => name))
  const beside = Object.keys(values).filter((name) => !known.has(name) && !isBlankText(values[name] ?? ''))
  const faults = [
    ...read.flatMap((each) => ('refusal' in each ? [each.refusal] : [])),
    ...beside.map((name) => refusal('field_not_allowed', name)),
  ]
  const texts = new Map(columns.map(({ name }, at) => [name, textOf(read[at])]))
  const title = texts.get('title') ?? ''
  let decided = cloneTemplate(template, member, team, { ...copy, test }, title === '' ? {} : { title }, now)
  if (decided.refusal !== undefined) return { faults: [...faults, inColumn(decided.refusal, null)] }
  const judged = new Set(faults.map(({ field }) => field))
  for (const { id, slot } of recipientsOf(decided.next)) {
    if (slot === null) continue
    const text = (field: SlotField) => texts.get(columnName(slot, field)) ?? ''
    const objection = placeObjection(slot, text, judged)
    if (objection !== null) {
      faults.push(objection)
      continue
    }
    if (slotFields.some((field) => judged.has(columnName(slot, field)))) continue
    const filled = updateParticipant(decided.next, team, id, placeFields(text), now, bringing)
    if (filled.refusal !== undefined) faults.push(inColumn(filled.refusal, slot))
    else decided = accepted(filled.next, ...decided.events, ...filled.events)
  }
  for (const { label, widgets, empty } of senderFields(decided.next)) {
    const name = fieldColumn(label)
    const text = texts.get(name) ?? ''
    if (judged.has(name)) continue
    if (text === '') {
      if (empty && means !== null) faults.push(refusal('field_missing', name))
      continue
    }
    for (const id of widgets) {
      const filled = updateWidget(decided.next, id, { text }, now)
      if (filled.refusal !== undefined) {
        faults.push({ ...filled.refusal, field: name })
        break
      }
      decided = accepted(filled.next, ...decided.events, ...filled.events)
    }
  }
  if (faults.length > 0) return { faults }
  if (means === null) return { decision: decided }
  const sent = sendDocument(decided.next, means, now)
  if (sent.refusal !== undefined) return { faults: [inColumn(sent.refusal, null)] }
  return { decision: accepted(sent.next, ...decided.events, ...sent.events) }
}

/** Somebody stands there, and can be reached. Told as a person would miss it, before the rules of documents are asked. */
function placeObjection(
  slot: number,
  text: (field: SlotField) => string,
  judged: ReadonlySet<string | undefined>,
): Refusal | null {
  const wrong = (field: SlotField) => judged.has(columnName(slot, field))
  if (text('name') === '' && !wrong('name')) return refusal('field_missing', columnName(slot, 'name'))
  const reached = (['tel', 'email', 'recipient_id'] as const).some(
    (field) => text(field) !== '' || wrong(field),
  )
  return reached ? null : refusal('field_missing', columnName(slot, 'tel'), { or: 'email' })
}

/** A number means a code by SMS; without one a recipient id means the integrating site's word; else it is the mail. */
function placeFields(text: (field: SlotField) => string): Partial<ParticipantFields> {
  const tel = text('tel')
  const recipientId = text('recipient_id')
  return {
    name: text('name'),
    organization: text('organization'),
    tel,
    email: text('email'),
    accessCode: text('access_code'),
    recipientId,
    callback: tel !== '' || recipientId !== '',
  }
}

type Cell = { text: string } | { refusal: Refusal }

const textOf = (cell: Cell | undefined) => (cell !== undefined && 'text' in cell ? cell.text : '')

function readCell(column: BulkColumn, given: string): Cell {
  const { name } = column
  const text = given.trim()
  if (isBlankText(text)) return { text: '' }
  if (column.of === 'title') return lineOf(text, name, documentLimits.title, { printed: true })
  if (column.of === 'field') {
    return lineOf(text, name, widgetLimits.inputCharacters, { lines: true, printed: true })
  }
  switch (column.field) {
    case 'name':
    case 'organization':
      return lineOf(text, name, participantLimits[column.field], { printed: true })
    case 'access_code':
      return lineOf(text, name, participantLimits.accessCode, {})
    case 'tel':
      return numberOf(text, name)
    case 'email': {
      const half = normalized('NFKC', text, participantLimits.email) ?? text
      const kept = lineOf(half, name, participantLimits.email, { printed: true })
      return 'refusal' in kept ? kept : keptEmail(kept.text, name)
    }
    case 'recipient_id':
      return /^[\x20-\x7e]*$/.test(text)
        ? lineOf(text, name, participantLimits.recipientId, { printed: true })
        : { refusal: refusal('field_malformed', name, { expected: 'printable ASCII characters' }) }
  }
}

function lineOf(text: string, name: string, limit: number, rule: TextRule): Cell {
  if (text.length > limit && [...text].length > limit)
    return { refusal: refusal('field_too_long', name, { limit }) }
  return keptText(text, name, rule)
}

/** What Excel makes of a number that it takes for one: `9.01235E+09`. The digits are lost. */
const rounded = /^[0-9][.,][0-9]+E\+[0-9]{1,2}$/i

/** As people and spreadsheets write it: a number that lost its leading zero gets it back, for no other could be meant. */
function numberOf(text: string, name: string): Cell {
  const half = normalized('NFKC', text, 200) ?? ''
  if (rounded.test(half)) return { refusal: refusal('tel_not_mobile', name, { why: 'rounded' }) }
  const digits = half.replace(/[\s\p{Dash}\p{Cf}ー()._']/gu, '')
  const number = readTypedNumber(/^[6789]0[0-9]{8}$/.test(digits) ? `0${digits}` : half.replace(/^'/, ''))
  return number === null ? { refusal: refusal('tel_not_mobile', name) } : { text: number }
}

/** The same refusal, of the column of the list that it is about. */
function inColumn(said: Refusal, slot: number | null): Refusal {
  const { field } = said
  const column = slotFields.find((each) => each === field)
  if (slot !== null && column !== undefined) return { ...said, field: columnName(slot, column) }
  if (field === 'callback' && slot !== null) return { ...said, field: columnName(slot, 'tel') }
  if (field === 'title' && slot === null) return said
  const { field: _, ...rest } = said
  return rest
}

/** The column of this name; null where it is none. */
export function columnNamed(name: string): BulkColumn | null {
  if (name === 'title') return { name, of: 'title' }
  const label = /^field_(.+)$/s.exec(name)?.[1]
  if (label !== undefined) return { name, of: 'field', label }
  const [, slot = '', said = ''] = /^recipient_([0-9]{1,3})_([a-z_]+)$/.exec(name) ?? []
  const field = slotFields.find((each) => each === said)
  return field === undefined ? null : { name, of: 'slot', slot: Number(slot), field }
}
