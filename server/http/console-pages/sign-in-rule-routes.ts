import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { resetFactors } from '#server/usecases/team/reset-factors.ts'
import { saveSignInRules } from '#server/usecases/team/save-sign-in-rules.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { signInRulesWordsIn } from '#web/console/proving/sign-in-rules-words.ts'
import { SignInRulesPage, type SignInRulesPageProps } from '#web/console/settings/SignInRulesPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, administratorOfMember } from './checks.ts'
import { doneOf, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const path = '/settings/sign-in'

/** What the team asks of its members at the sign-in; and the way back of a member who lost their second factor. */
export const signInRuleRoutes: ConsoleRoute[] = [
  memberRoute('GET', path, administrator, async (call) => {
    const { factorRequired, consoleNetworks } = await call.needs.database.read.team(call.visit.member.teamId)
    return sendRules(call, { factorRequired, consoleNetworks: consoleNetworks.join('\n') }, [])
  }),

  memberRoute('POST', path, administrator, async (call) => {
    const { needs, visit, request, reply } = call
    const text = typed(request, 'console_networks')
    const factorRequired = typed(request, 'factor_required') === '1'
    const consoleNetworks = text.split(/\r?\n/).map((line) => line.trim())
    const wanted = { member: visit.member, rules: { factorRequired, consoleNetworks } }
    const { objections, changed } = await saveSignInRules(needs, visit.origin, wanted)
    if (objections.length > 0) {
      reply.code(400)
      return sendRules(call, { factorRequired, consoleNetworks: text }, objections)
    }
    return reply.redirect(`/console${path}?done=${changed ? 'saved' : 'unchanged'}`, 303)
  }),

  memberRoute('GET', '/members/:id/factors/reset', administratorOfMember, ({ subject, visit, reply }) => {
    const { reset: words } = signInRulesWordsIn(visit.chrome.lang)
    const page = {
      ...{ chrome: visit.chrome, section: 'members' as const, title: words.confirmTitle },
      lead: words.question(subject.name),
      consequence: words.consequence,
      action: `/console/members/${subject.id}/factors/reset`,
      button: words.button,
      back: { href: `/console/members/${subject.id}`, words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/members/:id/factors/reset', administratorOfMember, async (call) => {
    const { subject, needs, visit, reply } = call
    await resetFactors(needs, visit.origin, { member: visit.member, id: subject.id })
    return reply.redirect(`/console/members/${subject.id}?done=factors`, 303)
  }),
]

async function sendRules(
  { needs, visit, request, reply }: ConsoleCall,
  entry: SignInRulesPageProps['entry'],
  objections: Refusal[],
): Promise<FastifyReply> {
  const { read } = needs.database
  const { teamId } = visit.member
  const members = await read.membersOf(teamId)
  const factors = await read.factorsOfTeam(teamId)
  const done = (['saved', 'unchanged'] as const).find((each) => each === doneOf(request)) ?? null
  const page = { chrome: visit.chrome, entry, address: request.ip, members, factors, objections, done }
  return sendPage(reply, h(SignInRulesPage, page))
}
