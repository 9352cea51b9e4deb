import { h } from 'preact'
import { SmsPage } from '#web/console/sms/SmsPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { administrator } from './checks.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** So many days are shown; today's is one of them. */
const shownDays = 31

/** What a team's SMS come to, for team administrators. */
export const smsRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/sms', administrator, async ({ needs, visit, reply }) => {
    const { teamId } = visit.member
    const now = needs.clock.now()
    const [team, days] = await Promise.all([
      needs.database.read.team(teamId),
      needs.database.read.smsDaysOf(teamId, shownDays, now),
    ])
    const page = {
      days,
      shownDays,
      now,
      limit: team.smsPerDay,
      priceSen: team.smsPriceSen,
    }
    return sendPage(reply, h(SmsPage, { chrome: visit.chrome, ...page }))
  }),
]
