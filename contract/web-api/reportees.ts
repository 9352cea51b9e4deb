import { type ReporteeFields, reporteeLimits } from '#domain/reportee.ts'
import { documentAnswer } from './document-on-wire.ts'
import { email, filledText, type Given, oneLine, required, said } from './forms.ts'
import { operation } from './operation.ts'

const path = '/documents/:document_id/reportees'

const changesForm = {
  email: email(reporteeLimits.email),
  name: oneLine(reporteeLimits.name),
  organization: oneLine(reporteeLimits.organization),
}
const reporteeForm = {
  ...changesForm,
  email: required(changesForm.email),
  name: filledText(reporteeLimits.name),
}

/** What the caller said about a reportee, in our words. */
export function reporteeFields(given: Given<typeof changesForm>): Partial<ReporteeFields> {
  return said({ email: given.email, name: given.name, organization: given.organization })
}

/** A new reportee of these fields. */
export function newReporteeFields({ email, name, organization }: Given<typeof reporteeForm>): ReporteeFields {
  return { email, name, organization: organization ?? '' }
}

export const addReporteeCall = operation({
  name: 'addReportee',
  summary: { ja: '共有先を追加する', en: 'Add a reportee' },
  method: 'POST',
  path,
  request: 'form',
  form: reporteeForm,
  answer: documentAnswer,
})

export const updateReporteeCall = operation({
  name: 'updateReportee',
  summary: { ja: '共有先を変える', en: 'Change a reportee' },
  method: 'PUT',
  path: `${path}/:reportee_id`,
  request: 'form',
  form: changesForm,
  answer: documentAnswer,
})

export const removeReporteeCall = operation({
  name: 'removeReportee',
  summary: { ja: '共有先を削除する', en: 'Remove a reportee' },
  method: 'DELETE',
  path: `${path}/:reportee_id`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})
