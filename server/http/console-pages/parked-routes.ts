import { h } from 'preact'
import { rightOf } from '#domain/access.ts'
import { retryParked } from '#server/usecases/managing/retry-parked.ts'
import type { ParkedChoice } from '#server/usecases/parked-ports.ts'
import { ParkedPage } from '#web/console/home/ParkedPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { administrator, notShownAgain } from './checks.ts'
import { doneOf, placeIn, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const perPage = 50

/** What of the team has stopped, and another try. */
export const parkedRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/parked', administrator, async ({ needs, visit, request, reply }) => {
    const { member, chrome } = visit
    const after = jobIn(queried(request, 'after'))
    const page = { after, limit: perPage + 1 }
    const found = await needs.database.read.parkedJobs({ team: member.teamId }, page)
    const jobs = found.slice(0, perPage).map(({ job, document }) => {
      const mayRead = document !== null && rightOf(member, document) !== null
      return { ...job, title: mayRead ? document.title : null }
    })
    const next = found.length > perPage ? (jobs.at(-1)?.id ?? null) : null
    const retried = doneOf(request) === 'retried'
    return sendPage(reply, h(ParkedPage, { chrome, jobs, next, deep: after !== null, retried }))
  }),

  memberRoute('POST', '/parked/retry', notShownAgain(administrator), async (call) => {
    const { needs, visit, request, reply } = call
    const document = placeIn(typed(request, 'document'))
    const job = jobIn(typed(request, 'job'))
    const which: ParkedChoice = document !== null ? { document } : job !== null ? { job } : 'all'
    await retryParked(needs, visit.origin, { member: visit.member, which })
    const place = document === null ? '/console/parked' : `/console/documents/${document}`
    return reply.redirect(`${place}?done=retried`, 303)
  }),
]

/** Ids of jobs are numbers of PostgreSQL's `bigint`. */
function jobIn(text: string): string | null {
  return /^[1-9][0-9]{0,17}$/.exec(text)?.[0] ?? null
}
