import { h } from 'preact'
import { TestMessagesPage, testMessageKinds } from '#web/console/tests/TestMessagesPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { administrator } from './checks.ts'
import { afterOf, queried } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const messagesPerPage = 30

/** SMS and mails of the team's test documents, for team administrators, who make test clients. */
export const testMessageRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/test-messages', administrator, async ({ needs, visit, request, reply }) => {
    const kind = testMessageKinds.find((each) => each === queried(request, 'kind')) ?? 'sms'
    const after = afterOf(request)
    const { messages, next } = await needs.database.read.testMessages(visit.member.teamId, {
      ...{ kind, after },
      limit: messagesPerPage,
    })
    return sendPage(reply, h(TestMessagesPage, { chrome: visit.chrome, kind, messages, after, next }))
  }),
]
