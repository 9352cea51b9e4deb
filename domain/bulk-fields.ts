import { type Document, senderOf } from './document.ts'
import { isBlankText } from './invisible-text.ts'
import { normalized } from './typed-text.ts'

/** Text fields of the sender's that are called the same: a list has one column for them. */
export type SenderField = {
  label: string
  /** What the first of them holds: it stays where a row says nothing. */
  text: string
  widgets: string[]
  /** One of them holds nothing, so that each row must say something. */
  empty: boolean
}

/**
 * The sender's text fields that a row may fill, by what they are called. By name and never by number: after a change of the
 * template a text that was typed for one field must not come to stand in another. Fields without a name have no column.
 */
export function senderFields(document: Document): SenderField[] {
  const sender = senderOf(document).id
  const fields = new Map<string, SenderField>()
  for (const { id, participantId, kind, label, text } of document.widgets) {
    if (participantId !== sender || kind !== 'text' || isBlankText(label)) continue
    const called = (normalized('NFKC', label, 1_000) ?? label).replaceAll(/\s/g, '').toLowerCase()
    const known = fields.get(called)
    const empty = isBlankText(text)
    if (known === undefined) fields.set(called, { label: label.trim(), text, widgets: [id], empty })
    else {
      known.widgets.push(id)
      known.empty ||= empty
    }
  }
  return [...fields.values()]
}
