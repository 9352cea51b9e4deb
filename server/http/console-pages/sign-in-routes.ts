import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { SignInPage, type SignInPageProps } from '#web/console/SignInPage.tsx'
import { field } from '../form-guard.ts'
import { setCookie } from './cookies.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, queried, typed } from './rooms.ts'
import { doorChrome, doorCookie, doorOf, guardDoorForm, isHttps, sendPage, visitOf } from './visit.ts'

/** Sign-in and sign-out. Every try is an event in the log, without the address that was typed. */
export function signInRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get('/sign-in', async (request, reply) => {
    if ((await visitOf(needs, request)) !== null) return reply.redirect('/console/documents', 303)
    return door(request, reply, { email: '', next: safeNext(queried(request, 'next')), error: null })
  })

  server.post('/sign-in', async (request, reply) => {
    guardDoorForm(needs, request)
    const email = typed(request, 'email')
    const password = field(request, 'password')
    const next = safeNext(typed(request, 'next'))
    const again = (error: NonNullable<SignInPageProps['error']>, status: number) =>
      door(request, reply.code(status), { email, next, error })
    if (email === '' || password === '') return again({ kind: 'missing' }, 400)

    const userAgent = request.headers['user-agent'] ?? ''
    const tried = await needs.signIn.signIn(email, password, { address: request.ip, userAgent })
    if (tried.outcome === 'paused') {
      request.log.warn({ event: 'console.sign_in', outcome: 'paused' })
      return again({ kind: 'paused', minutes: tried.minutes }, 429)
    }
    const member = tried.outcome === 'signed_in' ? await needs.database.read.memberByEmail(tried.email) : null
    if (tried.outcome === 'wrong' || member === null || member.disabled) {
      request.log.warn({ event: 'console.sign_in', outcome: 'wrong' })
      return again({ kind: 'wrong' }, 401)
    }
    request.log.info({ event: 'console.sign_in', outcome: 'signed_in', memberId: member.id })
    for (const each of tried.cookies) reply.header('set-cookie', each)
    return reply.redirect(next, 303)
  })

  server.post(
    '/sign-out',
    membersOnly(needs, async (visit, request, reply) => {
      const { cookies } = await needs.signIn.signOut(request.headers.cookie)
      request.log.info({ event: 'console.sign_out', memberId: visit.member.id })
      for (const each of cookies) reply.header('set-cookie', each)
      return reply.redirect('/console/sign-in?done=signed-out', 303)
    }),
  )

  /** The sign-in page; gives the browser the cookie that its form is bound to. */
  function door(
    request: FastifyRequest,
    reply: FastifyReply,
    rest: Pick<SignInPageProps, 'email' | 'next' | 'error'>,
  ): FastifyReply {
    const known = doorOf(needs, request)
    const value = known ?? needs.random.token(24)
    if (known === null) reply.header('set-cookie', setCookie(doorCookie(needs), value, isHttps(needs), null))
    const chrome = doorChrome(needs, request, value)
    const signedOut = queried(request, 'done') === 'signed-out' && rest.error === null
    return sendPage(reply, h(SignInPage, { chrome, ...rest, signedOut }))
  }
}

/** Only ever a path of the console. */
function safeNext(next: string): string {
  return /^\/console\/[A-Za-z0-9/_.-]*(\?[A-Za-z0-9=&%_.+-]*)?$/.test(next) &&
    !next.startsWith('/console/sign-')
    ? next
    : '/console/documents'
}
