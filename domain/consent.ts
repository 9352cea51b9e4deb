import { missingUpload, uploadsShown } from './attachment.ts'
import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import type { Participant } from './participant.ts'
import { replaceParticipant } from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import { actShown, everyoneConsented, filesAfter, hasWidgets, isReadableFor } from './seal.ts'
import { sealingFailed } from './sealing-trouble.ts'
import { inCharge, startNextTurn } from './sending.ts'
import { currentValue, isChecked, isComplete, type Widget, widgetLimits } from './widget.ts'
import { overflowOf, widgetText, widgetTextObjection } from './widget-text.ts'

export type ConsentRequest = {
  participantId: string
  sessionId: string
  /** `revisionShown` as it was when the page was made: the bytes that were on the screen. */
  revision: string
  /** The recipient's own fields as the page showed them; another device may have changed them since. */
  inputs: Inputs
  /** `uploadsShown` as the page had it; null where the form said nothing of uploads. */
  uploads: string | null
}

/**
 * One consent: freezes the inputs, makes the act that will be signed, and gives the turn on. After the last one the
 * participant is `signing` until the seal is verified, and nothing can cancel any more.
 */
export function giveConsent(document: Document, request: ConsentRequest, now: Date): Decision<Document> {
  const participant = actor(document, request.participantId)
  if ('code' in participant) return refused(document, participant)
  // Where everybody was told that it cannot be sealed, a consent would be given in vain.
  if (!isReadableFor(document, participant) || sealingFailed(document))
    return refused(document, refusal('revision_preparing'))
  const shownAct = actShown(document, participant, request.revision)
  if (shownAct === null) return refused(document, refusal('revision_not_shown'))
  if (!inputsWereShown(document, participant.id, request.inputs))
    return refused(document, refusal('revision_not_shown'))
  const missing = missingWidgets(document, participant.id).length
  const count = missing + (missingUpload(document, participant.id) === null ? 0 : 1)
  if (count > 0) return refused(document, refusal('input_missing', undefined, { count }))
  const unseen = unseenWidget(document, participant.id)
  if (unseen !== null) return refused(document, unseen)
  // The other device may have added or deleted a file since.
  if (request.uploads !== null && request.uploads !== uploadsShown(document, participant.id))
    return refused(document, refusal('revision_not_shown'))

  const widgets = document.widgets.map((widget) =>
    widget.participantId === participant.id
      ? { ...widget, text: currentValue(widget), filled: true }
      : widget,
  )
  const consented: Participant = {
    ...participant,
    status: hasWidgets(document, participant.id) ? 'filled' : 'confirmed',
    processedAt: now,
    accessExpiresAt: null,
  }
  const number = document.acts.length
  const notShown = document.acts.filter((act) => act.number > shownAct).map((act) => act.participantId)
  const acts = [
    ...document.acts,
    { number, participantId: participant.id, at: now, signedAt: null, shownAct, revisions: [] },
  ]
  const after: Document = {
    ...document,
    widgets,
    acts,
    participants: replaceParticipant(document, consented),
  }
  const last = everyoneConsented(after)
  const signing = { ...consented, status: 'signing' as const }
  const turn = last
    ? accepted({ ...after, participants: replaceParticipant(after, signing) })
    : startNextTurn(after, now)
  return accepted(
    turn.next,
    {
      type: 'participant.consented',
      at: now,
      documentId: document.id,
      participantId: participant.id,
      sessionId: request.sessionId,
      act: number,
      shown: filesAfter(document, shownAct),
      last,
      ...(notShown.length === 0 ? {} : { notShown }),
    },
    ...turn.events,
  )
}

/** Required widgets that still lack a value, in the order of the pages. */
export function missingWidgets(document: Document, participantId: string): Widget[] {
  return widgetsInPageOrder(document, participantId).filter((widget) => !isComplete(widget))
}

/** Points within which widgets stand on one line. */
const lineHeight = 12

