import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { putIntoCabinet } from '#server/usecases/managing/put-into-cabinet.ts'
import { Refused } from '#server/usecases/refused.ts'
import { FilingPage } from '#web/console/FilingPage.tsx'
import { ownDocument } from './document-routes.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, typed } from './rooms.ts'
import { sendPage, type Visit } from './visit.ts'

/** Senders put their documents into cabinets, in teams with departments. */
export function filingRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get(
    '/documents/:id/cabinet',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await documentToFile(visit, parameter(request, 'id'))
      const open = await needs.database.read.cabinetsFor(visit.member.id)
      // Every document lies in the one of all documents anyway.
      const cabinets = open.filter((each) => each.kind === 'ordinary' || each.id === document.cabinetId)
      const mayBeNone = document.status !== 'imported'
      return sendPage(reply, h(FilingPage, { chrome: visit.chrome, document, cabinets, mayBeNone }))
    }),
  )

  server.post(
    '/documents/:id/cabinet',
    membersOnly(needs, async (visit, request, reply) => {
      const { id } = await documentToFile(visit, parameter(request, 'id'))
      const chosen = typed(request, 'cabinet_id')
      await putIntoCabinet(needs, visit.origin, {
        documentId: id,
        memberId: visit.member.id,
        cabinetId: chosen === '' ? null : chosen,
      })
      return reply.redirect(`/console/documents/${id}?done=filed`, 303)
    }),
  )

  async function documentToFile(visit: Visit, id: string): Promise<Document> {
    const document = await ownDocument(needs, visit, id)
    const team = await needs.database.read.team(document.teamId)
    if (!team.departmentsEnabled) throw new Refused(refusal('departments_off'))
    return document
  }
}
