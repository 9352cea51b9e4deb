import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { choosePassword, readInvitation } from '#server/usecases/team/choose-password.ts'
import type { Invitation } from '#server/usecases/team-ports.ts'
import { InvitationEndPage, InvitationPage } from '#web/console/InvitationPage.tsx'
import { field } from '../form-guard.ts'
import { setCookie } from './cookies.ts'
import type { ConsoleNeeds } from './needs.ts'
import { parameter } from './rooms.ts'
import { doorChrome, doorCookie, doorOf, guardDoorForm, isHttps, sendPage } from './visit.ts'

/** Where an invitation's link leads: a member chooses a password. Nobody is signed in yet; the link says who they are. */
export function invitationRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get('/invitations/:token', async (request, reply) => {
    const invitation = await unlessOver(readInvitation(needs, parameter(request, 'token')))
    return invitation === null ? over(request, reply) : sendForm(request, reply, invitation, [])
  })

  server.post('/invitations/:token', async (request, reply) => {
    guardDoorForm(needs, request)
    const token = parameter(request, 'token')
    const entry = { token, password: field(request, 'password'), again: field(request, 'again') }
    const chosen = await unlessOver(choosePassword(needs, entry))
    if (chosen === null) return over(request, reply)
    const { objections, memberId } = chosen
    if (objections.length > 0) {
      const invitation = await unlessOver(readInvitation(needs, token))
      return invitation === null
        ? over(request, reply)
        : sendForm(request, reply.code(400), invitation, objections)
    }
    request.log.info({ event: 'member.password_chosen', memberId, address: request.ip })
    return sendPage(reply, h(InvitationEndPage, { chrome: chromeOf(request, null), done: true }))
  })

  /** The form; gives the browser the cookie that it is bound to. */
  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    { member, teamName }: Invitation,
    objections: Refusal[],
  ): FastifyReply {
    const known = doorOf(needs, request)
    const value = known ?? needs.random.token(24)
    if (known === null) reply.header('set-cookie', setCookie(doorCookie(needs), value, isHttps(needs), null))
    const chrome = chromeOf(request, value)
    const page = { chrome, action: chrome.path, teamName, email: member.email, objections }
    return sendPage(reply, h(InvitationPage, page))
  }

  function over(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    request.log.info({ event: 'console.refused', code: 'invitation_over' })
    return sendPage(reply.code(410), h(InvitationEndPage, { chrome: chromeOf(request, null), done: false }))
  }

  /** The path of the link also after a post: the language switch leads there again. */
  function chromeOf(request: FastifyRequest, door: string | null) {
    const path = `/console/invitations/${encodeURIComponent(parameter(request, 'token'))}`
    return { ...doorChrome(needs, request, door), path }
  }
}

async function unlessOver<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'invitation_over') return null
    throw error
  })
}
