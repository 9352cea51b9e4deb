import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import type { Form } from '#contract/web-api/forms.ts'
import {
  addParticipantCall,
  issueSigningUrlCall,
  participantDefaults,
  participantFields,
  removeParticipantCall,
  unlockParticipantCall,
  updateParticipantCall,
} from '#contract/web-api/participants.ts'
import { toTheSecond } from '#contract/web-api/times.ts'
import { refusal } from '#domain/refusal.ts'
import { addParticipant } from '#server/usecases/drafting/add-participant.ts'
import { removeParticipant } from '#server/usecases/drafting/remove-participant.ts'
import { updateParticipant } from '#server/usecases/drafting/update-participant.ts'
import { Refused } from '#server/usecases/refused.ts'
import { correctTel } from '#server/usecases/sending/correct-tel.ts'
import { issueSigningUrl } from '#server/usecases/sending/issue-signing-url.ts'
import { unlockParticipant } from '#server/usecases/sending/unlock-participant.ts'
import { bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import {
  isDraft,
  isDraftOrAwaiting,
  isNotTheSender,
  ownsDocument,
  participantExists,
  recipientOf,
} from './checks.ts'
import { formOf, read } from './request-form.ts'

const ofRecipient = [ownsDocument, participantExists, isNotTheSender]

/** Recipients of a document: add, change, remove, signing URL, unlock. */
export function mountParticipantRoutes(api: Api): void {
  const { options } = api

  bindDocument(
    api,
    addParticipantCall,
    [ownsDocument, isDraft],
    async ({ document, caller, origin, request, ports }) => {
      const given = read(await formOf(request), addParticipantCall.form)
      requireGroup(given, '')
      const fields = { ...participantDefaults, ...participantFields(given) }
      const change = { documentId: document.id, team: caller.team, fields }
      return documentOnWire(await addParticipant(ports, origin, change), 'own')
    },
  )

  bindDocument(api, updateParticipantCall, [...ofRecipient, isDraftOrAwaiting], async (call) => {
    const ids = { documentId: call.document.id, participantId: recipientOf(call).id }
    const form = await formOf(call.request)
    const correctsTel = isTelAlone(form)
    if (!correctsTel) isDraft(call)
    const given = read(form, updateParticipantCall.form)
    requireGroup(given, recipientOf(call).groupId)
    const fields = participantFields(given)
    const next =
      correctsTel && call.document.status === 'awaiting'
        ? await correctTel(call.ports, call.origin, { ...ids, tel: fields.tel ?? '' })
        : await updateParticipant(call.ports, call.origin, { ...ids, team: call.caller.team, fields })
    return documentOnWire(next, 'own')
  })

  bindDocument(api, removeParticipantCall, [...ofRecipient, isDraft], async (call) => {
    const ids = { documentId: call.document.id, participantId: recipientOf(call).id }
    return documentOnWire(await removeParticipant(call.ports, call.origin, ids), 'own')
  })

  bindDocument(api, issueSigningUrlCall, ofRecipient, async (call) => {
    const given = read(await formOf(call.request), issueSigningUrlCall.form)
    const { token, expiresAt } = await issueSigningUrl(call.ports, call.origin, {
      documentId: call.document.id,
      team: call.caller.team,
      participantId: recipientOf(call).id,
      recipientId: given.recipient_id ?? null,
      statement: statementOf(given),
      state: given.state ?? '',
    })
    return { url: `${options.publicUrl}/s/${token}`, expires_at: toTheSecond(expiresAt) }
  })

  bindDocument(api, unlockParticipantCall, ofRecipient, async (call) => {
    const ids = { documentId: call.document.id, participantId: recipientOf(call).id }
    return documentOnWire(await unlockParticipant(call.ports, call.origin, ids), 'own')
  })
}

/** Whoever is asked at the same time as others is so by the name of a group. */
function requireGroup(given: { group_type?: unknown; group_id?: string | undefined }, before: string): void {
  if (given.group_type === 'parallel' && (given.group_id ?? before) === '') {
    throw new Refused(refusal('field_missing', 'group_id'))
  }
}

/** Of the parameters that we know, `tel` and nothing else. */
function isTelAlone(form: Form): boolean {
  const known = Object.keys(updateParticipantCall.form).filter((name) => form.has(name))
  return known.length === 1 && known[0] === 'tel'
}

/** Null when the integrating site says nothing about its own log-in. */
function statementOf(given: {
  authentication_method?: string
  authentication_instant?: Date
  authentication_subject?: string
}) {
  const { authentication_method: method = '', authentication_subject: subject = '' } = given
  const instant = given.authentication_instant
  if (method === '' && subject === '' && instant === undefined) return null
  return { method, subject, instant: instant === undefined ? '' : toTheSecond(instant) }
}
