import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { Refused } from '#server/usecases/refused.ts'
import { removeDepartment } from '#server/usecases/team/remove-department.ts'
import { saveDepartment } from '#server/usecases/team/save-department.ts'
import { switchDepartments } from '#server/usecases/team/switch-departments.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { belongsField, DepartmentPage, type DepartmentPageProps } from '#web/console/team/DepartmentPage.tsx'
import { DepartmentsPage, type DepartmentsPageProps } from '#web/console/team/DepartmentsPage.tsx'
import { departmentWordsIn } from '#web/console/team/department-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, administratorOfDepartment, departmentsOn } from './checks.ts'
import { doneOf, parameter, queried, typed } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** Departments: the switch, the list, one of them. For team administrators only; every act is logged. */
export const departmentRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/departments', administrator, async ({ needs, visit, request, reply }) => {
    return sendDepartments(needs, visit, reply, { refused: null, done: doneOf(request) })
  }),

  memberRoute('POST', '/departments/on', administrator, (call) => turn(call, true)),
  memberRoute('POST', '/departments/off', administrator, (call) => turn(call, false)),

  memberRoute('GET', '/departments/off', departmentsOn, async ({ visit, reply }) => {
    const words = departmentWordsIn(visit.chrome.lang)
    const page = {
      chrome: visit.chrome,
      section: 'departments' as const,
      title: words.offTitle,
      lead: words.offLead,
      consequence: words.offConsequence,
      action: '/console/departments/off',
      button: words.switchOff,
      back: { href: '/console/departments', words: words.offBack },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/departments', departmentsOn, async ({ needs, visit, request, reply }) => {
    const name = typed(request, 'name')
    const wanted = { member: visit.member, id: null, name, memberIds: [] }
    const { objections, id } = await saveDepartment(needs, visit.origin, wanted)
    if (objections.length > 0) {
      const refused = { form: 'department' as const, name, objections }
      return sendDepartments(needs, visit, reply.code(400), { refused, done: null })
    }
    return reply.redirect(`/console/departments/${id}?done=added_department`, 303)
  }),

  memberRoute(
    'GET',
    '/departments/:id',
    administratorOfDepartment,
    async ({ department, needs, visit, request, reply }) => {
      const words = departmentWordsIn(visit.chrome.lang)
      const sentence = words.done[queried(request, 'done')]
      const notice =
        queried(request, 'done') === 'not_empty'
          ? { kind: 'warning' as const, sentence: words.notEmpty }
          : sentence === undefined
            ? null
            : { kind: 'success' as const, sentence }
      return sendDepartment(needs, visit, reply, { department, entry: department, objections: [], notice })
    },
  ),

  memberRoute(
    'POST',
    '/departments/:id',
    administratorOfDepartment,
    async ({ department, needs, visit, request, reply }) => {
      const members = await needs.database.read.membersOf(visit.member.teamId)
      const chosen = members.filter(({ id }) => typed(request, belongsField(id)) === '1')
      const entry = { name: typed(request, 'name'), memberIds: chosen.map(({ id }) => id) }
      const wanted = { member: visit.member, id: department.id, ...entry }
      const { objections } = await saveDepartment(needs, visit.origin, wanted)
      if (objections.length > 0) {
        return sendDepartment(needs, visit, reply.code(400), { department, entry, objections, notice: null })
      }
      return reply.redirect(`/console/departments/${department.id}?done=saved`, 303)
    },
  ),

  memberRoute(
    'GET',
    '/departments/:id/remove',
    administratorOfDepartment,
    async ({ department, visit, reply }) => {
      const { id, name } = department
      const words = departmentWordsIn(visit.chrome.lang).departmentPage
      const page = {
        chrome: visit.chrome,
        section: 'departments' as const,
        title: words.removeTitle,
        lead: words.question(name),
        consequence: words.consequence,
        action: `/console/departments/${id}/remove`,
        button: words.removeButton,
        back: { href: `/console/departments/${id}`, words: words.removeBack },
      }
      return sendPage(reply, h(ConfirmPage, page))
    },
  ),

  memberRoute('POST', '/departments/:id/remove', administrator, async ({ needs, visit, request, reply }) => {
    const id = parameter(request, 'id')
    try {
      await removeDepartment(needs, visit.origin, { member: visit.member, id })
    } catch (error) {
      // Somebody joined it meanwhile: its page says so.
      if (!(error instanceof Refused) || error.refusal.code !== 'department_not_empty') throw error
      return reply.redirect(`/console/departments/${id}?done=not_empty`, 303)
    }
    return reply.redirect('/console/departments?done=removed', 303)
  }),
]

async function turn({ needs, visit, reply }: ConsoleCall, on: boolean): Promise<FastifyReply> {
  await switchDepartments(needs, visit.origin, { member: visit.member, on })
  return reply.redirect(`/console/departments?done=${on ? 'on' : 'off'}`, 303)
}

async function sendDepartment(
  needs: ConsoleNeeds,
  visit: Visit,
  reply: FastifyReply,
  answer: Omit<DepartmentPageProps, 'chrome' | 'members'>,
): Promise<FastifyReply> {
  const members = await needs.database.read.membersOf(visit.member.teamId)
  return sendPage(reply, h(DepartmentPage, { chrome: visit.chrome, members, ...answer }))
}

/** The section with both lists, also after a refused entry. */
export async function sendDepartments(
  needs: Pick<ConsoleNeeds, 'database'>,
  visit: Visit,
  reply: FastifyReply,
  answer: Pick<DepartmentsPageProps, 'refused' | 'done'>,
): Promise<FastifyReply> {
  const { read } = needs.database
  const { teamId } = visit.member
  const [team, members, departments, cabinets] = await Promise.all([
    read.team(teamId),
    read.membersOf(teamId),
    read.departmentsOf(teamId),
    read.cabinetsOf(teamId),
  ])
  const page = {
    chrome: visit.chrome,
    on: team.departmentsEnabled,
    departments: departments.map(({ id, name, memberIds }) => ({
      id,
      name,
      members: members.filter((each) => memberIds.includes(each.id)).map((each) => each.name),
      cabinets: cabinets.filter((each) => each.departmentIds.includes(id)).map((each) => each.name),
    })),
    cabinets: cabinets.map(({ id, name, note, kind, departmentIds }) => ({
      id,
      name,
      note,
      all: kind === 'all_documents',
      departments: departments.filter((each) => departmentIds.includes(each.id)).map((each) => each.name),
    })),
    ...answer,
  }
  return sendPage(reply, h(DepartmentsPage, page))
}
