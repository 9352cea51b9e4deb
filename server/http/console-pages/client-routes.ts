import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Client } from '#domain/client.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { issueClient } from '#server/usecases/team/issue-client.ts'
import { revokeClient } from '#server/usecases/team/revoke-client.ts'
import { ClientIssuedPage } from '#web/console/clients/ClientIssuedPage.tsx'
import {
  ClientsPage,
  type ClientsPageProps,
  clientKinds,
  clientStates,
} from '#web/console/clients/ClientsPage.tsx'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { wordsIn } from '#web/console/words/words.ts'
import { sendPage } from '../common/send-page.ts'
import { administrator } from './checks.ts'
import { narrowedTo, parameter, placeOfTeam, queried, typed } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

const clientsPerPage = 50
const unnarrowed = { filter: { q: '', state: '', kind: '' }, after: null }
const blank = { label: '', test: false, labelError: null }

/** Client ids: the list, issuing (told once) and revoking. For team administrators only; every act is logged. */
export const clientRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/clients', administrator, async ({ needs, visit, request, reply }) => {
    const { revokedNotice } = wordsIn(visit.chrome.lang).clients
    const revoked = queried(request, 'done') === 'revoked'
    const notice = revoked ? { kind: 'success' as const, sentence: revokedNotice } : null
    const filter = narrowedTo(request, { q: 'text', state: clientStates, kind: clientKinds })
    return sendClients(needs, visit, reply, { ...blank, notice, filter, after: placeOfTeam(request) })
  }),

  memberRoute('POST', '/clients', administrator, async ({ needs, visit, request, reply }) => {
    const label = typed(request, 'label')
    const test = typed(request, 'test') === '1'
    const words = wordsIn(visit.chrome.lang).clients
    try {
      const requestId = typed(request, 'request_id')
      const issued = await issueClient(needs, visit.origin, {
        ...{ member: visit.member, label, test },
        requestId,
      })
      return sendPage(reply, h(ClientIssuedPage, { chrome: visit.chrome, ...issued }))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, detail } = error.refusal
      if (code === 'form_stale') {
        const notice = { kind: 'warning' as const, sentence: words.again }
        return sendClients(needs, visit, reply.code(409), { ...blank, ...unnarrowed, notice })
      }
      if (error.refusal.field !== 'label') throw error
      const labelError =
        textProblem(error.refusal, textWords[visit.chrome.lang]) ??
        (code === 'field_missing' ? words.errors.missing : words.errors.too_long(Number(detail?.limit)))
      return sendClients(needs, visit, reply.code(400), {
        label,
        test,
        labelError,
        notice: null,
        ...unnarrowed,
      })
    }
  }),

  memberRoute('GET', '/clients/:id/revoke', administrator, async ({ needs, visit, request, reply }) => {
    const client = await needs.database.read.clientOf(visit.member.teamId, parameter(request, 'id'))
    if (client === null || client.revokedAt !== null) throw new Refused(refusal('client_unknown'))
    return sendPage(reply, h(ConfirmPage, revokeWords(visit, client)))
  }),

  memberRoute('POST', '/clients/:id/revoke', administrator, async ({ needs, visit, request, reply }) => {
    const id = parameter(request, 'id')
    await revokeClient(needs, visit.origin, { member: visit.member, id })
    return reply.redirect('/console/clients?done=revoked', 303)
  }),
]

async function sendClients(
  needs: ConsoleNeeds,
  visit: Visit,
  reply: FastifyReply,
  {
    after,
    filter,
    ...answer
  }: Pick<ClientsPageProps, 'label' | 'test' | 'labelError' | 'notice'> & {
    filter: typeof unnarrowed.filter
    after: string | null
  },
): Promise<FastifyReply> {
  const { read } = needs.database
  const { teamId } = visit.member
  const narrowed = {
    search: filter.q,
    state: clientStates.find((each) => each === filter.state) ?? null,
    test: filter.kind === '' ? null : filter.kind === 'test',
  }
  const [{ rows, next }, tests] = await Promise.all([
    read.listedClients(teamId, narrowed, { after, limit: clientsPerPage }),
    read.listedClients(teamId, { search: '', state: null, test: true }, { after: null, limit: 1 }),
  ])
  const shown = { clients: rows, filter, next, deep: after !== null, tests: tests.rows.length > 0 }
  const page = { chrome: visit.chrome, requestId: needs.random.id(), ...shown, ...answer }
  return sendPage(reply, h(ClientsPage, page))
}

function revokeWords(visit: Visit, client: Client) {
  const words = wordsIn(visit.chrome.lang).revoke
  return {
    chrome: visit.chrome,
    section: 'clients' as const,
    title: words.title,
    lead: words.lead(client.label, client.ending),
    consequence: words.consequence,
    action: `/console/clients/${client.id}/revoke`,
    button: words.button,
    back: { href: '/console/clients', words: words.back },
  }
}
