import { missingUpload, uploadsShown } from './attachment.ts'
import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import type { Participant } from './participant.ts'
import { replaceParticipant } from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import { everyoneConsented, hasWidgets, isReadable, revisionShown, shownFiles } from './seal.ts'
import { inCharge, startNextTurn } from './sending.ts'
import { currentValue, isChecked, isComplete, type Widget, widgetLimits } from './widget.ts'

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
  if (!isReadable(document)) return refused(document, refusal('revision_preparing'))
  if (revisionShown(document) !== request.revision) return refused(document, refusal('revision_not_shown'))
  if (!inputsWereShown(document, participant.id, request.inputs))
    return refused(document, refusal('revision_not_shown'))
  const missing = missingWidgets(document, participant.id).length
  const count = missing + (missingUpload(document, participant.id) === null ? 0 : 1)
  if (count > 0) return refused(document, refusal('input_missing', undefined, { count }))
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
  const acts = [
    ...document.acts,
    { number, participantId: participant.id, at: now, signedAt: null, revisions: [] },
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
      shown: shownFiles(document),
      last,
    },
    ...turn.facts,
  )
}

/** Required widgets that still lack a value, in reading order. */
export function missingWidgets(document: Document, participantId: string): Widget[] {
  return document.widgets.filter((widget) => widget.participantId === participantId && !isComplete(widget))
}

export type Inputs = ReadonlyMap<string, string>

/** A field of one line shows, and a form sends, line breaks in ways of its own: they are not compared. */
function inputsWereShown(document: Document, participantId: string, inputs: Inputs): boolean {
  const oneLine = (text: string) => text.replace(/[\r\n]+/g, '')
  return document.widgets.every((widget) => {
    const shown = widget.participantId === participantId ? inputs.get(widget.id) : undefined
    return shown === undefined || oneLine(shown) === oneLine(currentValue(widget))
  })
}

/** Keeps what the recipient typed so far, as typed; it outlives the session. Unknown widgets are passed over. */
export function saveInputs(
  document: Document,
  participantId: string,
  inputs: Inputs,
  now: Date,
): Decision<Document> {
  const participant = actor(document, participantId)
  if ('code' in participant) return refused(document, participant)
  const changed: string[] = []
  for (const widget of document.widgets) {
    const input = inputs.get(widget.id)
    if (input === undefined || widget.participantId !== participantId) continue
    const limit = widget.kind === 'seal' ? widgetLimits.sealCharacters : widgetLimits.inputCharacters
    if ([...input].length > limit) {
      return refused(document, refusal('input_too_long', `widget-${widget.id}`, { limit }))
    }
    if (input !== widget.input) changed.push(widget.id)
  }
  if (changed.length === 0) return accepted(document)
  const widgets = document.widgets.map((widget) =>
    changed.includes(widget.id)
      ? { ...widget, input: storedInput(widget, inputs.get(widget.id) ?? '') }
      : widget,
  )
  return accepted(
    { ...document, widgets },
    { type: 'inputs.saved', at: now, documentId: document.id, participantId, widgetIds: changed },
  )
}

/** The participant if it is their turn; otherwise why not. */
export function actor(document: Document, participantId: string): Participant | Refusal {
  const participant = document.participants.find((each) => each.id === participantId)
  if (participant === undefined) return refusal('participant_not_found')
  if (['signing', 'confirmed', 'filled'].includes(participant.status)) return refusal('already_consented')
  if (document.status === 'cancelled') {
    return refusal(participant.status === 'declined' ? 'document_declined' : 'document_cancelled')
  }
  if (!documentCan.consent(document) || inCharge(document)?.id !== participantId)
    return refusal('not_in_charge')
  if (participant.lockedAt !== null) return refusal('participant_locked')
  return participant
}

function storedInput(widget: Widget, input: string): string {
  return widget.kind === 'checkbox' ? (isChecked(input) ? '1' : '') : input
}
