import { type Static, Type } from 'typebox'
import { type Reportee, reporteeLimits } from '#domain/reportee.ts'

export const reporteeAnswer = Type.Object({
  id: Type.String(),
  email: Type.String({ maxLength: reporteeLimits.email }),
  name: Type.String({ maxLength: reporteeLimits.name }),
  organization: Type.String({ maxLength: reporteeLimits.organization }),
})

export type ReporteeOnWire = Static<typeof reporteeAnswer>

export function reporteeOnWire({ id, email, name, organization }: Reportee): ReporteeOnWire {
  return { id, email, name, organization }
}
