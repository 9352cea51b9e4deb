import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { attachmentLimits } from '#domain/attachment.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { refusal } from '#domain/refusal.ts'
import { removeAttachment } from '#server/usecases/drafting/remove-attachment.ts'
import { requestAttachment } from '#server/usecases/drafting/request-attachment.ts'
import { updateAttachment } from '#server/usecases/drafting/update-attachment.ts'
import { Refused } from '#server/usecases/refused.ts'
import {
  type AttachmentEntry,
  AttachmentPage,
  type AttachmentPageProps,
} from '#web/console/making/AttachmentPage.tsx'
import { attachmentWordsIn } from '#web/console/words/attachment-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { senderOfUnsent } from './checks.ts'
import { unsent } from './draft-page.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

type AttachmentCall = ConsoleCall & { document: Document }

/** The request for a file that one recipient of a draft may be asked for. */
export const attachmentRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/attachment', senderOfUnsent, (call) =>
    sendRequest(call, entryOf(call), null),
  ),

  memberRoute('POST', '/documents/:id/attachment', senderOfUnsent, async (call) => {
    const { document, needs, visit, reply } = call
    const { lang } = visit.chrome
    const entry = typedEntry(call)
    const again = (problem: AttachmentPageProps['problem']) =>
      sendRequest({ ...call, reply: reply.code(400) }, entry, problem)
    const { problems } = attachmentWordsIn(lang).ask
    const participantId = document.attachment?.participantId ?? entry.participant
    if (!recipientsOf(document).some(({ id }) => id === participantId)) {
      return again({ of: 'who', sentence: problems.who })
    }
    if ([...entry.description].length > attachmentLimits.description) {
      return again({ of: 'description', sentence: problems.description })
    }
    try {
      await save(call, participantId, entry)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code } = error.refusal
      if (code === 'attachment_exists' || code === 'draft_changed' || code === 'attachment_not_found') {
        const now = (await needs.database.read.document(document.id)) ?? document
        if (isAsked(now, participantId, entry)) return saved(call)
        const changed = { ...call, document: now, reply: reply.code(409) }
        const sentence =
          now.attachment === null ? problems.gone : problems.exists(said(now.attachment.description, lang))
        return sendRequest(changed, entry, { of: 'form', sentence })
      }
      return again(problemOf(error, lang))
    }
    return saved(call)
  }),

  memberRoute('POST', '/documents/:id/attachment/remove', senderOfUnsent, async (call) => {
    const { document, needs, visit, reply } = call
    const { id: documentId, attachment } = document
    // Withdrawn by another page, or by the press before: then it is as it was asked for.
    if (attachment !== null) {
      const team = await needs.database.read.team(document.teamId)
      const wanted = { documentId, attachmentId: attachment.id, team }
      await unsent(() => removeAttachment(needs, visit.origin, wanted))
    }
    return reply.redirect(`/console/documents/${documentId}/draft?done=attachment_removed#attachment`, 303)
  }),
]

async function save(
  { document, needs, visit, request }: AttachmentCall,
  participantId: string,
  { description, required }: AttachmentEntry,
): Promise<void> {
  const team = await needs.database.read.team(document.teamId)
  const wanted = { documentId: document.id, team, fields: { description, required } }
  const { attachment } = document
  const seen = typed(request, 'seen')
  // Withdrawn meanwhile by another page: it is not asked for anew unseen.
  if (attachment === null && seen !== '') throw new Refused(refusal('attachment_not_found'))
  await unsent(() =>
    attachment === null
      ? requestAttachment(needs, visit.origin, { ...wanted, participantId })
      : updateAttachment(needs, visit.origin, { ...wanted, attachmentId: attachment.id, seen }),
  )
}

/** What is asked for now, as a sentence has it. */
function said(description: string, lang: Language): string {
  return description === '' ? attachmentWordsIn(lang).ask.empty : description
}

function saved({ document, reply }: AttachmentCall): FastifyReply {
  return reply.redirect(`/console/documents/${document.id}/draft?done=attachment#attachment`, 303)
}

/** The form pressed twice: what it asks for is there already. */
function isAsked({ attachment }: Document, participantId: string, entry: AttachmentEntry): boolean {
  if (attachment === null || attachment.participantId !== participantId) return false
  return attachment.description === entry.description && attachment.required === entry.required
}

function problemOf(
  { refusal: refused }: Refused,
  lang: Language,
): NonNullable<AttachmentPageProps['problem']> {
  const { problems } = attachmentWordsIn(lang).ask
  if (refused.code === 'uploads_not_allowed') return { of: 'form', sentence: problems.off }
  const sentence = textProblem(refused, textWords[lang])
  if (sentence === null) throw new Refused(refused)
  return { of: 'description', sentence }
}

function typedEntry({ request }: ConsoleCall): AttachmentEntry {
  return {
    participant: typed(request, 'participant'),
    description: typed(request, 'description').replaceAll('\r\n', '\n'),
    required: typed(request, 'required') === '1',
  }
}

/** What the form begins with. */
function entryOf({ document: { attachment } }: AttachmentCall): AttachmentEntry {
  if (attachment === null) return { participant: '', description: '', required: true }
  const { participantId, description, required } = attachment
  return { participant: participantId, description, required }
}

function sendRequest(
  { visit, reply, document }: AttachmentCall,
  entry: AttachmentEntry,
  problem: AttachmentPageProps['problem'],
): FastifyReply {
  return sendPage(reply, h(AttachmentPage, { chrome: visit.chrome, document, entry, problem }))
}
