import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import {
  approveTelRequestCall,
  getTelRequestCall,
  refuseTelRequestCall,
  telRequestOnWire,
} from '#contract/web-api/tel-requests.ts'
import { refusal } from '#domain/refusal.ts'
import { mayAskForTel } from '#domain/tel-request.ts'
import { Refused } from '#server/usecases/refused.ts'
import { approveTelRequest } from '#server/usecases/sending/approve-tel-request.ts'
import { refuseTelRequest } from '#server/usecases/sending/refuse-tel-request.ts'
import { bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import { isNotTheSender, ownsDocument, participantExists, recipientOf } from './checks.ts'
import { formOf, read } from './request-form.ts'

const ofRecipient = [ownsDocument, participantExists, isNotTheSender]

/** Requests for another number: read and answered by the sender's system. */
export function mountTelRequestRoutes(api: Api): void {
  const { ports } = api

  bindDocument(api, getTelRequestCall, ofRecipient, (call) => {
    const { document } = call
    const participant = recipientOf(call)
    const { telRequest } = participant
    // Releases before kept open requests of documents that ended.
    const isPast = telRequest?.state === 'open' && !mayAskForTel(document, participant)
    if (telRequest === null || isPast) throw new Refused(refusal('tel_request_not_found'))
    return telRequestOnWire(document, participant, telRequest)
  })

  bindDocument(api, approveTelRequestCall, ofRecipient, async (call) => {
    const given = read(await formOf(call.request), approveTelRequestCall.form)
    const next = await approveTelRequest(ports, call.origin, {
      documentId: call.document.id,
      participantId: recipientOf(call).id,
      requestId: given.request_id,
      identityConfirmed: given.identity_confirmed,
    })
    return documentOnWire(next, 'own')
  })

  bindDocument(api, refuseTelRequestCall, ofRecipient, async (call) => {
    const given = read(await formOf(call.request), refuseTelRequestCall.form)
    const next = await refuseTelRequest(ports, call.origin, {
      documentId: call.document.id,
      participantId: recipientOf(call).id,
      requestId: given.request_id,
    })
    return documentOnWire(next, 'own')
  })
}
