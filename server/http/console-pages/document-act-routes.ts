import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { mayEnd } from '#domain/decline.ts'
import { type Document, documentCan, documentLimits } from '#domain/document.ts'
import { readTypedNumber } from '#domain/phone-number.ts'
import { refusal } from '#domain/refusal.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cancelDocument } from '#server/usecases/sending/cancel-document.ts'
import { correctTel } from '#server/usecases/sending/correct-tel.ts'
import { remindRecipient } from '#server/usecases/sending/remind-recipient.ts'
import { unlockParticipant } from '#server/usecases/sending/unlock-participant.ts'
import { sealingWords } from '#web/console/documents/sealing-words.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { TextArea } from '#web/console/frame/TextArea.tsx'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { wordsIn } from '#web/console/words/words.ts'
import { sendPage } from '../common/send-page.ts'
import { sender } from './checks.ts'
import { sendDocument } from './document-routes.ts'
import { parameter, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** What a sender may do to a document that is on its way. */
export const documentActRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/documents/:id/remind', sender, async ({ document, needs, visit, request, reply }) => {
    const chosen = typed(request, 'participant')
    const one = chosen === '' ? {} : { participantId: chosen }
    await remindRecipient(needs, visit.origin, { documentId: document.id, ...one })
    return reply.redirect(`/console/documents/${document.id}?done=reminded`, 303)
  }),

  memberRoute(
    'POST',
    '/documents/:id/participants/:participant/unlock',
    sender,
    async ({ document, needs, visit, request, reply }) => {
      const { id } = document
      const participantId = parameter(request, 'participant')
      await unlockParticipant(needs, visit.origin, { documentId: id, participantId })
      return reply.redirect(`/console/documents/${id}?done=unlocked`, 303)
    },
  ),

  memberRoute(
    'POST',
    '/documents/:id/participants/:participant/tel',
    sender,
    async ({ document, needs, visit, request, reply }) => {
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
    },
  ),

  memberRoute('GET', '/documents/:id/cancel', sender, async ({ document, visit, reply }) => {
    if (!documentCan.cancel(document)) throw new Refused(refusal('not_cancellable'))
    if (!mayEnd(document)) throw new Refused(refusal('conclusion_pending'))
    return sendCancel(visit, reply, document, { comment: '', error: null })
  }),

  memberRoute('POST', '/documents/:id/cancel', sender, async ({ document, needs, visit, request, reply }) => {
    const comment = typed(request, 'comment')
    if ([...comment].length > documentLimits.declineComment) {
      const error = wordsIn(visit.chrome.lang).refusals.field_too_long ?? ''
      return sendCancel(visit, reply.code(400), document, { comment, error })
    }
    try {
      await cancelDocument(needs, visit.origin, { documentId: document.id, comment })
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused
      const error = textProblem(refused.refusal, textWords[visit.chrome.lang])
      if (error === null) throw refused
      return sendCancel(visit, reply.code(400), document, { comment, error })
    }
    return reply.redirect(`/console/documents/${document.id}?done=cancelled`, 303)
  }),
]

function sendCancel(
  visit: Visit,
  reply: FastifyReply,
  document: Document,
  entry: { comment: string; error: string | null },
): FastifyReply {
  const all = wordsIn(visit.chrome.lang)
  const words = sealingFailed(document) ? { ...all.cancel, ...sealingWords(visit.chrome.lang) } : all.cancel
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
      section: 'documents',
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
