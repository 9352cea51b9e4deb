import { type Static, Type } from 'typebox'
import { type AlertFields, alertLimits, type StoredAlert } from '#domain/alert.ts'
import { boolean, calendarDay, type Given, said, text } from './forms.ts'
import { operation } from './operation.ts'
import { time, toTheSecond } from './times.ts'

const path = '/documents/:document_id/alert'

const alertForm = { memo: text(alertLimits.memo), alert_at: calendarDay(), enabled: boolean() }

/** What the caller said of the alert, in our words. */
export function alertFields(given: Given<typeof alertForm>): Partial<AlertFields> {
  return said({ memo: given.memo, alertAt: given.alert_at, enabled: given.enabled })
}

/** アラート as callers see it. */
export const alertAnswer = Type.Object({
  id: Type.Integer(),
  document_id: Type.String(),
  memo: Type.String({ maxLength: alertLimits.memo }),
  alert_at: Type.String({ format: 'date' }),
  enabled: Type.Boolean(),
  created_at: time,
  updated_at: time,
})

export function alertOnWire(documentId: string, alert: StoredAlert): Static<typeof alertAnswer> {
  return {
    id: alert.id,
    document_id: documentId,
    memo: alert.memo,
    alert_at: alert.alertAt,
    enabled: alert.enabled,
    created_at: toTheSecond(alert.createdAt),
    updated_at: toTheSecond(alert.updatedAt),
  }
}

export const getAlertCall = operation({
  name: 'getAlert',
  summary: { ja: 'アラートを取得する', en: 'Get the alert of a document' },
  method: 'GET',
  path,
  request: 'none',
  form: {},
  answer: alertAnswer,
})

export const updateAlertCall = operation({
  name: 'updateAlert',
  summary: { ja: 'アラートを設定する', en: 'Set the alert of a document' },
  method: 'PUT',
  path,
  request: 'form',
  form: alertForm,
  answer: alertAnswer,
})
