import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Member } from '#domain/member.ts'
import { noteRefusedSignIn } from '#server/usecases/access/note-sign-in.ts'
import { newChallenge } from '#server/usecases/access/passkey-challenge.ts'
import { showFactorCode } from '#server/usecases/access/show-factor.ts'
import { signInByPasskey } from '#server/usecases/access/sign-in-by-passkey.ts'
import { type AtStep, memberAtStep } from '#server/usecases/access/sign-in-step.ts'
import { FactorPage, type FactorPageProps } from '#web/console/sign-in/FactorPage.tsx'
import { whereFrom } from '../common/origin.ts'
import { sendPage } from '../common/send-page.ts'
import { queried, typed } from './fields.ts'
import { fromOf } from './from.ts'
import { safeNext } from './next.ts'
import { type ConsoleRoute, type StrangerCall, strangerRoute } from './route.ts'
import { passkeyIn } from './sign-in-routes.ts'
import { bindStranger, strangerChrome } from './visit.ts'

/**
 * The second step of the sign-in. Nobody is in yet: whoever comes here without having shown the password is led back, and
 * no page of the console opens for them.
 */
export const factorStepRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '/sign-in/factor', async (call) => {
    const step = await atStep(call)
    if (step === null) return backToTheDoor(call.reply)
    return sendStep(call, step.member, safeNext(queried(call.request, 'next')), null)
  }),

  strangerRoute('POST', '/sign-in/factor', async (call) => {
    const { needs, request, reply } = call
    const step = await atStep(call)
    if (step === null) return backToTheDoor(reply)
    const { member } = step
    const next = safeNext(typed(request, 'next'))
    const kind = typed(request, 'kind') === 'recovery' ? 'recovery' : 'totp'
    const code = typed(request, 'code')
    const again = (problem: 'missing' | 'wrong' | 'used' | 'paused', status: number, minutes = 0) => {
      reply.code(status)
      return sendStep(call, member, next, { of: kind, kind: problem, minutes })
    }
    if (code === '') return again('missing', 400)
    const tried = await showFactorCode(needs, fromOf(request), { ...step, kind, code })
    if (tried.outcome === 'signed_in') return letIn(reply, tried.cookies, next)
    const { email } = member
    const reason = tried.outcome === 'paused' ? 'paused' : 'factor'
    await noteRefusedSignIn(needs, { from: whereFrom(request), email, reason })
    if (tried.outcome === 'paused') return again('paused', 429, tried.minutes)
    return again(tried.outcome, 401)
  }),

  strangerRoute('POST', '/sign-in/factor/passkey', async (call) => {
    const { needs, request, reply } = call
    const step = await atStep(call)
    if (step === null) return backToTheDoor(reply)
    const { member } = step
    const next = safeNext(typed(request, 'next'))
    const given = passkeyIn(call, 'ticket', 'passkey')
    const tried = await signInByPasskey(needs, fromOf(request), { given, step })
    if (tried.outcome === 'signed_in') return letIn(reply, tried.cookies, next)
    const reason = tried.outcome === 'paused' ? 'paused' : 'factor'
    await noteRefusedSignIn(needs, { from: whereFrom(request), email: member.email, reason })
    reply.code(tried.outcome === 'paused' ? 429 : 401)
    const error = tried.outcome === 'paused' ? { kind: 'paused' as const, minutes: tried.minutes } : null
    return sendStep(call, member, next, { of: 'passkey', ...(error ?? { kind: 'wrong', minutes: 0 }) })
  }),
]

function atStep({ needs, request }: StrangerCall): Promise<AtStep | null> {
  return memberAtStep(needs, request.headers.cookie)
}

function backToTheDoor(reply: FastifyReply): FastifyReply {
  return reply.redirect('/console/sign-in?over=1', 303)
}

function letIn(reply: FastifyReply, cookies: string[], next: string): FastifyReply {
  for (const each of cookies) reply.header('set-cookie', each)
  return reply.redirect(next, 303)
}

async function sendStep(
  { needs, request, reply }: StrangerCall,
  member: Member,
  next: string,
  error: FactorPageProps['error'],
): Promise<FastifyReply> {
  const bearer = bindStranger(needs, request, reply)
  const chrome = { ...strangerChrome(needs, request, bearer), path: '/console/sign-in/factor' }
  const { app, passkeys } = await needs.database.read.factors(member.id)
  const { challenge, ticket } = newChallenge(needs, 'sign-in', bearer)
  const passkey =
    passkeys.length === 0 ? null : { ticket, options: needs.signIn.passkeys.request(challenge, passkeys) }
  return sendPage(reply, h(FactorPage, { chrome, next, app: app !== null, passkey, error }))
}
