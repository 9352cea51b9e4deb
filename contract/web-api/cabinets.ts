import { type Static, Type } from 'typebox'
import { type Cabinet, type CabinetKind, cabinetLimits } from '#domain/cabinet.ts'
import { codeOf } from './codes.ts'
import { integer } from './forms.ts'
import { operation } from './operation.ts'
import { time, toTheSecond } from './times.ts'

/** Cabinets in one answer. */
export const cabinetsPerPage = 100

const kindCode = { ordinary: 0, all_documents: 1 } as const satisfies Record<CabinetKind, number>

const cabinetAnswer = Type.Object({
  id: Type.String(),
  name: Type.String({ maxLength: cabinetLimits.name }),
  note: Type.String({ maxLength: cabinetLimits.note }),
  type: codeOf(kindCode),
  created_at: time,
  updated_at: time,
})

/** キャビネット as callers see it: `type` 0 was made by users, 1 is the one of all documents. */
export function cabinetOnWire(cabinet: Cabinet): Static<typeof cabinetAnswer> {
  return {
    id: cabinet.id,
    name: cabinet.name,
    note: cabinet.note,
    type: kindCode[cabinet.kind],
    created_at: toTheSecond(cabinet.createdAt),
    updated_at: toTheSecond(cabinet.updatedAt),
  }
}

export const listCabinetsCall = operation({
  name: 'listCabinets',
  summary: { ja: 'キャビネットの一覧を取得する', en: 'List the cabinets that the caller may open' },
  method: 'GET',
  path: '/cabinets',
  request: 'form',
  // Unlike on the other lists a senseless page is refused here.
  form: { page: integer({ least: 1, most: 2 ** 31 - 1 }) },
  answer: Type.Object({
    total: Type.Integer(),
    page: Type.Integer(),
    cabinets: Type.Array(cabinetAnswer),
  }),
})
