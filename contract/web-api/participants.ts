import { Type } from 'typebox'
import { type ParticipantFields, participantLimits } from '#domain/participant.ts'
import { mostState } from '#domain/return-result.ts'
import { groupTypes, languages } from './codes.ts'
import { documentAnswer } from './document-on-wire.ts'
import {
  asciiText,
  boolean,
  choice,
  email,
  filledText,
  type Given,
  instant,
  integerChoice,
  oneLine,
  opaque,
  optional,
  said,
} from './forms.ts'
import { operation } from './operation.ts'
import { time } from './times.ts'

const path = '/documents/:document_id/participants'

const participantForm = {
  name: filledText(participantLimits.name),
  email: email(participantLimits.email),
  organization: oneLine(participantLimits.organization),
  access_code: oneLine(participantLimits.accessCode),
  language_code: choice(languages),
  advanced_authn_request: boolean(),
  tel: oneLine(),
  recipient_id: asciiText(participantLimits.recipientId),
  callback: boolean(),
  group_type: integerChoice(groupTypes),
  group_id: asciiText(participantLimits.groupId),
}

const changesForm = { ...optional(participantForm), name: oneLine(participantLimits.name) }

/** What the caller said about a participant, in our words. */
export function participantFields(given: Given<typeof changesForm>): Partial<ParticipantFields> {
  return said({
    name: given.name,
    email: given.email,
    organization: given.organization,
    accessCode: given.access_code,
    language: given.language_code,
    advancedAuthentication: given.advanced_authn_request,
    tel: given.tel,
    recipientId: given.recipient_id,
    callback: given.callback,
    // Without a type there is no group, whatever it is called.
    groupId: given.group_type === 'none' ? '' : given.group_id,
  })
}

/** What a new participant has where the caller said nothing. */
export const participantDefaults: ParticipantFields = {
  name: '',
  email: '',
  organization: '',
  accessCode: '',
  language: 'ja',
  advancedAuthentication: false,
  tel: '',
  recipientId: '',
  callback: false,
  groupId: '',
}

export const addParticipantCall = operation({
  name: 'addParticipant',
  summary: { ja: '宛先を追加する', en: 'Add a recipient' },
  method: 'POST',
  path,
  request: 'form',
  form: participantForm,
  answer: documentAnswer,
})

export const updateParticipantCall = operation({
  name: 'updateParticipant',
  summary: { ja: '宛先を変える', en: 'Change a recipient' },
  method: 'PUT',
  path: `${path}/:participant_id`,
  request: 'form',
  form: changesForm,
  answer: documentAnswer,
})

export const removeParticipantCall = operation({
  name: 'removeParticipant',
  summary: { ja: '宛先を削除する', en: 'Remove a recipient' },
  method: 'DELETE',
  path: `${path}/:participant_id`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})

/** `authentication_*`: how the integrating site itself authenticated this user (our addition). */
export const issueSigningUrlCall = operation({
  name: 'issueSigningUrl',
  summary: {
    ja: '組込み署名の同意画面のURLを発行する',
    en: 'Issue the consent URL of an embedded recipient',
  },
  method: 'POST',
  path: `${path}/:participant_id/signing_url`,
  request: 'form',
  form: {
    recipient_id: oneLine(),
    authentication_method: oneLine(200),
    authentication_instant: instant(),
    authentication_subject: oneLine(200),
    state: opaque(mostState),
  },
  answer: Type.Object({ url: Type.String(), expires_at: time }),
})

export const unlockParticipantCall = operation({
  name: 'unlockParticipant',
  summary: {
    ja: '認証コードの誤りで止まった宛先を再開する',
    en: 'Unlock a recipient stopped by wrong codes',
  },
  method: 'POST',
  path: `${path}/:participant_id/unlock`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})
