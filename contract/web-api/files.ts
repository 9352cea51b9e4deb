import { fileNameLimit } from '#domain/file.ts'
import { operation } from '../operation.ts'
import { documentAnswer } from './document-on-wire.ts'
import { text } from './forms.ts'

const path = '/documents/:document_id/files'

export const addFileCall = operation({
  name: 'addFile',
  summary: { ja: 'ファイルを追加する', en: 'Add a file' },
  method: 'POST',
  path,
  request: 'upload',
  form: { name: text(fileNameLimit) },
  answer: documentAnswer,
})

export const getFileCall = operation({
  name: 'getFile',
  summary: { ja: 'ファイルを取得する', en: 'Get a file' },
  method: 'GET',
  path: `${path}/:file_id`,
  request: 'none',
  form: {},
  answer: 'pdf',
})

export const removeFileCall = operation({
  name: 'removeFile',
  summary: { ja: 'ファイルを削除する', en: 'Remove a file' },
  method: 'DELETE',
  path: `${path}/:file_id`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})
