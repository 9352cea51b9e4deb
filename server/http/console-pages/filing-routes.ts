import { h } from 'preact'
import { putIntoCabinet } from '#server/usecases/managing/put-into-cabinet.ts'
import { FilingPage } from '#web/console/documents/FilingPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { senderWithDepartments } from './checks.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

/** Senders put their documents into cabinets, in teams with departments. */
export const filingRoutes: ConsoleRoute[] = [
  memberRoute(
    'GET',
    '/documents/:id/cabinet',
    senderWithDepartments,
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
    senderWithDepartments,
    async ({ document, needs, visit, request, reply }) => {
      const { id } = document
      const chosen = typed(request, 'cabinet_id')
      await putIntoCabinet(needs, visit.origin, {
        documentId: id,
        memberId: visit.member.id,
        cabinetId: chosen === '' ? null : chosen,
      })
      return reply.redirect(`/console/documents/${id}?done=filed`, 303)
    },
  ),
]
