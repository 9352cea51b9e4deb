import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Client } from '#domain/client.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { issueClient } from '#server/usecases/team/issue-client.ts'
import { revokeClient } from '#server/usecases/team/revoke-client.ts'
import { ClientIssuedPage } from '#web/console/ClientIssuedPage.tsx'
import { ClientsPage, type ClientsPageProps } from '#web/console/ClientsPage.tsx'
import { ConfirmPage } from '#web/console/ConfirmPage.tsx'
import { wordsIn } from '#web/console/words.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, queried, typed } from './rooms.ts'
import { administratorsOnly } from './settings-routes.ts'
import { sendPage, type Visit } from './visit.ts'

/** Client ids: the list, issuing (told once) and revoking. For team administrators only; every act is logged. */
export function clientRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get(
    '/clients',
    membersOnly(needs, async (visit, request, reply) => {
      administratorsOnly(visit)
      const { revokedNotice } = wordsIn(visit.chrome.lang).clients
      const revoked = queried(request, 'done') === 'revoked'
      const notice = revoked ? { kind: 'success' as const, sentence: revokedNotice } : null
      return sendClients(visit, reply, { label: '', labelError: null, notice })
    }),
  )

  server.post(
    '/clients',
    membersOnly(needs, async (visit, request, reply) => {
      const label = typed(request, 'label')
      const words = wordsIn(visit.chrome.lang).clients
      try {
        const requestId = typed(request, 'request_id')
        const issued = await issueClient(needs, visit.origin, { member: visit.member, label, requestId })
        log(request.log, 'client.issued', visit, requestId, request.ip)
        return sendPage(reply, h(ClientIssuedPage, { chrome: visit.chrome, ...issued }))
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const { code, detail } = error.refusal
        if (code === 'form_stale') {
          const notice = { kind: 'warning' as const, sentence: words.again }
          return sendClients(visit, reply.code(409), { label: '', labelError: null, notice })
        }
        if (error.refusal.field !== 'label') throw error
        const labelError =
          code === 'field_missing' ? words.errors.missing : words.errors.too_long(Number(detail?.limit))
        return sendClients(visit, reply.code(400), { label, labelError, notice: null })
      }
    }),
  )

  server.get(
    '/clients/:id/revoke',
    membersOnly(needs, async (visit, request, reply) => {
      administratorsOnly(visit)
      const clients = await needs.database.read.clientsOf(visit.member.teamId)
      const client = clients.find((each) => each.id === parameter(request, 'id') && each.revokedAt === null)
      if (client === undefined) throw new Refused(refusal('client_unknown'))
      return sendPage(reply, h(ConfirmPage, revokeWords(visit, client)))
    }),
  )

  server.post(
    '/clients/:id/revoke',
    membersOnly(needs, async (visit, request, reply) => {
      const id = parameter(request, 'id')
      await revokeClient(needs, visit.origin, { member: visit.member, id })
      log(request.log, 'client.revoked', visit, id, request.ip)
      return reply.redirect('/console/clients?done=revoked', 303)
    }),
  )

  async function sendClients(
    visit: Visit,
    reply: FastifyReply,
    answer: Pick<ClientsPageProps, 'label' | 'labelError' | 'notice'>,
  ): Promise<FastifyReply> {
    const clients = await needs.database.read.clientsOf(visit.member.teamId)
    const page = { chrome: visit.chrome, clients, requestId: needs.random.id(), ...answer }
    return sendPage(reply, h(ClientsPage, page))
  }
}

function revokeWords(visit: Visit, client: Client) {
  const words = wordsIn(visit.chrome.lang).revoke
  return {
    chrome: visit.chrome,
    room: 'clients' as const,
    title: words.title,
    lead: words.lead(client.label, client.ending),
    consequence: words.consequence,
    action: `/console/clients/${client.id}/revoke`,
    button: words.button,
    back: { href: '/console/clients', words: words.back },
  }
}

type Log = { info(line: Record<string, unknown>): void }

function log(to: Log, event: string, { member }: Visit, clientId: string, address: string): void {
  to.info({ event, teamId: member.teamId, memberId: member.id, client: clientId, address })
}
