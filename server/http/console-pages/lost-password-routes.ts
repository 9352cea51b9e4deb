import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import {
  askForPasswordLink,
  chooseLostPassword,
  readPasswordLink,
} from '#server/usecases/access/lost-password.ts'
import { Refused } from '#server/usecases/refused.ts'
import {
  ChoosePasswordPage,
  LostPasswordPage,
  type LostPasswordPageProps,
  PasswordLinkOverPage,
} from '#web/console/sign-in/LostPasswordPage.tsx'
import { field } from '../common/form-guard.ts'
import { sendPage } from '../common/send-page.ts'
import { parameter, typed } from './fields.ts'
import { fromOf } from './from.ts'
import { type ConsoleRoute, type StrangerCall, strangerRoute } from './route.ts'
import { bindStranger, strangerChrome } from './visit.ts'

/** Longer than any address. */
const longestAddress = 254

/** Whoever lost their password gets a link by mail, and by it chooses another. */
export const lostPasswordRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '/password-lost', (call) =>
    sendLost(call, '', call.needs.mail === null ? 'no_mail' : 'ask'),
  ),

  strangerRoute('POST', '/password-lost', async (call) => {
    const { needs, request, reply } = call
    if (needs.mail === null) return sendLost(call, '', 'no_mail')
    const email = typed(request, 'email')
    if (email === '' || email.length > longestAddress) {
      reply.code(400)
      return sendLost(call, email.slice(0, longestAddress), 'missing')
    }
    const { lang: language } = strangerChrome(needs, request, null)
    const minutes = await askForPasswordLink(needs, fromOf(request), { email, language })
    if (minutes === null) return sendLost(call, email, 'sent')
    reply.code(429)
    return sendLost(call, email, { minutes })
  }),

  // Programs that look into mails open links as well: opening one spends nothing.
  strangerRoute('GET', '/password/:token', async (call) => {
    const { needs, request } = call
    const reset = await unlessOver(readPasswordLink(needs, parameter(request, 'token')))
    return reset === null ? sendOver(call) : sendChoice(call, reset.member.email, [])
  }),

  strangerRoute('POST', '/password/:token', async (call) => {
    const { needs, request, reply } = call
    const token = parameter(request, 'token')
    const entry = { token, password: field(request, 'password'), again: field(request, 'again') }
    const objections = await unlessOver(chooseLostPassword(needs, fromOf(request), entry))
    if (objections === null) return sendOver(call)
    if (objections.length === 0) {
      reply.header('set-cookie', needs.signIn.cookies.gone())
      return reply.redirect('/console/sign-in?done=password', 303)
    }
    const reset = await unlessOver(readPasswordLink(needs, token))
    reply.code(400)
    return reset === null ? sendOver(call) : sendChoice(call, reset.member.email, objections)
  }),
]

function sendLost(
  { needs, request, reply }: StrangerCall,
  email: string,
  state: LostPasswordPageProps['state'],
): FastifyReply {
  const chrome = {
    ...strangerChrome(needs, request, bindStranger(needs, request, reply)),
    path: '/console/password-lost',
  }
  return sendPage(reply, h(LostPasswordPage, { chrome, email, state }))
}

/** The path of the link also after a post: the language switch leads there again. */
function chromeOf({ needs, request }: StrangerCall, bearer: string | null) {
  const path = `/console/password/${encodeURIComponent(parameter(request, 'token'))}`
  return { ...strangerChrome(needs, request, bearer), path }
}

function sendChoice(
  call: StrangerCall,
  email: string,
  objections: Awaited<ReturnType<typeof chooseLostPassword>>,
): FastifyReply {
  const chrome = chromeOf(call, bindStranger(call.needs, call.request, call.reply))
  return sendPage(call.reply, h(ChoosePasswordPage, { chrome, action: chrome.path, email, objections }))
}

function sendOver(call: StrangerCall): FastifyReply {
  call.request.log.info({ event: 'console.refused', code: 'reset_over' })
  return sendPage(call.reply.code(410), h(PasswordLinkOverPage, { chrome: chromeOf(call, null) }))
}

async function unlessOver<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'reset_over') return null
    throw error
  })
}