/** A recipient's widgets as they are met in reading: file by file, page by page, line by line, from the left. */
export function widgetsInPageOrder(document: Document, participantId: string): Widget[] {
  const fileOf = (widget: Widget) => document.files.findIndex((file) => file.id === widget.fileId)
  const lineOf = (widget: Widget) => Math.round((widget.y + widget.h / 2) / lineHeight)
  return document.widgets
    .filter((widget) => widget.participantId === participantId)
    .sort((a, b) => fileOf(a) - fileOf(b) || a.page - b.page || lineOf(a) - lineOf(b) || a.x - b.x)
}

/** Why one of the recipient's fields would not be seen as it was typed; in reading order. */
export function unseenWidget(document: Document, participantId: string): Refusal | null {
  const own = document.widgets.filter((widget) => widget.participantId === participantId)
  const objections = own.map((widget) =>
    widgetTextObjection(widget, currentValue(widget), `widget-${widget.id}`),
  )
  return objections.find((objection) => objection !== null) ?? null
}

export type Inputs = ReadonlyMap<string, string>

/** A field of one line shows, and a form sends, line breaks in ways of its own: they are not compared. */
function inputsWereShown(document: Document, participantId: string, inputs: Inputs): boolean {
  const oneLine = (text: string) => text.replace(/[\r\n]+/g, '')
  const kept = (widget: Widget, text: string) => {
    const answer = widgetText(widget.kind, text, '')
    return 'text' in answer ? answer.text : text
  }
  return document.widgets.every((widget) => {
    const shown = widget.participantId === participantId ? inputs.get(widget.id) : undefined
    if (shown === undefined) return true
    // Line ends and variations that are not kept included, no field holds so much: it is not looked through.
    if (shown.length > 4 * widgetLimits.inputCharacters) return false
    return oneLine(kept(widget, shown)) === oneLine(currentValue(widget))
  })
}

/**
 * Keeps what the recipient typed so far; it outlives the session. A text that is too long for its box is kept too, as a
 * draft, and said to be so. Unknown widgets are passed over.
 */
export function saveInputs(
  document: Document,
  participantId: string,
  inputs: Inputs,
  now: Date,
): Decision<Document> {
  const participant = actor(document, participantId)
  if ('code' in participant) return refused(document, participant)
  const changed = new Map<string, string>()
  let overflow: Refusal | null = null
  for (const widget of document.widgets) {
    const input = inputs.get(widget.id)
    if (input === undefined || widget.participantId !== participantId) continue
    const field = `widget-${widget.id}`
    if ([...input].length > widgetLimits.inputCharacters) {
      return refused(document, refusal('input_too_long', field, { limit: widgetLimits.inputCharacters }))
    }
    const kept = widgetText(widget.kind, input, field)
    if ('refusal' in kept) return refused(document, kept.refusal)
    overflow ??= overflowOf(widget, kept.text, field)
    if (kept.text !== widget.input) changed.set(widget.id, storedInput(widget, kept.text))
  }
  const answer = overflow === null ? {} : { refusal: overflow }
  if (changed.size === 0) return { ...accepted(document), ...answer }
  const widgets = document.widgets.map((widget) => {
    const input = changed.get(widget.id)
    return input === undefined ? widget : { ...widget, input }
  })
  const widgetIds = [...changed.keys()]
  return {
    ...accepted(
      { ...document, widgets },
      { type: 'inputs.saved', at: now, documentId: document.id, participantId, widgetIds },
    ),
    ...answer,
  }
}

/** The participant if it is their turn; otherwise why not. */
export function actor(document: Document, participantId: string): Participant | Refusal {
  const participant = document.participants.find((each) => each.id === participantId)
  if (participant === undefined) return refusal('participant_not_found')
  if (['signing', 'confirmed', 'filled'].includes(participant.status)) return refusal('already_consented')
  if (document.status === 'cancelled') {
    return refusal(participant.status === 'declined' ? 'document_declined' : 'document_cancelled')
  }
  if (!documentCan.consent(document) || inCharge(document, participantId) === null)
    return refusal('not_in_charge')
  if (participant.lockedAt !== null) return refusal('participant_locked')
  return participant
}

function storedInput(widget: Widget, input: string): string {
  return widget.kind === 'checkbox' ? (isChecked(input) ? '1' : '') : input
}
