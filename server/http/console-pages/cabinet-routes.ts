import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { saveCabinet } from '#server/usecases/team/save-cabinet.ts'
import { CabinetPage, type CabinetPageProps, opensField } from '#web/console/team/CabinetPage.tsx'
import { departmentWordsIn } from '#web/console/team/department-words.ts'
import { sendPage } from '../common/send-page.ts'
import { administratorOfCabinet, departmentsOn } from './checks.ts'
import { sendDepartments } from './department-routes.ts'
import { queried, typed } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** Cabinets of a team with departments: add, change. For team administrators only; every act is logged. */
export const cabinetRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/departments/cabinets', departmentsOn, async ({ needs, visit, request, reply }) => {
    const name = typed(request, 'name')
    const entry = { name, note: '', departmentIds: [] }
    const { objections, id } = await saveCabinet(needs, visit.origin, {
      member: visit.member,
      id: null,
      entry,
    })
    if (objections.length > 0) {
      const refused = { form: 'cabinet' as const, name, objections }
      return sendDepartments(needs, visit, reply.code(400), { refused, done: null })
    }
    return reply.redirect(`/console/departments/cabinets/${id}?done=added_cabinet`, 303)
  }),

  memberRoute(
    'GET',
    '/departments/cabinets/:id',
    administratorOfCabinet,
    async ({ cabinet, needs, visit, request, reply }) => {
      const notice = departmentWordsIn(visit.chrome.lang).done[queried(request, 'done')] ?? null
      return sendCabinet(needs, visit, reply, { cabinet, entry: cabinet, objections: [], notice })
    },
  ),

  memberRoute(
    'POST',
    '/departments/cabinets/:id',
    administratorOfCabinet,
    async ({ cabinet, needs, visit, request, reply }) => {
      const departments = await needs.database.read.departmentsOf(visit.member.teamId)
      const entry = {
        name: typed(request, 'name'),
        note: typed(request, 'note'),
        departmentIds: departments.map(({ id }) => id).filter((id) => typed(request, opensField(id)) === '1'),
      }
      const wanted = { member: visit.member, id: cabinet.id, entry }
      const { objections } = await saveCabinet(needs, visit.origin, wanted)
      if (objections.length > 0) {
        return sendCabinet(needs, visit, reply.code(400), { cabinet, entry, objections, notice: null })
      }
      return reply.redirect(`/console/departments/cabinets/${cabinet.id}?done=saved`, 303)
    },
  ),
]

async function sendCabinet(
  needs: ConsoleNeeds,
  visit: Visit,
  reply: FastifyReply,
  answer: Omit<CabinetPageProps, 'chrome' | 'departments'>,
): Promise<FastifyReply> {
  const departments = await needs.database.read.departmentsOf(visit.member.teamId)
  return sendPage(reply, h(CabinetPage, { chrome: visit.chrome, departments, ...answer }))
}
