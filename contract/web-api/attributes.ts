import { Type } from 'typebox'
import type { Right } from '#domain/access.ts'
import { type Attribute, type AttributeFields, attributeLimits } from '#domain/attribute.ts'
import { type Given, said } from './forms.ts'
import { jsonChoice, jsonDay, jsonInt64, jsonInteger, jsonList, jsonText } from './json-fields.ts'
import { operation } from './operation.ts'
import { time, toTheSecond } from './times.ts'

const path = '/documents/:document_id/attribute'

const renewals: Record<string, Attribute['autoUpdate']> = { '0': 'unset', '1': 'yes', '2': 'no' }
const renewalCode = { unset: 0, yes: 1, no: 2 } as const satisfies Record<Attribute['autoUpdate'], number>

const attributeForm = {
  title: jsonText(attributeLimits.text),
  counterparty: jsonText(attributeLimits.text),
  contract_at: jsonDay(),
  validity_start_at: jsonDay(),
  validity_end_at: jsonDay(),
  validity_end_notice_at: jsonDay(),
  auto_update: jsonChoice(renewals),
  local_id: jsonText(attributeLimits.text),
  amount: jsonInt64(),
  options: jsonList({
    order: jsonInteger(1, attributeLimits.options),
    content: jsonText(attributeLimits.text),
  }),
}

/** What the caller said of the management fields, in our words. */
export function attributeFields(given: Given<typeof attributeForm>): Partial<AttributeFields> {
  return said({
    title: given.title,
    counterparty: given.counterparty,
    contractAt: given.contract_at,
    validityStartAt: given.validity_start_at,
    validityEndAt: given.validity_end_at,
    validityEndNoticeAt: given.validity_end_notice_at,
    autoUpdate: given.auto_update,
    localId: given.local_id,
    amount: given.amount,
    options: given.options,
  })
}

const nullableDay = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date' })

const shortText = Type.String({ maxLength: attributeLimits.text })

/** 書類情報 as callers see it. */
export const attributeAnswer = Type.Object({
  document_id: Type.String(),
  title: shortText,
  counterparty: shortText,
  contract_at: nullableDay,
  validity_start_at: nullableDay,
  validity_end_at: nullableDay,
  validity_end_notice_at: nullableDay,
  auto_update: Type.Integer({ enum: [0, 1, 2] }),
  local_id: shortText,
  amount: Type.Unsafe<bigint | null>({ type: ['integer', 'null'], format: 'int64' }),
  options: Type.Array(Type.Object({ order: Type.Integer(), content: shortText })),
  created_at: time,
  updated_at: time,
})

/**
 * `amount` is a bigint: `JSON.stringify` alone cannot print it, `printJson` can. Callers who only received the document
 * see the terms of the agreement; what the sender keeps for themselves is empty, as `note` is.
 */
export function attributeOnWire(documentId: string, attribute: Attribute, right: Right) {
  const own = right !== 'received'
  return {
    document_id: documentId,
    title: attribute.title,
    counterparty: own ? attribute.counterparty : '',
    contract_at: attribute.contractAt,
    validity_start_at: attribute.validityStartAt,
    validity_end_at: attribute.validityEndAt,
    validity_end_notice_at: own ? attribute.validityEndNoticeAt : null,
    auto_update: renewalCode[attribute.autoUpdate],
    local_id: own ? attribute.localId : '',
    amount: own ? attribute.amount : null,
    options: own ? attribute.options.map(({ order, content }) => ({ order, content })) : [],
    created_at: toTheSecond(attribute.createdAt),
    updated_at: toTheSecond(attribute.updatedAt),
  }
}

export const getAttributeCall = operation({
  name: 'getAttribute',
  summary: { ja: '書類情報を取得する', en: 'Get the management fields of a document' },
  method: 'GET',
  path,
  request: 'none',
  form: {},
  answer: attributeAnswer,
})

export const updateAttributeCall = operation({
  name: 'updateAttribute',
  summary: { ja: '書類情報を書く', en: 'Write the management fields of a document' },
  method: 'PUT',
  path,
  request: 'json',
  form: attributeForm,
  answer: attributeAnswer,
})
