import { type Static, Type } from 'typebox'
import type { Right } from '#domain/access.ts'
import { type Document, documentLimits, lastProcessedAt } from '#domain/document.ts'
import { attachmentAnswer, attachmentOnWire } from './attachment-on-wire.ts'
import { codeOf, documentStatusCode } from './codes.ts'
import { type FileOnWire, fileAnswer, fileOnWire } from './file-on-wire.ts'
import { type ParticipantOnWire, participantAnswer, participantOnWire } from './participant-on-wire.ts'
import { reporteeAnswer, reporteeOnWire } from './reportee-on-wire.ts'
import { nullableTime, time, toTheMicrosecond, toTheMicrosecondOrNull, toTheSecond } from './times.ts'

const fields = {
  id: Type.String(),
  user_id: Type.String(),
  title: Type.String({ maxLength: documentLimits.title }),
  note: Type.String(),
  message: Type.String({ maxLength: documentLimits.message }),
  status: codeOf(documentStatusCode),
  can_transfer: Type.Boolean(),
  private: Type.Boolean(),
  sent_at: nullableTime,
  last_processed_at: nullableTime,
  created_at: time,
  updated_at: time,
  decline_comment: Type.String({ maxLength: documentLimits.declineComment }),
}

const members = {
  participants: Type.Array(participantAnswer),
  files: Type.Array(fileAnswer),
  reportees: Type.Array(reporteeAnswer),
  attachment: Type.Union([attachmentAnswer, Type.Null()]),
}

/** 書類 as callers see it. */
export const documentAnswer = Type.Object({ ...fields, ...members })

/** The same in lists, where the members that a `with_*` leaves out are absent. */
export const listedDocumentAnswer = Type.Object({
  ...fields,
  ...Type.Partial(Type.Object(members)).properties,
})

export type DocumentOnWire = Static<typeof listedDocumentAnswer>

/** Which members an answer carries. */
type Members = { participants: boolean; files: boolean; reportees: boolean; attachment: boolean }

const everyMember: Members = { participants: true, files: true, reportees: true, attachment: true }

/** `note` is the sender's own: callers who only received the document get `""`. */
export function documentOnWire(document: Document, right: Right, members = everyMember): DocumentOnWire {
  return {
    id: document.id,
    user_id: document.senderId,
    title: document.title,
    note: right === 'received' ? '' : document.note,
    message: document.message,
    status: documentStatusCode[document.status],
    can_transfer: document.canTransfer,
    private: document.private,
    sent_at: toTheMicrosecondOrNull(document.sentAt),
    last_processed_at: toTheMicrosecond(lastProcessedAt(document)),
    created_at: toTheSecond(document.createdAt),
    updated_at: toTheSecond(document.updatedAt),
    ...(members.participants ? { participants: participantsOnWire(document, right) } : {}),
    ...(members.files ? { files: filesOnWire(document) } : {}),
    ...(members.reportees ? { reportees: document.reportees.map(reporteeOnWire) } : {}),
    ...(members.attachment
      ? { attachment: document.attachment === null ? null : attachmentOnWire(document.attachment) }
      : {}),
    decline_comment: document.declineComment,
  }
}

function participantsOnWire(document: Document, right: Right): ParticipantOnWire[] {
  return document.participants.map((each) => participantOnWire(each, right === 'own'))
}

function filesOnWire(document: Document): FileOnWire[] {
  return document.files.map((each) => fileOnWire(each, document.widgets))
}
