import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import { toBeHanded } from '#domain/handing-over.ts'
import type { Language } from '#domain/language.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { sendDraft, whatHindersSending } from '#server/usecases/sending/send-draft.ts'
import type { ApprovalStanding } from '#web/console/making/AskForApproval.tsx'
import { CheckPage, type Lack } from '#web/console/making/CheckPage.tsx'
import { sendWords } from '#web/console/making/send-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { sendPage } from '../common/send-page.ts'
import { standingOf } from './approval-standing.ts'
import type { ConsoleCall } from './call.ts'
import { sender } from './checks.ts'
import { doneOf, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** The last look at a draft, and sending it. */
export const sendRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/send', sender, async (call) => {
    const { document, reply } = call
    if (document.status !== 'draft') return reply.redirect(`/console/documents/${document.id}`, 303)
    return sendCheck(call, document, { changed: false, refused: null })
  }),

  memberRoute('POST', '/documents/:id/send', sender, async (call) => {
    const { document, needs, visit, request, reply } = call
    try {
      const sent = await sendDraft(needs, visit.origin, {
        documentId: document.id,
        seen: typed(request, 'seen'),
        remembers: needs,
      })
      return reply.redirect(afterSending(sent), 303)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const now = await needs.database.read.document(document.id)
      if (now === null) throw new Refused(refusal('draft_over'))
      // Pressed twice, or on two pages: it is sent, and once.
      if (now.status === 'awaiting') return reply.redirect(afterSending(now), 303)
      if (now.status !== 'draft') throw new Refused(refusal('draft_over'))
      const changed = error.refusal.code === 'draft_changed'
      return sendCheck({ ...call, reply: reply.code(changed ? 409 : 400) }, now, { changed, refused: null })
    }
  }),
]

/** To the way of handing the link over, where it is handed over by hand. */
function afterSending(document: Document): string {
  const base = `/console/documents/${document.id}`
  const [next] = toBeHanded(document)
  return next === undefined ? `${base}?done=sent` : `${base}/participants/${next.id}/hand?done=sent`
}

/** `refused`: a comment to the approver that was not taken. */
export async function sendCheck(
  { needs, visit, request, reply }: ConsoleCall,
  document: Document,
  { changed, refused }: { changed: boolean; refused: ApprovalStanding['refused'] },
): Promise<FastifyReply> {
  const { chrome } = visit
  const lacks = distinct(
    whatHindersSending(needs, document).map((each) => lackOf(each, document, chrome.lang)),
  )
  const team = await needs.database.read.team(document.teamId)
  const approval = await standingOf({ needs }, document, team.approvalRequired, refused)
  const requested = doneOf(request) === 'requested'
  const page = { document, teamReminders: team.reminderPlan, lacks, changed, approval, requested }
  return sendPage(reply, h(CheckPage, { chrome, ...page }))
}

/** One sentence for each place, however often it holds there. */
function distinct(lacks: Lack[]): Lack[] {
  return lacks.filter(
    (lack, at) =>
      lacks.findIndex(({ sentence, href }) => sentence === lack.sentence && href === lack.href) === at,
  )
}

/** Where on the page of the draft each field is mended. */
const placeOf = new Map([
  ['title', 'texts'],
  ['uploadfile', 'files'],
  ['text', 'fields'],
])

function lackOf(objection: Refusal, document: Document, lang: Language): Lack {
  const words = sendWords(lang).problems
  const draft = `/console/documents/${document.id}/draft`
  const { code, field = '', detail } = objection
  const person = recipientsOf(document).find(({ id }) => id === detail?.participant)
  const ofPerson =
    person === undefined ? `${draft}#people` : `/console/documents/${document.id}/people/${person.id}`
  switch (code) {
    case 'no_file':
      return { sentence: words.no_file, href: `${draft}#files` }
    case 'no_recipient':
      return { sentence: words.no_recipient, href: `${draft}#people` }
    case 'slot_open':
      return { sentence: words.slot_open(person?.order ?? 1), href: ofPerson }
    case 'sender_widget_empty':
      return { sentence: words.sender_widget_empty, href: `${draft}#fields` }
    case 'widget_outside_page':
      return { sentence: words.widget_outside, href: `${draft}#fields` }
    case 'field_missing':
      return { sentence: field === 'name' ? words.name : words.email, href: ofPerson }
    case 'mail_not_configured':
      return { sentence: words.mail, href: `${draft}#people` }
    case 'operator_certificate_expired':
      return { sentence: words.certificate, href: null }
  }
  const sentence = textProblem(objection, textWords[lang]) ?? words.other
  return { sentence, href: `${draft}#${placeOf.get(field) ?? 'people'}` }
}
