import { draftFields, updateDocumentCall } from '#contract/web-api/documents.ts'
import { readForm } from '#contract/web-api/forms.ts'
import { sightOfTexts } from '#domain/draft-sight.ts'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { updateDraft } from '#server/usecases/drafting/update-draft.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { DraftTexts } from '#web/console/making/draft-page-props.ts'
import { draftWords } from '#web/console/making/draft-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import type { ConsoleCall } from './call.ts'
import { senderOfUnsent } from './checks.ts'
import { sendDraftPage, unsent } from './draft-page.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** What is said about a draft: title, message, note and switches. */
export const draftTextRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/documents/:id/draft', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const entry = entryOf(call)
    const json = request.headers.accept === 'application/json'
    try {
      const parsed = readForm(wireOf(entry), updateDocumentCall.form)
      if (!parsed.ok) throw new Refused(parsed.refusal)
      const team = await needs.database.read.team(document.teamId)
      const change = { documentId: document.id, team, seen: typed(request, 'seen') }
      const fields = draftFields(parsed.value)
      const next = await unsent(() => updateDraft(needs, visit.origin, { ...change, fields }))
      if (json) return reply.send({ seen: sightOfTexts(next), title: next.title })
      return reply.redirect(`/console/documents/${document.id}/draft?done=texts`, 303)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, field = '' } = error.refusal
      if (code === 'draft_over') throw error
      const changed = code === 'draft_changed'
      const problems = changed ? {} : { [field]: problemOf(error.refusal, visit.chrome.lang) }
      if (json) return reply.code(changed ? 409 : 400).send({ problems })
      // What the other page saved is shown beside what was typed here.
      const now = (await needs.database.read.document(document.id)) ?? document
      const refusedTexts = { typed: entry, problems, changed }
      return sendDraftPage({ ...call, reply: reply.code(changed ? 409 : 400) }, now, { refusedTexts })
    }
  }),
]

function entryOf({ request }: ConsoleCall): DraftTexts {
  return {
    title: typed(request, 'title'),
    message: typed(request, 'message'),
    note: typed(request, 'note'),
    canTransfer: typed(request, 'can_transfer') === '1',
    private: typed(request, 'private') === '1',
  }
}

/** As the Web API takes it, so that one set of rules judges both. */
function wireOf(entry: DraftTexts): Map<string, string> {
  return new Map([
    ['title', entry.title],
    ['message', entry.message],
    ['note', entry.note],
    ['can_transfer', String(entry.canTransfer)],
    ['private', String(entry.private)],
  ])
}

function problemOf(refused: Refusal, lang: Language): string {
  const words = draftWords(lang).problems
  if (refused.code === 'field_too_long') return words.too_long(Number(refused.detail?.limit))
  if (refused.code === 'private_not_allowed') return words.private
  return textProblem(refused, textWords[lang]) ?? words.unreadable
}
