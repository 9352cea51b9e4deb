import { type DocumentFields, documentLimits } from '#domain/document.ts'
import { listedStatuses } from './codes.ts'
import { documentAnswer } from './document-on-wire.ts'
import { boolean, choice, type Given, id, instant, oneLine, said, text } from './forms.ts'
import { documentListAnswer, page, yes } from './list-fields.ts'
import { operation } from './operation.ts'

const onePath = '/documents/:document_id'

const draftForm = {
  title: oneLine(documentLimits.title),
  note: text(),
  message: text(documentLimits.message),
  can_transfer: boolean(),
  private: boolean(),
}

/** What the caller said about the document itself, in our words. */
export function draftFields(given: Given<typeof draftForm>): Partial<DocumentFields> {
  return said({
    title: given.title,
    note: given.note,
    message: given.message,
    canTransfer: given.can_transfer,
    private: given.private,
  })
}

export const createDocumentCall = operation({
  name: 'createDocument',
  summary: { ja: '下書きを作る', en: 'Create a draft, or clone a template' },
  method: 'POST',
  path: '/documents',
  request: 'form',
  form: { ...draftForm, template_id: id() },
  answer: documentAnswer,
})

export const getDocumentCall = operation({
  name: 'getDocument',
  summary: { ja: '書類を取得する', en: 'Get a document' },
  method: 'GET',
  path: onePath,
  request: 'none',
  form: {},
  answer: documentAnswer,
})

export const updateDocumentCall = operation({
  name: 'updateDocument',
  summary: { ja: '下書きの内容を変える', en: 'Change a draft' },
  method: 'PUT',
  path: onePath,
  request: 'form',
  form: draftForm,
  answer: documentAnswer,
})

export const sendOrRemindCall = operation({
  name: 'sendOrRemind',
  summary: {
    ja: '書類を送信する。送信済みならリマインドする',
    en: 'Send a draft, or remind the recipient of an awaiting document',
  },
  method: 'POST',
  path: onePath,
  request: 'none',
  form: {},
  answer: documentAnswer,
})

export const deleteDocumentCall = operation({
  name: 'deleteDocument',
  summary: { ja: '下書きを削除する', en: 'Delete a draft' },
  method: 'DELETE',
  path: onePath,
  request: 'none',
  form: {},
  answer: null,
})

export const declineDocumentCall = operation({
  name: 'declineDocument',
  summary: { ja: '送信した書類を取り消す', en: 'Cancel an awaiting document' },
  method: 'PUT',
  path: `${onePath}/decline`,
  request: 'form',
  form: { comment: text(documentLimits.declineComment) },
  answer: documentAnswer,
})

export const getCertificateCall = operation({
  name: 'getCertificate',
  summary: { ja: '合意締結証明書を取得する', en: 'Get the certificate of agreement' },
  method: 'GET',
  path: `${onePath}/certificate`,
  request: 'none',
  form: {},
  answer: 'pdf',
})

export const getEvidenceRecordCall = operation({
  name: 'getEvidenceRecord',
  summary: {
    ja: '証拠記録（RFC 4998）を取得する。締結の翌日から',
    en: 'Get the evidence record (RFC 4998), from the day after the conclusion on',
  },
  method: 'GET',
  path: `${onePath}/evidence_record`,
  request: 'none',
  form: {},
  answer: 'file',
})

export const listDocumentsCall = operation({
  name: 'listDocuments',
  summary: { ja: '書類の一覧を取得する', en: 'List documents' },
  method: 'GET',
  path: '/documents',
  request: 'form',
  form: {
    page: page(),
    status: choice(listedStatuses),
    with_files: yes(),
    with_participants: yes(),
    with_reportees: yes(),
    with_shared_templates: yes(),
    with_attachment: yes(),
    from: instant(),
    to: instant(),
  },
  answer: documentListAnswer,
})
