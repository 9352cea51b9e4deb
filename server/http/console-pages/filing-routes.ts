import { h } from 'preact'
import { rightOf } from '#domain/access.ts'
import { putIntoCabinet } from '#server/usecases/managing/put-into-cabinet.ts'
import { FilingPage } from '#web/console/documents/FilingPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { overseerWithDepartments } from './checks.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** Senders, and whose office it is, put documents into cabinets, in teams with departments. */
export const filingRoutes: ConsoleRoute[] = [
  memberRoute(
    'GET',
    '/documents/:id/cabinet',
    overseerWithDepartments,
    async ({ document, needs, visit, reply }) => {
      const open = await needs.database.read.cabinetsFor(visit.member.id)
      // Every document lies in the one of all documents anyway.
      const cabinets = open.filter((each) => each.kind === 'ordinary' || each.id === document.cabinetId)
      const mayBeNone = document.status !== 'imported'
      return sendPage(reply, h(FilingPage, { chrome: visit.chrome, document, cabinets, mayBeNone }))
    },
  ),

  memberRoute(
    'POST',
    '/documents/:id/cabinet',
    overseerWithDepartments,
    async ({ document, needs, visit, request, reply }) => {
      const { id } = document
      const chosen = typed(request, 'cabinet_id')
      const filed = await putIntoCabinet(needs, visit.origin, {
        documentId: id,
        memberId: visit.member.id,
        cabinetId: chosen === '' ? null : chosen,
      })
      // An office may end where the other cabinet begins.
      const stays = rightOf(visit.member, filed) !== null
      return reply.redirect(`/console/documents${stays ? `/${id}?` : '?list=team&'}done=filed`, 303)
    },
  ),
]
