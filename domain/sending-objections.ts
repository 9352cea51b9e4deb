import { type Document, recipientsOf, senderOf } from './document.ts'
import { isBlankText } from './invisible-text.ts'
import { identificationOf } from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import { keptText } from './text-rules.ts'
import { outsidePage, type Widget } from './widget.ts'
import { widgetTextObjection } from './widget-text.ts'

/** What an installation has: the operator's certificate, until an instant; and whether mails can leave. */
export type OperatorMeans = { certificateEnds: Date; mail: boolean }

/** Everything that stands in the way of sending this draft now, the weightiest first; empty where it can be sent. */
export function sendingObjections(document: Document, means: OperatorMeans, now: Date): Refusal[] {
  const recipients = recipientsOf(document)
  const sender = senderOf(document)
  const byMail = recipients.some((each) => identificationOf(each) === 'mail')
  return [
    ...(document.files.length === 0 ? [refusal('no_file')] : []),
    ...(recipients.length === 0 ? [refusal('no_recipient')] : []),
    ...recipients
      .filter((each) => each.slot !== null)
      .map(({ slot, id }) => refusal('slot_open', 'participants', { slot: `_${slot}`, participant: id })),
    ...document.widgets
      .filter((each) => each.participantId === sender.id && isBlankText(each.text))
      .map(({ id }) => refusal('sender_widget_empty', 'text', { widget: id })),
    // Drafts and templates may be older than the rule that a widget lies whole on its page.
    ...document.widgets.flatMap((each) => misplaced(document, each)),
    ...unseenTexts(document),
    ...recipients
      .filter(({ slot, name }) => slot === null && isBlankText(name))
      .map(({ id }) => refusal('field_missing', 'name', { participant: id })),
    ...recipients
      .filter((each) => each.slot === null && identificationOf(each) === 'mail' && each.email === '')
      .map(({ id }) => refusal('field_missing', 'email', { participant: id })),
    ...(byMail && !means.mail ? [refusal('mail_not_configured', 'email')] : []),
    ...(means.certificateEnds <= now ? [refusal('operator_certificate_expired')] : []),
  ]
}

/** Texts of the draft that would not be seen in the sealed file or on its certificate; drafts may be older than the rule. */
function unseenTexts(document: Document): Refusal[] {
  const printed: [field: string, text: string][] = [
    ['title', document.title],
    ...document.participants.flatMap(({ name, organization }): [string, string][] => [
      ['name', name],
      ['organization', organization],
    ]),
    // The sender's own address is their member's, which nobody could correct in this document.
    ...recipientsOf(document).flatMap(({ email, recipientId }): [string, string][] => [
      ['email', email],
      ['recipient_id', recipientId],
    ]),
    ...document.files.map(({ name }): [string, string] => ['uploadfile', name]),
  ]
  const kept = printed.map(([field, text]) => keptText(text, field, { printed: true }))
  const widgets = document.widgets
    .filter((each) => misplaced(document, each).length === 0)
    .map((each) => widgetTextObjection(each, each.text, 'text'))
  return [
    ...kept.flatMap((each) => ('refusal' in each ? [each.refusal] : [])),
    ...widgets.filter((each) => each !== null),
  ]
}

function misplaced(document: Document, widget: Widget): Refusal[] {
  const file = document.files.find((each) => each.id === widget.fileId)
  const found = file ? outsidePage(widget, file.pages) : null
  return found ? [refusal(found.code, found.field, { ...found.detail, widget: widget.id })] : []
}
