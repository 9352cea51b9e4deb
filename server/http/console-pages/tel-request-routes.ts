import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import { alsoRegisteredFor, noLongerOpen, openTelRequest, signsAgainst } from '#domain/tel-request.ts'
import { Refused } from '#server/usecases/refused.ts'
import { approveTelRequest } from '#server/usecases/sending/approve-tel-request.ts'
import { refuseTelRequest } from '#server/usecases/sending/refuse-tel-request.ts'
import { TelRequestPage } from '#web/console/documents/TelRequestPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { sender } from './checks.ts'
import { parameter, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const path = '/documents/:id/participants/:participant'

/** Requests for another number, which the sender of the document answers. */
export const telRequestRoutes: ConsoleRoute[] = [
  memberRoute('GET', `${path}/number`, sender, ({ document, ...call }) =>
    sendTelRequest(call, document, recipientIn(call, document), false),
  ),

  memberRoute('POST', `${path}/number/approve`, sender, async ({ document, ...call }) => {
    const { needs, visit, request, reply } = call
    const person = recipientIn(call, document)
    const identityConfirmed = typed(request, 'confirmed') === '1'
    try {
      await approveTelRequest(needs, visit.origin, { ...answerTo(call, document), identityConfirmed })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { field, detail } = error.refusal
      if (field === 'identity_confirmed') {
        // As it is now: what is shown must be what would be approved.
        return sendTelRequest({ ...call, reply: reply.code(400) }, document, person, true)
      }
      // Pressed twice: it is done, and once.
      if (detail?.why !== 'approved') throw error
    }
    return reply.redirect(`/console/documents/${document.id}?done=tel_approved`, 303)
  }),

  memberRoute('POST', `${path}/number/refuse`, sender, async ({ document, ...call }) => {
    const { needs, visit, reply } = call
    try {
      await refuseTelRequest(needs, visit.origin, answerTo(call, document))
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.detail?.why !== 'refused') throw error
    }
    return reply.redirect(`/console/documents/${document.id}?done=tel_refused`, 303)
  }),
]

function recipientIn({ request }: Pick<ConsoleCall, 'request'>, document: Document): Participant {
  const person = recipientsOf(document).find(({ id }) => id === parameter(request, 'participant'))
  if (person === undefined) throw new Refused(refusal('participant_not_found'))
  return person
}

/** Which request is answered: the one that was on the page. */
function answerTo({ request }: Pick<ConsoleCall, 'request'>, { id }: Document) {
  return {
    documentId: id,
    participantId: parameter(request, 'participant'),
    requestId: typed(request, 'request_id'),
  }
}

async function sendTelRequest(
  { needs, visit, reply }: Pick<ConsoleCall, 'needs' | 'visit' | 'reply'>,
  document: Document,
  person: Participant,
  unconfirmed: boolean,
): Promise<FastifyReply> {
  const request = openTelRequest(document, person)
  if (request === null) throw new Refused(noLongerOpen(document, person))
  const { read } = needs.database
  const [trail, messages] = await Promise.all([read.audit(document.id), read.smsOf(document.id)])
  const signs = signsAgainst(person.id, trail, messages)
  const page = h(TelRequestPage, {
    ...{ chrome: visit.chrome, document, person, request, signs, unconfirmed },
    alsoOf: alsoRegisteredFor(document, person, request).map(({ name }) => name),
  })
  return sendPage(reply, page)
}
