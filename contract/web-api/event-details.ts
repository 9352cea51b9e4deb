import { type Static, type TSchema, Type } from 'typebox'
import type { ToldDetails } from '#domain/event-catalogue.ts'
import { settingNames } from '#domain/team-event.ts'
import { time } from './times.ts'

const id = Type.String()
const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const calendarDay = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const count = Type.Integer({ minimum: 0 })
const files = Type.Array(Type.Object({ fileId: id, sha256 }))
const oneOf = <Value extends string>(...values: Value[]) =>
  Type.Unsafe<Value>({ type: 'string', enum: values })
const method = oneOf('sms', 'simple', 'mail')
const role = oneOf(
  'teamAdministrator',
  'documentAdministrator',
  'documentApprover',
  'privateDocumentAdministrator',
)
const participant = { participantId: id }
const sms = { ...participant, smsId: id, channel: Type.Optional(Type.Literal('voice')) }
const url = { ...participant, urlId: id }
const telRequest = { ...participant, requestId: id }
const member = Type.Object({ memberId: id })
const client = Type.Object({ clientId: id })
const smsLimit = Type.Object({ count, limit: count })

/** Each schema must say exactly what the domain says is told of its event; one that differs does not compile. */
type Agreeing<Table> = {
  [Type in keyof Table]: Table[Type] extends TSchema
    ? Type extends keyof ToldDetails
      ? [Static<Table[Type]>, ToldDetails[Type]] extends [ToldDetails[Type], Static<Table[Type]>]
        ? Table[Type]
        : never
      : never
    : never
}

function agreeing<Table extends Record<keyof ToldDetails, TSchema>>(
  table: Table & Agreeing<Table>,
): Record<string, TSchema> {
  return table
}

/** What a message in the standard format tells of each event besides its ids, as `domain/event-catalogue.ts` lists it. */
export const eventDetails = agreeing({
  'approval.requested': Type.Object({ requestId: id, approverId: Type.Optional(id) }),
  'approval.given': Type.Object({ requestId: id }),
  'approval.returned': Type.Object({ requestId: id }),
  'document.sent': Type.Object({ files, approval: Type.Optional(id) }),
  'turn.started': Type.Object({
    ...participant,
    expiresAt: time,
    method,
    again: Type.Optional(Type.Literal(true)),
    automatic: Type.Optional(Type.Literal(true)),
  }),
  'signing_url.issued': Type.Object({ ...url, expiresAt: time }),
  'tel.mismatched': Type.Object(url),
  'tel_request.made': Type.Object(telRequest),
  'tel_request.approved': Type.Object(telRequest),
  'tel_request.refused': Type.Object(telRequest),
  'signing_url.paused': Type.Object({ ...url, until: time }),
  'sms_code.requested': Type.Object(sms),
  'link_sms.requested': Type.Object(sms),
  'sms.submitted': Type.Object({ ...sms, segments: count }),
  'sms.rejected': Type.Object(sms),
  'sms.unknown': Type.Object(sms),
  'sms.undelivered': Type.Object({ ...sms, reason: oneOf('undelivered', 'expired', 'rejected') }),
  'mail.rejected': Type.Object({
    participantId: Type.Optional(id),
    reporteeId: Type.Optional(id),
    kind: oneOf(
      'requested',
      'concluded',
      'declined',
      'cancelled',
      'sealing_failed',
      'alert',
      'contract_end',
      'notice_end',
      'mail_rejected',
      'sms_undelivered',
      'tel_requested',
      'transferred',
      'approval_requested',
      'approved',
      'returned',
    ),
    status: Type.String(),
  }),
  'participant.locked': Type.Object(participant),
  'participant.unlocked': Type.Object(participant),
  'participant.authenticated': Type.Object({ ...participant, method }),
  'document.viewed': Type.Object(participant),
  'attached_file.added': Type.Object({
    ...participant,
    attachmentId: id,
    attachedFileId: id,
    sha256,
    bytes: count,
  }),
  'participant.consented': Type.Object({ ...participant, act: count, last: Type.Boolean() }),
  'participant.transferred': Type.Object({ ...participant, transferId: id }),
  'participant.declined': Type.Object({}),
  'document.cancelled': Type.Object({ because: Type.Optional(Type.Literal('sealing.failed')) }),
  'sealing.failed': Type.Object({ reason: Type.String() }),
  'alert.due': Type.Object({}),
  'notice_end.due': Type.Object({ day: calendarDay }),
  'contract_end.due': Type.Object({ day: calendarDay }),
  'document.concluded': Type.Object({ files, certificateSha256: sha256 }),
  'archive.renewed': Type.Object({ files, certificateSha256: sha256, endsAt: time }),
  'settings.changed': Type.Object({ setting: oneOf(...settingNames) }),
  'member.added': Type.Object({ memberId: id, roles: Type.Array(role) }),
  'member.joined': member,
  'member.role_changed': Type.Object({ memberId: id, role, from: Type.Boolean(), to: Type.Boolean() }),
  'member.disabled': member,
  'member.enabled': member,
  'client.issued': client,
  'bulk_send.ended': Type.Object({ bulkSendId: id, count }),
  'sms.limit_near': smsLimit,
  'sms.limit_reached': smsLimit,
  'client.revoked': client,
})
