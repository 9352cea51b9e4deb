import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { refusal } from '#domain/refusal.ts'
import { makeRecoveryCodes } from '#server/usecases/access/make-recovery-codes.ts'
import { beginApp, confirmApp, removeApp } from '#server/usecases/access/set-up-app.ts'
import { Refused } from '#server/usecases/refused.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { FactorsPage } from '#web/console/me/FactorsPage.tsx'
import { meWordsIn } from '#web/console/me/me-words.ts'
import { RecoveryCodesPage } from '#web/console/me/RecoveryCodesPage.tsx'
import { SetUpAppPage, type SetUpAppPageProps } from '#web/console/me/SetUpAppPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { anyMember, ownAccount, ownFactors } from './checks.ts'
import { doneOf, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** A member's second factors: the authenticator app and the recovery codes. */
export const factorRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/me/factors', ownAccount, async ({ needs, visit, request, reply }) => {
    const { app, passkeys, recoveryCodes } = await needs.database.read.factors(visit.member.id)
    const page = { chrome: visit.chrome, app: app?.since ?? null, passkeys, recoveryCodes }
    const passkeysAvailable = needs.signIn.passkeys.available
    const rest = { required: visit.mustEnrol, passkeysAvailable, done: doneOf(request) }
    return sendPage(reply, h(FactorsPage, { ...page, ...rest }))
  }),

  memberRoute('POST', '/me/app', ownFactors, async ({ needs, visit, reply }) => {
    await beginApp(needs, visit.origin, ownOf(visit))
    return reply.redirect('/console/me/app', 303)
  }),

  memberRoute('GET', '/me/app', ownAccount, (call) => sendSetUp(call, null)),

  memberRoute('POST', '/me/app/confirm', ownFactors, async (call) => {
    const { needs, visit, request, reply } = call
    const wanted = { own: ownOf(visit), code: typed(request, 'code') }
    const confirmed = await confirmApp(needs, visit.origin, wanted)
    if (confirmed === 'wrong' || confirmed === 'paused') {
      reply.code(confirmed === 'wrong' ? 400 : 429)
      return sendSetUp(call, confirmed)
    }
    return sendCodes(call, confirmed.codes)
  }),

  memberRoute('GET', '/me/app/remove', anyMember, async ({ needs, visit, reply }) => {
    const words = meWordsIn(visit.chrome.lang).removeApp
    const { factorRequired } = await needs.database.read.team(visit.member.teamId)
    const page = {
      ...{ chrome: visit.chrome, section: null, title: words.title, lead: words.lead },
      consequence: factorRequired ? words.required : words.consequence,
      action: '/console/me/app/remove',
      button: words.button,
      back: { href: '/console/me/factors', words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/me/app/remove', ownFactors, async ({ needs, visit, reply }) => {
    await removeApp(needs, visit.origin, ownOf(visit))
    return reply.redirect('/console/me/factors?done=app-removed', 303)
  }),

  memberRoute('GET', '/me/recovery-codes', anyMember, ({ visit, reply }) => {
    const words = meWordsIn(visit.chrome.lang).makeCodes
    const page = {
      ...{ chrome: visit.chrome, section: null, title: words.title, lead: words.lead },
      consequence: words.consequence,
      action: '/console/me/recovery-codes',
      button: words.button,
      back: { href: '/console/me/factors', words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/me/recovery-codes', ownFactors, async (call) => {
    const codes = await makeRecoveryCodes(call.needs, call.visit.origin, ownOf(call.visit))
    return sendPage(
      call.reply,
      h(RecoveryCodesPage, {
        chrome: call.visit.chrome,
        email: call.visit.member.email,
        codes,
        added: false,
      }),
    )
  }),
]

/** Who acts, in which session. */
export function ownOf({ member, signedIn }: ConsoleCall['visit']) {
  return { member, session: signedIn }
}

/** Recovery codes where there are new ones; else the list of factors. Nothing but the codes is open on this page. */
export function sendCodes({ visit, reply }: ConsoleCall, codes: string[]): FastifyReply {
  if (codes.length === 0) return reply.redirect('/console/me/factors?done=saved', 303)
  const chrome = { ...visit.chrome, path: '/console/me/factors' }
  return sendPage(reply, h(RecoveryCodesPage, { chrome, email: visit.member.email, codes, added: true }))
}

async function sendSetUp(
  { needs, visit, reply }: ConsoleCall,
  problem: SetUpAppPageProps['problem'],
): Promise<FastifyReply> {
  const secret = await needs.database.read.appSecret(visit.member.id)
  if (secret === null) throw new Refused(refusal('factor_not_begun'))
  const address = needs.signIn.codes.address(secret, visit.member.email)
  const chrome = { ...visit.chrome, path: '/console/me/app' }
  return sendPage(reply, h(SetUpAppPage, { chrome, secret, address, problem }))
}
