import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { Authorities, MemberStanding } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { addMember } from '#server/usecases/team/add-member.ts'
import { changeMember, type MemberChange } from '#server/usecases/team/change-member.ts'
import { inviteMember } from '#server/usecases/team/invite-member.ts'
import type { Invited } from '#server/usecases/team/new-invitation.ts'
import { ConfirmPage } from '#web/console/ConfirmPage.tsx'
import { InvitationShownPage } from '#web/console/InvitationShownPage.tsx'
import { noAuthorities, officeFields } from '#web/console/MemberFields.tsx'
import { MemberPage, type MemberPageProps } from '#web/console/MemberPage.tsx'
import { MembersPage, type MembersPageProps } from '#web/console/MembersPage.tsx'
import { memberWordsIn } from '#web/console/member-words.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, queried, typed } from './rooms.ts'
import { administratorsOnly } from './settings-routes.ts'
import { sendPage, type Visit } from './visit.ts'

/** Members: list, add, change, invite, disable and enable. For team administrators only; every act is logged. */
export function memberRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  const byMail = needs.mail !== null

  server.get(
    '/members',
    membersOnly(needs, async (visit, _request, reply) => {
      administratorsOnly(visit)
      const entry = { name: '', organization: '', email: '', authorities: noAuthorities }
      return sendMembers(visit, reply, { entry, objections: [] })
    }),
  )

  server.post(
    '/members',
    membersOnly(needs, async (visit, request, reply) => {
      const { authorities, ...words } = typedMember(request)
      const language = visit.chrome.lang
      const added = await addMember(needs, visit.origin, {
        member: visit.member,
        words,
        authorities,
        language,
      })
      if (!('memberId' in added)) {
        const answer = { entry: { ...words, authorities }, objections: added.objections }
        return sendMembers(visit, reply.code(400), answer)
      }
      const { memberId, invited } = added
      log(request, 'member.added', visit, memberId, { invitation: invited.outcome })
      return sendInvited(visit, reply, { id: memberId, name: words.name }, invited)
    }),
  )

  server.get(
    '/members/:id',
    membersOnly(needs, async (visit, request, reply) => {
      const member = await memberOf(visit, request)
      const done = queried(request, 'done')
      return sendMember(visit, reply, {
        member,
        entry: member,
        objections: [],
        done: done === '' ? null : done,
      })
    }),
  )

  server.post(
    '/members/:id',
    membersOnly(needs, async (visit, request, reply) => {
      const { name, organization, authorities } = typedMember(request)
      return change(visit, request, reply, { name, organization, authorities })
    }),
  )

  server.post(
    '/members/:id/invitation',
    membersOnly(needs, async (visit, request, reply) => {
      const { id, name } = await memberOf(visit, request)
      const language = visit.chrome.lang
      const invited = await inviteMember(needs, visit.origin, { member: visit.member, id, language })
      log(request, 'member.invited', visit, id, { invitation: invited.outcome })
      return sendInvited(visit, reply, { id, name }, invited)
    }),
  )

  server.get(
    '/members/:id/disable',
    membersOnly(needs, async (visit, request, reply) => {
      const member = await memberOf(visit, request)
      const words = memberWordsIn(visit.chrome.lang)
      const page = {
        chrome: visit.chrome,
        room: 'members' as const,
        title: words.disableTitle,
        lead: words.disableQuestion(member.name),
        consequence: words.disableConsequence,
        action: `/console/members/${member.id}/disable`,
        button: words.page.disable,
        back: { href: `/console/members/${member.id}`, words: words.disableBack },
      }
      return sendPage(reply, h(ConfirmPage, page))
    }),
  )

  server.post(
    '/members/:id/disable',
    membersOnly(needs, (visit, request, reply) => change(visit, request, reply, { disabled: true })),
  )

  server.post(
    '/members/:id/enable',
    membersOnly(needs, (visit, request, reply) => change(visit, request, reply, { disabled: false })),
  )

  async function change(
    visit: Visit,
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: MemberChange,
  ): Promise<FastifyReply> {
    const id = parameter(request, 'id')
    const { objections, changed } = await changeMember(needs, visit.origin, {
      member: visit.member,
      id,
      change: wanted,
    })
    if (objections.length > 0) {
      const member = await memberOf(visit, request)
      const entry = { ...member, ...wanted }
      return sendMember(
        visit,
        reply.code(objections.some(({ code }) => code === 'last_administrator') ? 409 : 400),
        { member, entry, objections, done: null },
      )
    }
    log(request, 'member.changed', visit, id, { changed })
    // Whoever gave their own role away has no business in this room any more.
    const leaves = id === visit.member.id && wanted.authorities?.teamAdministrator === false
    if (leaves || (id === visit.member.id && wanted.disabled === true)) {
      return reply.redirect('/console/documents', 303)
    }
    const done =
      wanted.disabled === undefined
        ? changed.length > 0
          ? 'saved'
          : 'unchanged'
        : wanted.disabled
          ? 'disabled'
          : 'enabled'
    return reply.redirect(`/console/members/${id}?done=${done}`, 303)
  }

  async function memberOf(visit: Visit, request: FastifyRequest): Promise<MemberStanding> {
    administratorsOnly(visit)
    const members = await needs.database.read.membersOf(visit.member.teamId)
    const member = members.find((each) => each.id === parameter(request, 'id'))
    if (member === undefined) throw new Refused(refusal('member_not_found'))
    return member
  }

  async function sendMembers(
    visit: Visit,
    reply: FastifyReply,
    answer: Pick<MembersPageProps, 'entry' | 'objections'>,
  ): Promise<FastifyReply> {
    const members = await needs.database.read.membersOf(visit.member.teamId)
    const page = { chrome: visit.chrome, members, selfId: visit.member.id, byMail, ...answer }
    return sendPage(reply, h(MembersPage, page))
  }

  function sendMember(
    visit: Visit,
    reply: FastifyReply,
    answer: Pick<MemberPageProps, 'member' | 'entry' | 'objections' | 'done'>,
  ): FastifyReply {
    return sendPage(reply, h(MemberPage, { chrome: visit.chrome, byMail, ...answer }))
  }

  function sendInvited(
    visit: Visit,
    reply: FastifyReply,
    member: { id: string; name: string },
    invited: Invited,
  ): FastifyReply {
    if (invited.outcome !== 'shown') {
      return reply.redirect(`/console/members/${member.id}?done=${invited.outcome}`, 303)
    }
    return sendPage(reply, h(InvitationShownPage, { chrome: visit.chrome, member, url: invited.url }))
  }
}

function typedMember(request: FastifyRequest) {
  const held = Object.entries(officeFields).map(([office, name]) => [office, typed(request, name) === '1'])
  return {
    name: typed(request, 'name'),
    organization: typed(request, 'organization'),
    email: typed(request, 'email'),
    authorities: Object.fromEntries(held) as Authorities,
  }
}

function log(
  request: FastifyRequest,
  event: string,
  { member }: Visit,
  changedId: string,
  more: Record<string, unknown>,
): void {
  const who = { teamId: member.teamId, memberId: member.id, address: request.ip }
  request.log.info({ event, ...who, member: changedId, ...more })
}
