import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Document, documentCan, documentLimits } from '#domain/document.ts'
import { readTypedNumber } from '#domain/phone-number.ts'
import { refusal } from '#domain/refusal.ts'
import { everyoneConsented } from '#domain/seal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cancelDocument } from '#server/usecases/sending/cancel-document.ts'
import { correctTel } from '#server/usecases/sending/correct-tel.ts'
import { unlockParticipant } from '#server/usecases/sending/unlock-participant.ts'
import { ConfirmPage } from '#web/console/ConfirmPage.tsx'
import { TextArea } from '#web/console/TextArea.tsx'
import { wordsIn } from '#web/console/words.ts'
import { ownDocument, sendDocument } from './document-routes.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, typed } from './rooms.ts'
import { sendPage, type Visit } from './visit.ts'

/** What a sender may do to a document that is on its way. */
export function documentActRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.post(
    '/documents/:id/participants/:participant/unlock',
    membersOnly(needs, async (visit, request, reply) => {
      const { id } = await ownDocument(needs, visit, parameter(request, 'id'))
      const participantId = parameter(request, 'participant')
      await unlockParticipant(needs, visit.origin, { documentId: id, participantId })
      return reply.redirect(`/console/documents/${id}?done=unlocked`, 303)
    }),
  )

  server.post(
    '/documents/:id/participants/:participant/tel',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await ownDocument(needs, visit, parameter(request, 'id'))
      const participantId = parameter(request, 'participant')
      const entry = typed(request, 'tel')
      const tel = readTypedNumber(entry) ?? ''
      try {
        await correctTel(needs, visit.origin, { documentId: document.id, participantId, tel })
      } catch (error) {
        if (!(error instanceof Refused) || error.refusal.field !== 'tel') throw error
        const sentence = wordsIn(visit.chrome.lang).refusals[error.refusal.code] ?? ''
        const telError = { participantId, typed: entry, sentence }
        return sendDocument(needs, visit, reply.code(400), document, { done: null, telError })
      }
      return reply.redirect(`/console/documents/${document.id}?done=tel`, 303)
    }),
  )

  server.get(
    '/documents/:id/cancel',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await ownDocument(needs, visit, parameter(request, 'id'))
      if (!documentCan.cancel(document)) throw new Refused(refusal('not_cancellable'))
      if (everyoneConsented(document)) throw new Refused(refusal('conclusion_pending'))
      return sendCancel(visit, reply, document, { comment: '', error: null })
    }),
  )

  server.post(
    '/documents/:id/cancel',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await ownDocument(needs, visit, parameter(request, 'id'))
      const comment = typed(request, 'comment')
      if ([...comment].length > documentLimits.declineComment) {
        const error = wordsIn(visit.chrome.lang).refusals.field_too_long ?? ''
        return sendCancel(visit, reply.code(400), document, { comment, error })
      }
      await cancelDocument(needs, visit.origin, { documentId: document.id, comment })
      return reply.redirect(`/console/documents/${document.id}?done=cancelled`, 303)
    }),
  )
}

function sendCancel(
  visit: Visit,
  reply: FastifyReply,
  document: Document,
  entry: { comment: string; error: string | null },
): FastifyReply {
  const all = wordsIn(visit.chrome.lang)
  const words = all.cancel
  const comment = h(TextArea, {
    id: 'comment',
    name: 'comment',
    label: words.comment,
    hint: words.commentHint,
    error: entry.error,
    value: entry.comment,
    rows: 4,
  })
  const page = h(
    ConfirmPage,
    {
      chrome: visit.chrome,
      room: 'documents',
      title: words.title,
      lead: words.lead(document.title || all.documents.untitled),
      consequence: words.consequence,
      action: `/console/documents/${document.id}/cancel`,
      button: words.button,
      back: { href: `/console/documents/${document.id}`, words: words.back },
      inError: entry.error !== null,
    },
    comment,
  )
  return sendPage(reply, page)
}
