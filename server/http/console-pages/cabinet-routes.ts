import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { saveCabinet } from '#server/usecases/team/save-cabinet.ts'
import type { CabinetView } from '#server/usecases/team-ports.ts'
import { CabinetPage, type CabinetPageProps, opensField } from '#web/console/CabinetPage.tsx'
import { departmentWordsIn } from '#web/console/department-words.ts'
import { logTeam, onlyWithDepartments, sendDepartments } from './department-routes.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, queried, typed } from './rooms.ts'
import { sendPage, type Visit } from './visit.ts'

/** Cabinets of a team with departments: add, change. For team administrators only; every act is logged. */
export function cabinetRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.post(
    '/departments/cabinets',
    membersOnly(needs, async (visit, request, reply) => {
      await onlyWithDepartments(needs, visit)
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
      logTeam(request, 'cabinet.saved', visit, { cabinet: id })
      return reply.redirect(`/console/departments/cabinets/${id}?done=added_cabinet`, 303)
    }),
  )

  server.get(
    '/departments/cabinets/:id',
    membersOnly(needs, async (visit, request, reply) => {
      const cabinet = await cabinetOf(visit, request)
      const notice = departmentWordsIn(visit.chrome.lang).done[queried(request, 'done')] ?? null
      return sendCabinet(visit, reply, { cabinet, entry: cabinet, objections: [], notice })
    }),
  )

  server.post(
    '/departments/cabinets/:id',
    membersOnly(needs, async (visit, request, reply) => {
      const cabinet = await cabinetOf(visit, request)
      const departments = await needs.database.read.departmentsOf(visit.member.teamId)
      const entry = {
        name: typed(request, 'name'),
        note: typed(request, 'note'),
        departmentIds: departments.map(({ id }) => id).filter((id) => typed(request, opensField(id)) === '1'),
      }
      const wanted = { member: visit.member, id: cabinet.id, entry }
      const { objections } = await saveCabinet(needs, visit.origin, wanted)
      if (objections.length > 0) {
        return sendCabinet(visit, reply.code(400), { cabinet, entry, objections, notice: null })
      }
      const openTo = entry.departmentIds.length
      logTeam(request, 'cabinet.saved', visit, { cabinet: cabinet.id, departments: openTo })
      return reply.redirect(`/console/departments/cabinets/${cabinet.id}?done=saved`, 303)
    }),
  )

  async function cabinetOf(visit: Visit, request: FastifyRequest): Promise<CabinetView> {
    await onlyWithDepartments(needs, visit)
    const cabinets = await needs.database.read.cabinetsOf(visit.member.teamId)
    const cabinet = cabinets.find((each) => each.id === parameter(request, 'id'))
    if (cabinet === undefined) throw new Refused(refusal('cabinet_not_found'))
    return cabinet
  }

  async function sendCabinet(
    visit: Visit,
    reply: FastifyReply,
    answer: Omit<CabinetPageProps, 'chrome' | 'departments'>,
  ): Promise<FastifyReply> {
    const departments = await needs.database.read.departmentsOf(visit.member.teamId)
    return sendPage(reply, h(CabinetPage, { chrome: visit.chrome, departments, ...answer }))
  }
}
