import { h } from 'preact'
import { schemes } from '#web/console/frame/display-choice.ts'
import { DisplayPage } from '#web/console/settings/DisplayPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { rememberDisplay } from './display-choice.ts'
import { queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { isHttps } from './visit.ts'

/** How this browser shows the console. */
export const displayRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/display', anyMember, ({ visit, request, reply }) =>
    sendPage(reply, h(DisplayPage, { chrome: visit.chrome, saved: queried(request, 'done') === 'saved' })),
  ),

  memberRoute('POST', '/display', anyMember, ({ needs, request, reply }) => {
    const scheme = schemes.find((each) => each === typed(request, 'scheme')) ?? 'device'
    rememberDisplay(reply, { scheme, keys: typed(request, 'keys') === '1' }, isHttps(needs))
    return reply.redirect('/console/display?done=saved', 303)
  }),
]
