import { h } from 'preact'
import { operations } from '#contract/web-api/operations.ts'
import { resultClaims, signingNext, signingNow } from '#domain/return-result.ts'
import { type ReturnError, resultIsAmbiguous, wayBackFor } from '#domain/team.ts'
import {
  addReturnSecret,
  endReturnSecrets,
  seenOf,
  useReturnSecret,
} from '#server/usecases/team/return-secrets.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { ShownOnce } from '#web/console/frame/ShownOnce.tsx'
import { CallsPage, callOutcomes } from '#web/console/integrator/CallsPage.tsx'
import { integratorWords } from '#web/console/integrator/integrator-words.ts'
import { ReturnTesterPage } from '#web/console/integrator/ReturnTesterPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { signedResult } from '../common/signed-result.ts'
import { administrator } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const callsPerPage = 50
const methods = [...new Set(operations.map(({ method }) => method))].sort()
const paths = [...new Set(operations.map(({ path }) => path))].sort()

/** Ids that no document and no recipient has. */
const sampleIds = { documentId: 'sample-document-id', participantId: 'sample-participant-id' }
const returnErrors: ReturnError[] = ['declined', 'expired', 'locked', 'not_available']

/** What those need who connect a system of theirs: its calls, and where recipients return to. */
export const integratorRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/calls', administrator, async ({ needs, visit, request, reply }) => {
    const { read } = needs.database
    const { teamId } = visit.member
    const filter = {
      client: queried(request, 'client').slice(0, 64),
      method: queried(request, 'method').slice(0, 10),
      path: queried(request, 'path').slice(0, 200),
      outcome: callOutcomes.find((each) => each === queried(request, 'outcome')) ?? '',
      request_id: queried(request, 'request_id').trim().slice(0, 64),
    } as const
    const after = /^[1-9][0-9]{0,17}$/.exec(queried(request, 'after'))?.[0] ?? null
    // What was answered a moment ago is asked for, too.
    await needs.callLog.flush()
    const [{ calls, next }, clients] = await Promise.all([
      read.callsOf(teamId, {
        clientId: filter.client || null,
        method: filter.method || null,
        path: filter.path || null,
        outcome: filter.outcome || null,
        requestId: filter.request_id || null,
        ...{ after, limit: callsPerPage },
      }),
      read.clientsOf(teamId),
    ])
    const list = { calls, clients, filter, methods, paths, next, deep: after !== null }
    return sendPage(reply, h(CallsPage, { chrome: visit.chrome, ...list }))
  }),

  memberRoute('GET', '/return-url', administrator, async ({ needs, visit, request, reply }) => {
    const { read } = needs.database
    const [team, secrets] = await Promise.all([
      read.team(visit.member.teamId),
      read.returnSecretsOf(visit.member.teamId),
    ])
    const now = needs.clock.now()
    const present = signingNow(secrets, now)
    const urls = ([undefined, ...returnErrors] as const).flatMap((error) => {
      const outcome = error ?? ('consented' as const)
      // A sample that a site took for the real thing would be a consent that nobody gave.
      const said = { issuer: needs.publicUrl, teamId: team.id, ...sampleIds, outcome, test: true }
      const result =
        present === null ? null : signedResult(present, resultClaims(said, needs.random.id(), now))
      const url = wayBackFor(team, { ...sampleIds, byLink: false, state: '' }, error, result)
      return url === null ? [] : [{ outcome, url }]
    })
    const page = {
      urls: urls.length === 0 ? null : urls,
      secrets: {
        ...{ present: present?.id ?? null, next: signingNext(secrets, now), seen: seenOf(secrets) },
        ...{ teamId: team.id, ambiguous: resultIsAmbiguous(team) },
      },
      done: doneOf(request),
    }
    return sendPage(reply, h(ReturnTesterPage, { chrome: visit.chrome, ...page }))
  }),

  memberRoute('POST', '/return-url/secret', administrator, async ({ needs, visit, request, reply }) => {
    const { member, origin, chrome } = visit
    const seen = typed(request, 'seen')
    const { id, secret } = await addReturnSecret(needs, origin, { member, seen })
    const { shown } = integratorWords[chrome.lang].tester
    const page = { section: 'settings' as const, id: 'return-secret', back: '/console/return-url' }
    return sendPage(
      reply,
      h(ShownOnce, { chrome, ...page, secret, words: { ...shown, label: shown.labelFor(id) } }),
    )
  }),

  memberRoute('POST', '/return-url/switch', administrator, async ({ needs, visit, request, reply }) => {
    const { member, origin } = visit
    await useReturnSecret(needs, origin, { member, seen: typed(request, 'seen') })
    return reply.redirect('/console/return-url?done=switched', 303)
  }),

  memberRoute('GET', '/return-url/off', administrator, async ({ needs, visit, reply }) => {
    const { member, chrome } = visit
    const { returnResult } = await needs.database.read.team(member.teamId)
    if (!returnResult) return reply.redirect('/console/return-url', 303)
    const { back, ...words } = integratorWords[chrome.lang].tester.ending
    const page = {
      ...{ chrome, section: 'settings' as const, ...words },
      action: '/console/return-url/off',
      back: { href: '/console/return-url', words: back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/return-url/off', administrator, async ({ needs, visit, reply }) => {
    await endReturnSecrets(needs, visit.origin, { member: visit.member })
    return reply.redirect('/console/return-url?done=off', 303)
  }),
]
