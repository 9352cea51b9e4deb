import { cabinetOnWire, cabinetsPerPage, listCabinetsCall } from '#contract/web-api/cabinets.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { bind } from './bind.ts'
import type { Api } from './call.ts'
import { queryOf, read } from './request-form.ts'

/** Cabinets of a team with departments: list. */
export function mountCabinetRoutes(api: Api): void {
  bind(api, listCabinetsCall, async ({ caller, request }) => {
    if (!caller.team.departmentsEnabled) throw new Refused(refusal('departments_off'))
    const { page = 1 } = read(queryOf(request), listCabinetsCall.form)
    // A member opens tens of them, not thousands: the pages are cut here.
    const cabinets = await api.ports.database.read.cabinetsFor(caller.member.id)
    const shown = cabinets.slice((page - 1) * cabinetsPerPage, page * cabinetsPerPage)
    return { total: cabinets.length, page, cabinets: shown.map(cabinetOnWire) }
  })
}
