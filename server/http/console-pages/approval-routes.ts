import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { unapproved } from '#domain/approval.ts'
import type { Document } from '#domain/document.ts'
import type { Approval } from '#domain/document-parts.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { answerApproval } from '#server/usecases/sending/answer-approval.ts'
import { hashOfContent, requestApproval } from '#server/usecases/sending/request-approval.ts'
import { ApprovalPage } from '#web/console/approval/ApprovalPage.tsx'
import { ApprovalsPage } from '#web/console/approval/ApprovalsPage.tsx'
import { approvalWords } from '#web/console/words/approval-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { anyMember, approver, senderOfUnsent } from './checks.ts'
import { afterOf, doneOf, narrowedTo, typed } from './fields.ts'
import { offeredTo } from './offered-lists.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendCheck } from './send-routes.ts'

const approvalsPerPage = 50

/** Approvals before sending: asked for by the sender, answered by an approver. */
export const approvalRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/approvals', anyMember, async ({ needs, visit, request, reply }) => {
    const { member, chrome } = visit
    const { read } = needs.database
    const { documentApprover, teamAdministrator } = member.authorities
    // Nobody asks anybody else, and who else is in the team is not for everybody.
    const colleagues = documentApprover || teamAdministrator ? await read.membersOf(member.teamId) : []
    const senders = colleagues.filter(({ id }) => id !== member.id)
    const filter = narrowedTo(request, { sender: senders.map(({ id }) => id), asked: ['me'] })
    const after = afterOf(request)
    const narrowed = { senderId: filter.sender === '' ? null : filter.sender, named: filter.asked !== '' }
    const found = await read.approvalsFor(member, narrowed, { after, limit: approvalsPerPage })
    const page = { ...found, filter, deep: after !== null, senders }
    const more = { lists: offeredTo(member), done: doneOf(request) }
    return sendPage(reply, h(ApprovalsPage, { chrome, ...page, ...more }))
  }),

  memberRoute('POST', '/documents/:id/approval', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const press = /^[0-9a-z]{32}$/.exec(typed(request, 'press'))?.[0]
    if (press === undefined) throw new Refused(refusal('form_stale'))
    const [approverId, comment] = [typed(request, 'approver'), typed(request, 'comment')]
    try {
      await requestApproval(needs, visit.origin, {
        ...{ documentId: document.id, press, comment },
        approverId: approverId === '' ? null : approverId,
      })
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code === 'not_a_draft') throw error
      const now = (await needs.database.read.document(document.id)) ?? document
      const sentence = commentProblem(error.refusal, visit.chrome.lang)
      const refused = sentence === null ? null : { comment, sentence }
      return sendCheck({ ...call, reply: reply.code(400) }, now, { changed: false, refused })
    }
    return reply.redirect(`/console/documents/${document.id}/send?done=requested`, 303)
  }),

  memberRoute('GET', '/documents/:id/approval', approver, (call) => sendApproval(call, null)),

  memberRoute('POST', '/documents/:id/approval/yes', approver, (call) => answer(call, null)),

  memberRoute('POST', '/documents/:id/approval/no', approver, (call) =>
    answer(call, typed(call.request, 'comment')),
  ),
]

type ApproverCall = ConsoleCall & { document: Document; approval: Approval }

async function answer(call: ApproverCall, comment: string | null): Promise<FastifyReply> {
  const { document, needs, visit, request, reply } = call
  const requestId = typed(request, 'request')
  try {
    const memberId = visit.member.id
    await answerApproval(needs, visit.origin, { documentId: document.id, memberId, requestId, comment })
  } catch (error) {
    const sentence = error instanceof Refused ? commentProblem(error.refusal, visit.chrome.lang) : null
    if (sentence === null) throw error
    return sendApproval({ ...call, reply: reply.code(400) }, { comment: comment ?? '', sentence })
  }
  return reply.redirect(`/console/approvals?done=${comment === null ? 'approved' : 'returned'}`, 303)
}

function sendApproval(
  { document, approval, needs, visit, reply }: ApproverCall,
  refused: { comment: string; sentence: string } | null,
): FastifyReply {
  const changed = unapproved(document, hashOfContent(needs.secrets, document)) === 'changed'
  return sendPage(reply, h(ApprovalPage, { chrome: visit.chrome, document, approval, changed, refused }))
}

/** What is wrong with a comment as typed; null where it is about something else. */
function commentProblem(refused: Refusal, lang: ConsoleCall['visit']['chrome']['lang']): string | null {
  if (refused.field !== 'comment') return null
  const words = approvalWords(lang)
  if (refused.code === 'field_missing') return words.answerMissing
  return refused.code === 'field_too_long' ? words.ask.tooLong : textProblem(refused, textWords[lang])
}
