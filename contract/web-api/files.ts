import { fileNameLimit } from '#domain/file.ts'
import { operation } from '../operation.ts'
import { documentAnswer } from './document-on-wire.ts'
import { text } from './forms.ts'

const path = '/documents/:document_id/files'

export const addFileCall = operation({
  name: 'addFile',
  method: 'POST',
  path,
  request: 'upload',
  form: { name: text(fileNameLimit) },
  answer: documentAnswer,
})

export const getFileCall = operation({
  name: 'getFile',
  method: 'GET',
  path: `${path}/:file_id`,
  request: 'none',
  form: {},
  answer: 'pdf',
})

export const removeFileCall = operation({
  name: 'removeFile',
  method: 'DELETE',
  path: `${path}/:file_id`,
  request: 'none',
  form: {},
  answer: documentAnswer,
})
