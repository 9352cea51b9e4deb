import { Type } from 'typebox'
import { listedDocumentAnswer } from './document-on-wire.ts'
import type { Field } from './forms.ts'

/** `y` switches a member of listed documents on, anything else off; empty is "not given". */
export function yes(): Field<boolean, false> {
  return {
    required: false,
    schema: Type.String(),
    read: (given) => ({ value: given.trim() === '' ? undefined : given.trim() === 'y' }),
  }
}

/** From 1; a missing or senseless page means 1. */
export function page(): Field<number, false> {
  return {
    required: false,
    schema: Type.Integer({ minimum: 1 }),
    read(given) {
      const value = /^[0-9]{1,9}$/.test(given.trim()) ? Number(given) : 1
      return { value: Math.max(1, value) }
    },
  }
}

export const documentListAnswer = Type.Object({
  total: Type.Integer(),
  page: Type.Integer(),
  documents: Type.Array(listedDocumentAnswer),
})
