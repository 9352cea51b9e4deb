import { type Static, Type } from 'typebox'
import {
  type BulkCounts,
  type BulkRowState,
  type BulkSend,
  bulkLimits,
  bulkRowStates,
} from '#domain/bulk-send.ts'
import { boolean, choice, type Given, id, integer } from './forms.ts'
import { jsonBoolean, jsonListText, jsonRows, jsonText, jsonWord } from './json-fields.ts'
import { operation } from './operation.ts'
import { nullableTime, time, toTheMicrosecond, toTheMicrosecondOrNull } from './times.ts'

/** Our addition: many documents from a template, one for each row of a list (一括送信). */
const path = '/bulk_sends'
const onePath = `${path}/:bulk_send_id`

/** Lists in one answer. */
export const bulkSendsPerPage = 50
/** Rows in one answer. */
export const bulkRowsPerPage = 200

/** JSON spells a character in up to six bytes, and names every column in every row. */
export const bulkBodyBytes = 2 * bulkLimits.bytes
/** Values in one body: ten thousand rows of a few columns each. */
export const bulkBodyValues = 400_000

/** `rows` or a list as `csv`, in text, or as `csv_base64`, in whatever encoding. */
const bulkForm = {
  template_id: jsonText(64),
  rows: jsonRows(bulkLimits.rows),
  csv: jsonListText(bulkLimits.bytes),
  csv_base64: jsonListText(Math.ceil((bulkLimits.bytes * 4) / 3) + 4),
  act: jsonWord(['send', 'draft']),
  start: jsonBoolean(),
  link_sms: jsonBoolean(),
}

export type BulkSendGiven = Given<typeof bulkForm>

const stateOf = Type.Unsafe<BulkSend['state']>({
  type: 'string',
  enum: ['checked', 'running', 'paused', 'stopped', 'done'],
})
const rowState = Type.Unsafe<BulkRowState>({ type: 'string', enum: bulkRowStates })
const count = Type.Integer({ minimum: 0 })

const bulkSendAnswer = Type.Object({
  id: Type.String(),
  template_id: Type.String(),
  status: stateOf,
  /** Empty where nothing stands in the way. */
  paused_by: Type.String(),
  act: Type.Unsafe<BulkSend['act']>({ type: 'string', enum: ['send', 'draft'] }),
  link_sms: Type.Boolean(),
  rows: count,
  counts: Type.Object({
    ready: count,
    faulty: count,
    left_out: count,
    made: count,
    sent: count,
    refused: count,
    links_waiting: count,
  }),
  created_at: time,
  started_at: nullableTime,
  ended_at: nullableTime,
})

/** A list as callers see it. */
export function bulkSendOnWire(send: BulkSend, counts: BulkCounts): Static<typeof bulkSendAnswer> {
  const { linksWaiting, ...rows } = counts
  return {
    id: send.id,
    template_id: send.templateId,
    status: send.state,
    paused_by: send.pausedBy ?? '',
    act: send.act,
    link_sms: send.linkSms,
    rows: send.rows,
    counts: { ...rows, links_waiting: linksWaiting },
    created_at: toTheMicrosecond(send.createdAt),
    started_at: toTheMicrosecondOrNull(send.startedAt),
    ended_at: toTheMicrosecondOrNull(send.endedAt),
  }
}

const bulkRowsAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      row: Type.Integer(),
      status: rowState,
      /** Empty while there is no document. */
      document_id: Type.String(),
      faults: Type.Array(Type.Object({ column: Type.String(), message: Type.String() })),
    }),
  ),
  next: Type.Integer(),
  more: Type.Boolean(),
})

export type BulkRowsAnswer = Static<typeof bulkRowsAnswer>

export const createBulkSendCall = operation({
  name: 'createBulkSend',
  summary: { ja: 'テンプレートと一覧から一括送信する', en: 'Send in bulk from a template and a list' },
  method: 'POST',
  path,
  request: 'json',
  form: bulkForm,
  answer: bulkSendAnswer,
})

const bulkSendsAnswer = Type.Object({
  bulk_sends: Type.Array(bulkSendAnswer),
  /** Empty on the last page. */
  next: Type.String(),
})

/** The caller's own, newest first. */
export const listBulkSendsCall = operation({
  name: 'listBulkSends',
  summary: { ja: '一括送信の一覧を取得する', en: 'List bulk sendings' },
  method: 'GET',
  path,
  request: 'form',
  form: { after: id() },
  answer: bulkSendsAnswer,
})

export const getBulkSendCall = operation({
  name: 'getBulkSend',
  summary: { ja: '一括送信の状態を取得する', en: 'Get how a bulk sending stands' },
  method: 'GET',
  path: onePath,
  request: 'none',
  form: {},
  answer: bulkSendAnswer,
})

const statuses = Object.fromEntries(bulkRowStates.map((each) => [each, each]))

export const listBulkRowsCall = operation({
  name: 'listBulkRows',
  summary: { ja: '一括送信の行を取得する', en: 'List the rows of a bulk sending' },
  method: 'GET',
  path: `${onePath}/rows`,
  request: 'form',
  form: { behind: integer({ least: 0, most: 2 ** 31 - 1 }), status: choice<BulkRowState>(statuses) },
  answer: bulkRowsAnswer,
})

export const getBulkResultCall = operation({
  name: 'getBulkResult',
  summary: { ja: '一括送信の結果をCSVで取得する', en: 'Get the result of a bulk sending as CSV' },
  method: 'GET',
  path: `${onePath}/result`,
  request: 'none',
  form: {},
  answer: 'file',
})

/** `leave_out_faulty`: the faulty rows are left out; without it a list that has some is not started. */
export const startBulkSendCall = operation({
  name: 'startBulkSend',
  summary: { ja: '確認済みの一括送信を開始する', en: 'Start a bulk sending that was checked' },
  method: 'POST',
  path: `${onePath}/start`,
  request: 'form',
  form: { leave_out_faulty: boolean() },
  answer: bulkSendAnswer,
})

export const pauseBulkSendCall = operation({
  name: 'pauseBulkSend',
  summary: { ja: '一括送信を一時停止する', en: 'Pause a bulk sending' },
  method: 'POST',
  path: `${onePath}/pause`,
  request: 'none',
  form: {},
  answer: bulkSendAnswer,
})

export const resumeBulkSendCall = operation({
  name: 'resumeBulkSend',
  summary: { ja: '一括送信を再開する', en: 'Resume a bulk sending' },
  method: 'POST',
  path: `${onePath}/resume`,
  request: 'none',
  form: {},
  answer: bulkSendAnswer,
})

export const stopBulkSendCall = operation({
  name: 'stopBulkSend',
  summary: { ja: '一括送信を中止する', en: 'Stop a bulk sending for good' },
  method: 'POST',
  path: `${onePath}/stop`,
  request: 'none',
  form: {},
  answer: bulkSendAnswer,
})
