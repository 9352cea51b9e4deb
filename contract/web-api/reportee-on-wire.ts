import { type Static, Type } from 'typebox'
import type { Reportee } from '#domain/reportee.ts'

export const reporteeAnswer = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  organization: Type.String(),
})

export type ReporteeOnWire = Static<typeof reporteeAnswer>

export function reporteeOnWire({ id, email, name, organization }: Reportee): ReporteeOnWire {
  return { id, email, name, organization }
}
