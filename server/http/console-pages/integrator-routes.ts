import { h } from 'preact'
import { operations } from '#contract/web-api/operations.ts'
import { type ReturnError, wayBackFor } from '#domain/team.ts'
import { CallsPage, callOutcomes } from '#web/console/integrator/CallsPage.tsx'
import { ReturnTesterPage } from '#web/console/integrator/ReturnTesterPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { administrator } from './checks.ts'
import { queried } from './fields.ts'
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

  memberRoute('GET', '/return-url', administrator, async ({ needs, visit, reply }) => {
    const team = await needs.database.read.team(visit.member.teamId)
    const urls = ([undefined, ...returnErrors] as const).flatMap((error) => {
      const url = wayBackFor(team, { ...sampleIds, byLink: false }, error)
      return url === null ? [] : [{ outcome: error ?? ('consented' as const), url }]
    })
    return sendPage(
      reply,
      h(ReturnTesterPage, { chrome: visit.chrome, urls: urls.length === 0 ? null : urls }),
    )
  }),
]
