import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { signOut } from '#server/usecases/access/end-sessions.ts'
import { noteRefusedSignIn } from '#server/usecases/access/note-sign-in.ts'
import { newChallenge } from '#server/usecases/access/passkey-challenge.ts'
import { signInByPassword } from '#server/usecases/access/sign-in.ts'
import { signInByPasskey } from '#server/usecases/access/sign-in-by-passkey.ts'
import { SignInPage, type SignInPageProps } from '#web/console/sign-in/SignInPage.tsx'
import { field } from '../common/form-guard.ts'
import { whereFrom } from '../common/origin.ts'
import { sendPage } from '../common/send-page.ts'
import { ownAccount } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { fromOf } from './from.ts'
import { safeNext } from './next.ts'
import { type ConsoleRoute, memberRoute, type StrangerCall, strangerRoute } from './route.ts'
import { bindStranger, strangerBearer, strangerChrome, visitOf } from './visit.ts'

/** Sign-in and sign-out. Every try is a recorded event, without the address that was typed. */
export const signInRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '/sign-in', async (call) => {
    const { needs, request, reply } = call
    if ((await visitOf(needs, request)) !== null) return reply.redirect('/console/home', 303)
    const error = queried(request, 'over') === '1' ? { kind: 'over' as const } : null
    return sendSignIn(call, { email: '', next: safeNext(queried(request, 'next')), error })
  }),

  strangerRoute('POST', '/sign-in', async (call) => {
    const { needs, request, reply } = call
    const email = typed(request, 'email')
    const password = field(request, 'password')
    const next = safeNext(typed(request, 'next'))
    const again = (error: NonNullable<SignInPageProps['error']>, status: number) => {
      reply.code(status)
      return sendSignIn(call, { email, next, error })
    }
    if (email === '' || password === '') return again({ kind: 'missing' }, 400)
    const tried = await signInByPassword(needs, fromOf(request), { email, password })
    if (tried.outcome === 'paused') {
      await noteRefusedSignIn(needs, { from: whereFrom(request), email, reason: 'paused' })
      return again({ kind: 'paused', minutes: tried.minutes }, 429)
    }
    if (tried.outcome === 'wrong') {
      await noteRefusedSignIn(needs, { from: whereFrom(request), email, reason: 'wrong' })
      return again({ kind: 'wrong' }, 401)
    }
    for (const each of tried.cookies) reply.header('set-cookie', each)
    const step = `/console/sign-in/factor?next=${encodeURIComponent(next)}`
    return reply.redirect(tried.outcome === 'factor' ? step : next, 303)
  }),

  strangerRoute('POST', '/sign-in/passkey', async (call) => {
    const { needs, request, reply } = call
    const next = safeNext(typed(request, 'next'))
    const given = passkeyIn(call, 'ticket', 'passkey')
    const tried = await signInByPasskey(needs, fromOf(request), { given, step: null })
    if (tried.outcome === 'signed_in') {
      for (const each of tried.cookies) reply.header('set-cookie', each)
      return reply.redirect(next, 303)
    }
    if (tried.outcome === 'paused') {
      await noteRefusedSignIn(needs, { from: whereFrom(request), email: '', reason: 'paused' })
      return sendSignIn(call, { email: '', next, error: { kind: 'paused', minutes: tried.minutes } }, 429)
    }
    await noteRefusedSignIn(needs, { from: whereFrom(request), email: tried.email ?? '', reason: 'factor' })
    return sendSignIn(call, { email: '', next, error: { kind: 'passkey' } }, 401)
  }),

  memberRoute('POST', '/sign-out', ownAccount, async ({ needs, visit, reply }) => {
    await signOut(needs, visit.origin, { member: visit.member, session: visit.signedIn })
    reply.header('set-cookie', needs.signIn.cookies.gone())
    return reply.redirect('/console/sign-in?done=signed-out', 303)
  }),
]

/** What the browser answered, with what binds it to this browser. */
export function passkeyIn({ needs, request }: StrangerCall, ticket: string, answer: string) {
  const bearer = strangerBearer(needs, request) ?? ''
  return { ticket: field(request, ticket), answer: field(request, answer), bearer }
}

/** The sign-in page, with the cookie that its forms are bound to. */
function sendSignIn(
  { needs, request, reply }: StrangerCall,
  rest: Pick<SignInPageProps, 'email' | 'next' | 'error'>,
  status?: number,
): FastifyReply {
  if (status !== undefined) reply.code(status)
  const bearer = bindStranger(needs, request, reply)
  const chrome = strangerChrome(needs, request, bearer)
  const { challenge, ticket } = newChallenge(needs, 'sign-in', bearer)
  const { passkeys } = needs.signIn
  const passkey = passkeys.available ? { ticket, options: passkeys.request(challenge, null) } : null
  const said = (['signed-out', 'password'] as const).find((each) => each === doneOf(request)) ?? null
  const done = rest.error === null ? said : null
  return sendPage(reply, h(SignInPage, { chrome, ...rest, done, passkey }))
}
