import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { hasFactor } from '#domain/console-session.ts'
import type { Authorities, TeamMember } from '#domain/member.ts'
import { addMember } from '#server/usecases/team/add-member.ts'
import { changeMember, type MemberChange } from '#server/usecases/team/change-member.ts'
import { inviteMember } from '#server/usecases/team/invite-member.ts'
import type { Invited } from '#server/usecases/team/new-invitation.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { InvitationShownPage } from '#web/console/team/InvitationShownPage.tsx'
import { noAuthorities, officeFields, offices } from '#web/console/team/MemberFields.tsx'
import { MemberPage, type MemberPageProps } from '#web/console/team/MemberPage.tsx'
import { MembersPage, type MembersPageProps, memberStates } from '#web/console/team/MembersPage.tsx'
import { memberWordsIn } from '#web/console/team/member-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, administratorOfMember } from './checks.ts'
import { doneOf, narrowedTo, placeOfTeam, typed } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

const membersPerPage = 50

/** Members: list, add, change, invite, disable and enable. For team administrators only; every act is logged. */
export const memberRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/members', administrator, ({ needs, visit, request, reply }) => {
    const entry = { name: '', organization: '', email: '', authorities: noAuthorities }
    const filter = narrowedTo(request, { q: 'text', role: offices, state: memberStates })
    return sendMembers(needs, visit, reply, { entry, objections: [], filter, after: placeOfTeam(request) })
  }),

  memberRoute('POST', '/members', administrator, async ({ needs, visit, request, reply }) => {
    const { authorities, ...words } = typedMember(request)
    const language = visit.chrome.lang
    const wanted = { member: visit.member, words, authorities, language }
    const added = await addMember(needs, visit.origin, wanted)
    if (!('memberId' in added)) {
      const unnarrowed = { filter: { q: '', role: '', state: '' }, after: null }
      const answer = { entry: { ...words, authorities }, objections: added.objections, ...unnarrowed }
      return sendMembers(needs, visit, reply.code(400), answer)
    }
    const { memberId, invited } = added
    return sendInvited(visit, reply, { id: memberId, name: words.name }, invited)
  }),

  memberRoute('GET', '/members/:id', administratorOfMember, ({ subject, needs, visit, request, reply }) => {
    const answer = { member: subject, entry: subject, objections: [], done: doneOf(request) }
    return sendMember(needs, visit, reply, answer)
  }),

  memberRoute('POST', '/members/:id', administratorOfMember, (call) => {
    const { name, organization, authorities } = typedMember(call.request)
    return change(call, { name, organization, authorities })
  }),

  memberRoute('POST', '/members/:id/invitation', administratorOfMember, async (call) => {
    const { subject, needs, visit, reply } = call
    const { id, name } = subject
    const wanted = { member: visit.member, id, language: visit.chrome.lang }
    const invited = await inviteMember(needs, visit.origin, wanted)
    return sendInvited(visit, reply, { id, name }, invited)
  }),

  memberRoute('GET', '/members/:id/disable', administratorOfMember, ({ subject, visit, reply }) => {
    const words = memberWordsIn(visit.chrome.lang)
    const page = {
      chrome: visit.chrome,
      section: 'members' as const,
      title: words.disableTitle,
      lead: words.disableQuestion(subject.name),
      consequence: words.disableConsequence,
      action: `/console/members/${subject.id}/disable`,
      button: words.page.disable,
      back: { href: `/console/members/${subject.id}`, words: words.disableBack },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/members/:id/disable', administratorOfMember, (call) =>
    change(call, { disabled: true }),
  ),

  memberRoute('POST', '/members/:id/enable', administratorOfMember, (call) =>
    change(call, { disabled: false }),
  ),
]

async function change(
  { subject, needs, visit, reply }: ConsoleCall & { subject: TeamMember },
  wanted: MemberChange,
): Promise<FastifyReply> {
  const { id } = subject
  const { objections, changed } = await changeMember(needs, visit.origin, {
    member: visit.member,
    id,
    change: wanted,
  })
  if (objections.length > 0) {
    const status = objections.some(({ code }) => code === 'last_administrator') ? 409 : 400
    const answer = { member: subject, entry: { ...subject, ...wanted }, objections, done: null }
    return sendMember(needs, visit, reply.code(status), answer)
  }
  // Whoever gave their own role away has no business on these pages any more.
  const leaves = id === visit.member.id && wanted.authorities?.teamAdministrator === false
  if (leaves || (id === visit.member.id && wanted.disabled === true)) {
    return reply.redirect('/console/home', 303)
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

async function sendMembers(
  needs: ConsoleNeeds,
  visit: Visit,
  reply: FastifyReply,
  {
    after,
    filter,
    ...answer
  }: Pick<MembersPageProps, 'entry' | 'objections'> & {
    filter: Record<'q' | 'role' | 'state', string>
    after: string | null
  },
): Promise<FastifyReply> {
  const narrowed = {
    search: filter.q,
    role: offices.find((each) => each === filter.role) ?? null,
    state: memberStates.find((each) => each === filter.state) ?? null,
  }
  const place = { after, limit: membersPerPage }
  const { rows, next } = await needs.database.read.listedMembers(visit.member.teamId, narrowed, place)
  const page = { chrome: visit.chrome, members: rows, filter, next, deep: after !== null }
  const more = { selfId: visit.member.id, byMail: needs.mail !== null }
  return sendPage(reply, h(MembersPage, { ...page, ...more, ...answer }))
}

async function sendMember(
  needs: ConsoleNeeds,
  visit: Visit,
  reply: FastifyReply,
  answer: Pick<MemberPageProps, 'member' | 'entry' | 'objections' | 'done'>,
): Promise<FastifyReply> {
  const found = (await needs.database.read.factorsOfTeam(visit.member.teamId)).get(answer.member.id)
  const held = found !== undefined && hasFactor(found) ? found : null
  return sendPage(
    reply,
    h(MemberPage, { chrome: visit.chrome, byMail: needs.mail !== null, held, ...answer }),
  )
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

function typedMember(request: FastifyRequest) {
  const held = Object.entries(officeFields).map(([office, name]) => [office, typed(request, name) === '1'])
  return {
    name: typed(request, 'name'),
    organization: typed(request, 'organization'),
    email: typed(request, 'email'),
    authorities: Object.fromEntries(held) as Authorities,
  }
}
