import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { deviceOf } from '#domain/device.ts'
import { refusal } from '#domain/refusal.ts'
import { keptText, refusalIn } from '#domain/text-rules.ts'
import { newChallenge } from '#server/usecases/access/passkey-challenge.ts'
import { addPasskey, removePasskey } from '#server/usecases/access/passkeys.ts'
import { Refused } from '#server/usecases/refused.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { AddPasskeyPage, type AddPasskeyPageProps } from '#web/console/me/AddPasskeyPage.tsx'
import { meWordsIn } from '#web/console/me/me-words.ts'
import { field } from '../common/form-guard.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { anyMember, ownAccount, ownFactors } from './checks.ts'
import { ownOf, sendCodes } from './factor-routes.ts'
import { parameter, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const longestName = 40

/** A member's passkeys: added by name, removed one by one. */
export const passkeyRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/me/passkeys/new', ownAccount, (call) => {
    const { browser, system } = deviceOf(call.visit.origin.userAgent)
    const name = [system, browser].filter((part) => part !== null).join(' ')
    return sendForm(call, name, null)
  }),

  memberRoute('POST', '/me/passkeys', ownFactors, async (call) => {
    const { needs, visit, request, reply } = call
    const name = typed(request, 'name')
    const wrong =
      name === '' || [...name].length > longestName || refusalIn(keptText(name, 'name', {})) !== null
    if (wrong) {
      reply.code(400)
      return sendForm(call, name, 'name')
    }
    const given = {
      ticket: field(request, 'ticket'),
      answer: field(request, 'passkey'),
      bearer: visit.session,
    }
    const added = await addPasskey(needs, visit.origin, { own: ownOf(visit), name, given })
    if (added === 'refused' || added === 'too_many') {
      reply.code(400)
      return sendForm(call, name, added)
    }
    if (added.codes.length > 0) return sendCodes(call, added.codes)
    return reply.redirect('/console/me/factors?done=passkey-added', 303)
  }),

  memberRoute('GET', '/me/passkeys/:id/remove', anyMember, async (call) => {
    const { needs, visit, request, reply } = call
    const { passkeys } = await needs.database.read.factors(visit.member.id)
    const passkey = passkeys.find(({ id }) => id === parameter(request, 'id'))
    if (passkey === undefined) throw new Refused(refusal('passkey_not_found'))
    const words = meWordsIn(visit.chrome.lang).removePasskey
    const page = {
      ...{ chrome: visit.chrome, section: null, title: words.title, lead: words.lead(passkey.name) },
      consequence: words.consequence,
      action: `/console/me/passkeys/${passkey.id}/remove`,
      button: words.button,
      back: { href: '/console/me/factors', words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/me/passkeys/:id/remove', ownFactors, async ({ needs, visit, request, reply }) => {
    await removePasskey(needs, visit.origin, { own: ownOf(visit), id: parameter(request, 'id') })
    return reply.redirect('/console/me/factors?done=passkey-removed', 303)
  }),
]

async function sendForm(
  { needs, visit, reply }: ConsoleCall,
  name: string,
  problem: AddPasskeyPageProps['problem'],
): Promise<FastifyReply> {
  const { challenge, ticket } = newChallenge(needs, 'register', visit.session)
  const { passkeys } = await needs.database.read.factors(visit.member.id)
  const options = await needs.signIn.passkeys.creation({ challenge, member: visit.member, known: passkeys })
  const chrome = { ...visit.chrome, path: '/console/me/passkeys/new' }
  return sendPage(reply, h(AddPasskeyPage, { chrome, name, options, ticket, problem }))
}
