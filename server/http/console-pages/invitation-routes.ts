import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { choosePassword, readInvitation } from '#server/usecases/team/choose-password.ts'
import type { Invitation } from '#server/usecases/team-ports.ts'
import { InvitationEndPage, InvitationPage } from '#web/console/team/InvitationPage.tsx'
import { field } from '../common/form-guard.ts'
import { whereFrom } from '../common/origin.ts'
import { sendPage } from '../common/send-page.ts'
import { parameter } from './fields.ts'
import { type ConsoleRoute, type StrangerCall, strangerRoute } from './route.ts'
import { bindStranger, strangerChrome } from './visit.ts'

/** Where an invitation's link leads: a member chooses a password. Nobody is signed in yet; the link says who they are. */
export const invitationRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '/invitations/:token', async (call) => {
    const invitation = await unlessOver(readInvitation(call.needs, parameter(call.request, 'token')))
    return invitation === null ? sendOver(call) : sendForm(call, invitation, [])
  }),

  strangerRoute('POST', '/invitations/:token', async (call) => {
    const { needs, request, reply } = call
    const token = parameter(request, 'token')
    const entry = { token, password: field(request, 'password'), again: field(request, 'again') }
    const chosen = await unlessOver(choosePassword(needs, whereFrom(request), entry))
    if (chosen === null) return sendOver(call)
    const { objections, memberId } = chosen
    if (objections.length > 0) {
      const invitation = await unlessOver(readInvitation(needs, token))
      reply.code(400)
      return invitation === null ? sendOver(call) : sendForm(call, invitation, objections)
    }
    request.log.info({ event: 'member.password_chosen', memberId, address: request.ip })
    return sendPage(reply, h(InvitationEndPage, { chrome: chromeOf(call, null), done: true }))
  }),
]

/** The form, with the cookie that it is bound to. */
function sendForm(call: StrangerCall, { member, teamName }: Invitation, objections: Refusal[]): FastifyReply {
  const chrome = chromeOf(call, bindStranger(call.needs, call.request, call.reply))
  const page = { chrome, action: chrome.path, teamName, email: member.email, objections }
  return sendPage(call.reply, h(InvitationPage, page))
}

function sendOver(call: StrangerCall): FastifyReply {
  call.request.log.info({ event: 'console.refused', code: 'invitation_over' })
  return sendPage(call.reply.code(410), h(InvitationEndPage, { chrome: chromeOf(call, null), done: false }))
}

/** The path of the link also after a post: the language switch leads there again. */
function chromeOf({ needs, request }: StrangerCall, bearer: string | null) {
  const path = `/console/invitations/${encodeURIComponent(parameter(request, 'token'))}`
  return { ...strangerChrome(needs, request, bearer), path }
}

async function unlessOver<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'invitation_over') return null
    throw error
  })
}
