import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import { fileLimits } from '#domain/file.ts'
import { proposedTitle } from '#domain/proposed-title.ts'
import { refusal } from '#domain/refusal.ts'
import { addFile } from '#server/usecases/drafting/add-file.ts'
import { beginDraft } from '#server/usecases/drafting/begin-draft.ts'
import { deleteDraft } from '#server/usecases/drafting/delete-draft.ts'
import { proposeTitle } from '#server/usecases/drafting/propose-title.ts'
import { removeFile } from '#server/usecases/drafting/remove-file.ts'
import { Refused } from '#server/usecases/refused.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { draftWords } from '#web/console/making/draft-words.ts'
import { NewDocumentPage, type NewDocumentPageProps } from '#web/console/making/NewDocumentPage.tsx'
import { wordsIn } from '#web/console/words/words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { anyMember, sender, senderOfUnsent, shownAgain } from './checks.ts'
import { sendDraftPage, unsent } from './draft-page.ts'
import { parameter } from './fields.ts'
import { idOfPress } from './press.ts'
import { type Received, receiveFiles } from './receive-files.ts'
import { type ConsoleRoute, memberRoute, memberUploadRoute } from './route.ts'

/** How many drafts the beginning of a new one offers to go on with. */
const draftsOffered = 5

/** Making a document: its beginning, its page, its files, and its end as a draft. */
export const draftRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/new', anyMember, (call) => sendStart(call, { error: null, refused: [] })),

  memberUploadRoute('/documents/new', anyMember, async (call) => {
    const { needs, visit, request, reply } = call
    const team = await needs.database.read.team(visit.member.teamId)
    const received = await receiveFiles(call, (press) => ({
      documentId: idOfPress(press, [visit.member.id], needs.random),
      add: ({ documentId: id, ...file }) =>
        beginDraft(needs, visit.origin, { id, member: visit.member, team, ...file, limits: fileLimits }),
    }))
    const { added, refused } = received
    if (added.length === 0) {
      // Nothing was taken, so nothing has begun.
      if (refused.length > 0 && request.headers.accept === 'application/json') {
        return reply.send({ draft: null, documentId: null, added, refused })
      }
      const error = refused.length > 0 ? null : draftWords(visit.chrome.lang).start.nothingChosen
      return sendStart({ ...call, reply: reply.code(400) }, { error, refused })
    }
    await callByFile(call, received)
    return answerUpload(call, request, received)
  }),

  memberRoute('GET', '/documents/:id/draft', sender, async (call) => {
    const { document, reply } = call
    // Sent meanwhile, or a template: what can be done with it stands on its own page.
    if (document.status !== 'draft') return reply.redirect(`/console/documents/${document.id}`, 303)
    return sendDraftPage(call, document, {})
  }),

  memberUploadRoute('/documents/:id/files', senderOfUnsent, async (call) => {
    const { document, visit, request, reply } = call
    const { needs } = call
    const received = await receiveFiles(call, () => ({
      documentId: document.id,
      add: (file) => addFile(needs, visit.origin, { ...file, limits: fileLimits }),
    }))
    if (received.documentId === null) {
      const fileError = draftWords(visit.chrome.lang).start.nothingChosen
      return sendDraftPage({ ...call, reply: reply.code(400) }, document, { fileError })
    }
    await callByFile(call, received)
    return answerUpload(call, request, received)
  }),

  memberRoute('POST', '/documents/:id/files/:file/remove', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const fileId = parameter(request, 'file')
    // Removed by another page, or by the press before: then it is as it was asked for.
    if (document.files.some((each) => each.id === fileId)) {
      await unsent(() => removeFile(needs, visit.origin, { documentId: document.id, fileId }))
    }
    return reply.redirect(`/console/documents/${document.id}/draft?done=file_removed#files`, 303)
  }),

  memberRoute('GET', '/documents/:id/delete', senderOfUnsent, ({ document, visit, reply }) => {
    const words = draftWords(visit.chrome.lang).remove
    const { id, title } = document
    const page = {
      chrome: visit.chrome,
      section: 'documents' as const,
      title: words.title,
      lead: words.lead(title || wordsIn(visit.chrome.lang).documents.untitled),
      consequence: words.consequence,
      action: `/console/documents/${id}/delete`,
      button: words.button,
      back: { href: `/console/documents/${id}/draft`, words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute(
    'POST',
    '/documents/:id/delete',
    shownAgain(senderOfUnsent),
    async ({ document, needs, visit, reply }) => {
      await unsent(() => deleteDraft(needs, visit.origin, { documentId: document.id }))
      return reply.redirect('/console/documents?status=draft&done=deleted', 303)
    },
  ),
]

async function sendStart(
  { needs, visit, reply }: ConsoleCall,
  problem: Pick<NewDocumentPageProps, 'error' | 'refused'>,
): Promise<FastifyReply> {
  const own = { whose: 'own', memberId: visit.member.id } as const
  const { documents: drafts } = await needs.database.read.consoleDocuments(own, {
    status: 'draft',
    search: '',
    after: null,
    test: false,
    limit: draftsOffered,
  })
  const page = { drafts, maxBytes: needs.maxUploadBytes, press: needs.random.id(), ...problem }
  return sendPage(reply, h(NewDocumentPage, { chrome: visit.chrome, ...page }))
}

/** Who has said nothing about the title gets the first file's name for one. */
async function callByFile({ needs, visit }: ConsoleCall, { documentId, added }: Received): Promise<void> {
  const [first] = added
  const title = first === undefined ? '' : proposedTitle(first)
  if (title === '' || documentId === null) return
  const team = await needs.database.read.team(visit.member.teamId)
  // What the file was added to may have been sent or deleted since.
  await unsent(() => proposeTitle(needs, visit.origin, { documentId, team, title }))
}

/** A script of ours asks for JSON; a browser without it is led to the page of the draft. */
async function answerUpload(
  call: ConsoleCall,
  request: FastifyRequest,
  received: Received,
): Promise<FastifyReply> {
  const { documentId, refused } = received
  if (request.headers.accept === 'application/json') {
    return call.reply.send({ draft: `/console/documents/${documentId}/draft`, ...received })
  }
  if (refused.length === 0) {
    return call.reply.redirect(`/console/documents/${documentId}/draft?done=files`, 303)
  }
  const draft: Document | null = await call.needs.database.read.document(documentId ?? '')
  if (draft === null) throw new Refused(refusal('document_not_found'))
  return sendDraftPage({ ...call, reply: call.reply.code(400) }, draft, { refusedFiles: refused })
}
