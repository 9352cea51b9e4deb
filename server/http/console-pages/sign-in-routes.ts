import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { noteRefusedSignIn, noteSignIn } from '#server/usecases/access/note-sign-in.ts'
import { SignInPage, type SignInPageProps } from '#web/console/sign-in/SignInPage.tsx'
import { field } from '../common/form-guard.ts'
import { whereFrom } from '../common/origin.ts'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute, type StrangerCall, strangerRoute } from './route.ts'
import { bindStranger, strangerChrome, visitOf } from './visit.ts'

const longestPassword = 1_000

/** Sign-in and sign-out. Every try is a recorded event, without the address that was typed. */
export const signInRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '/sign-in', async (call) => {
    const { needs, request, reply } = call
    if ((await visitOf(needs, request)) !== null) return reply.redirect('/console/home', 303)
    return sendSignIn(call, { email: '', next: safeNext(queried(request, 'next')), error: null })
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

    const userAgent = request.headers['user-agent'] ?? ''
    // No password is this long; the library would put its marks in order first, which takes the square of their number.
    const refuse = (reason: 'wrong' | 'paused') =>
      noteRefusedSignIn(needs, { from: whereFrom(request), email, reason })
    if (password.length > longestPassword) {
      await refuse('wrong')
      return again({ kind: 'wrong' }, 401)
    }
    const tried = await needs.signIn.signIn(email, password, {
      address: request.ip,
      userAgent,
      cookies: request.headers.cookie,
    })
    if (tried.outcome === 'paused') {
      await refuse('paused')
      return again({ kind: 'paused', minutes: tried.minutes }, 429)
    }
    const member = tried.outcome === 'signed_in' ? await needs.database.read.memberByEmail(tried.email) : null
    if (tried.outcome === 'wrong' || member === null || member.disabled) {
      await refuse('wrong')
      return again({ kind: 'wrong' }, 401)
    }
    await noteSignIn(needs, { from: whereFrom(request), member, what: 'succeeded' })
    for (const each of tried.cookies) reply.header('set-cookie', each)
    return reply.redirect(next, 303)
  }),

  memberRoute('POST', '/sign-out', anyMember, async ({ needs, visit, request, reply }) => {
    const { cookies } = await needs.signIn.signOut(request.headers.cookie)
    await noteSignIn(needs, { from: whereFrom(request), member: visit.member, what: 'ended' })
    for (const each of cookies) reply.header('set-cookie', each)
    return reply.redirect('/console/sign-in?done=signed-out', 303)
  }),
]

/** The sign-in page, with the cookie that its form is bound to. */
function sendSignIn(
  { needs, request, reply }: StrangerCall,
  rest: Pick<SignInPageProps, 'email' | 'next' | 'error'>,
): FastifyReply {
  const chrome = strangerChrome(needs, request, bindStranger(needs, request, reply))
  const signedOut = doneOf(request) === 'signed-out' && rest.error === null
  return sendPage(reply, h(SignInPage, { chrome, ...rest, signedOut }))
}

/** Only ever a path of the console. */
function safeNext(next: string): string {
  return /^\/console\/[A-Za-z0-9/_.-]*(\?[A-Za-z0-9=&%_.+-]*)?$/.test(next) &&
    !next.startsWith('/console/sign-')
    ? next
    : '/console/home'
}
