import { h } from 'preact'
import { rightOf } from '#domain/access.ts'
import { refusal } from '#domain/refusal.ts'
import { retryParked } from '#server/usecases/managing/retry-parked.ts'
import type { ParkedChoice } from '#server/usecases/parked-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
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
    const which = chosenIn(typed(request, 'document'), typed(request, 'job'))
    if (which === null) throw new Refused(refusal('form_stale'))
    await retryParked(needs, visit.origin, { member: visit.member, which })
    const place =
      typeof which === 'object' && 'document' in which
        ? `/console/documents/${which.document}`
        : '/console/parked'
    return reply.redirect(`${place}?done=retried`, 303)
  }),
]

/** All of the team where nothing is named; null where what is named can be no id. */
function chosenIn(namedDocument: string, namedJob: string): ParkedChoice | null {
  if (namedDocument !== '') {
    const document = placeIn(namedDocument)
    return document === null ? null : { document }
  }
  if (namedJob === '') return 'all'
  const job = jobIn(namedJob)
  return job === null ? null : { job }
}

/** Ids of jobs are numbers of PostgreSQL's `bigint`. */
function jobIn(text: string): string | null {
  return /^[1-9][0-9]{0,17}$/.exec(text)?.[0] ?? null
}
