import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { isAlive } from '#domain/console-session.ts'
import { letterLanguageIn } from '#domain/letter-language.ts'
import { optionalMails, optionalMailsIn } from '#domain/optional-mail.ts'
import type { Refusal } from '#domain/refusal.ts'
import { changePassword } from '#server/usecases/access/change-password.ts'
import { endOwnSessions } from '#server/usecases/access/end-sessions.ts'
import { noteRefusedMember } from '#server/usecases/access/note-sign-in.ts'
import { chooseMails } from '#server/usecases/team/choose-mails.ts'
import { renameSelf } from '#server/usecases/team/rename-self.ts'
import { MePage } from '#web/console/me/MePage.tsx'
import { field } from '../common/form-guard.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { anyMember, shownAgain } from './checks.ts'
import { doneOf, parameter, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** A member's own account: name, password, mails, and where they are signed in. */
export const meRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/me', anyMember, (call) =>
    sendMe(call, { name: call.visit.member.name, objections: [] }),
  ),

  memberRoute('POST', '/me/name', anyMember, async (call) => {
    const { needs, visit, request, reply } = call
    const name = typed(request, 'name')
    const { objections, changed } = await renameSelf(needs, visit.origin, { member: visit.member, name })
    if (objections.length > 0) {
      reply.code(400)
      return sendMe(call, { name, objections })
    }
    return reply.redirect(`/console/me?done=${changed ? 'saved' : 'unchanged'}`, 303)
  }),

  memberRoute('POST', '/me/password', anyMember, async (call) => {
    const { needs, visit, request, reply } = call
    const entry = {
      present: field(request, 'present'),
      password: field(request, 'password'),
      again: field(request, 'again'),
    }
    const own = { member: visit.member, session: visit.signedIn }
    const objections = await changePassword(needs, visit.origin, { own, entry })
    if (objections.length === 0) return reply.redirect('/console/me?done=password', 303)
    const paused = objections.some(({ code }) => code === 'factor_tries_over')
    if (paused || objections.some(({ code }) => code === 'password_wrong')) {
      const reason = paused ? 'proof_paused' : 'proof'
      await noteRefusedMember(needs, { from: visit.origin, member: visit.member, reason })
    }
    reply.code(paused ? 429 : 400)
    return sendMe(call, { name: visit.member.name, objections })
  }),

  // Where links in mails of earlier releases lead.
  memberRoute('GET', '/mails', anyMember, ({ reply }) => reply.redirect('/console/me#mails', 303)),

  memberRoute('POST', '/mails', anyMember, async ({ needs, visit, request, reply }) => {
    const wanted = optionalMails.filter((each) => typed(request, each) === '1')
    const language = letterLanguageIn(typed(request, 'language'))
    const changed = await chooseMails(needs, visit.origin, { member: visit.member, wanted, language })
    return reply.redirect(`/console/me?done=${changed ? 'saved' : 'unchanged'}`, 303)
  }),

  memberRoute('POST', '/me/sessions/end-others', shownAgain(anyMember), (call) => endSessions(call, null)),

  // Another's is ended by nobody else: it is looked for among one's own.
  memberRoute('POST', '/me/sessions/:id/end', shownAgain(anyMember), (call) =>
    endSessions(call, parameter(call.request, 'id')),
  ),
]

async function endSessions({ needs, visit, reply }: ConsoleCall, id: string | null): Promise<FastifyReply> {
  const own = { member: visit.member, session: visit.signedIn }
  await endOwnSessions(needs, visit.origin, { own, id })
  return reply.redirect('/console/me?done=ended', 303)
}

async function sendMe(
  { needs, visit, request, reply }: ConsoleCall,
  { name, objections }: { name: string; objections: Refusal[] },
): Promise<FastifyReply> {
  const { id, email } = visit.member
  const { read } = needs.database
  const now = needs.clock.now()
  const off = optionalMailsIn(await read.mailsOff(id))
  const language = await read.letterLanguage(id)
  const sessions = (await read.consoleSessions(id, now)).filter((each) => isAlive(each, now))
  const page = { chrome: visit.chrome, email, name, held: visit.held, mails: { off, language }, sessions }
  return sendPage(reply, h(MePage, { ...page, here: visit.signedIn.id, objections, done: doneOf(request) }))
}
