import { type Static, Type } from 'typebox'
import type { Document } from '#domain/document.ts'
import { documentAnswer, documentOnWire } from './document-on-wire.ts'
import { fileAnswer } from './file-on-wire.ts'
import { fileName, id } from './forms.ts'
import { operation } from './operation.ts'
import { participantAnswer } from './participant-on-wire.ts'

const { reportees: _, attachment: __, decline_comment: ___, ...fields } = documentAnswer.properties

/** インポート書類 as the import answers it: without what only a document that was sent here can have. */
const importedDocumentAnswer = Type.Object({
  ...fields,
  participants: Type.Array(participantAnswer),
  files: Type.Array(Type.Omit(fileAnswer, ['widgets'])),
})

export function importedDocumentOnWire(document: Document): Static<typeof importedDocumentAnswer> {
  const only = { participants: true, files: true, reportees: false, attachment: false }
  const {
    decline_comment: _,
    reportees: __,
    attachment: ___,
    participants,
    files,
    ...rest
  } = documentOnWire(document, 'own', only)
  return {
    ...rest,
    participants: participants ?? [],
    files: (files ?? []).map(({ widgets: _, ...file }) => file),
  }
}

export const importDocumentCall = operation({
  name: 'importDocument',
  summary: { ja: '締結済みの書類をインポートする', en: 'Import a document that was concluded elsewhere' },
  method: 'POST',
  path: '/imported_documents',
  request: 'upload',
  // The length is judged without `.pdf`, so not here.
  form: { name: fileName(), cabinet_id: id() },
  answer: importedDocumentAnswer,
})
