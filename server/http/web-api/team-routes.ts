import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import { getMeCall, userOnWire } from '#contract/web-api/me.ts'
import { listTeamDocumentsCall } from '#contract/web-api/team-documents.ts'
import { type RefusalCode, refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { bind } from './bind.ts'
import type { Api, Call } from './call.ts'
import { queryOf, read } from './request-form.ts'

/** The caller themselves, and the documents of everybody in their team. */
export function mountTeamRoutes(api: Api): void {
  bind(api, getMeCall, (call) => {
    hasNoDepartments(call)
    return userOnWire(call.caller.member, call.caller.team)
  })

  bind(api, listTeamDocumentsCall, async (call) => {
    hasNoDepartments(call)
    administratesTeam(call)
    const { member, test } = call.caller
    const given = read(queryOf(call.request), listTeamDocumentsCall.form)
    const { page = 1, from = null, to = null } = given
    const withPrivate = member.authorities.privateDocumentAdministrator
    const query = { page, from, to, withPrivate, test }
    const { total, documents } = await api.ports.database.read.teamDocuments(member.teamId, query)
    const members = {
      files: given.with_files ?? false,
      participants: given.with_participants ?? false,
      reportees: given.with_reportees ?? false,
      attachment: given.with_attachment ?? false,
    }
    // Seen by office: with the sender's note, and with access codes only where the caller set them.
    const right = (senderId: string) => (senderId === member.id ? 'own' : 'supervised')
    return {
      total,
      page,
      documents: documents.map((each) => documentOnWire(each, right(each.senderId), members)),
    }
  })
}

function refuse(code: RefusalCode): never {
  throw new Refused(refusal(code))
}

function hasNoDepartments({ caller }: Call): void {
  if (caller.team.departmentsEnabled) refuse('only_without_departments')
}

function administratesTeam({ caller }: Call): void {
  if (!caller.member.authorities.teamAdministrator) refuse('not_an_administrator')
}
