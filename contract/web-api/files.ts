import { fileNameLimit } from '#domain/file.ts'
import { documentAnswer } from './document-on-wire.ts'
import { fileName } from './forms.ts'
import { operation } from './operation.ts'

/** The header that tells what was changed about an upload; the official answer has no place for it. */
export const fileNotice = 'X-Musubi-Notice'

const path = '/documents/:document_id/files'

export const addFileCall = operation({
  name: 'addFile',
  summary: { ja: 'ファイルを追加する', en: 'Add a file' },
  method: 'POST',
  path,
  request: 'upload',
  form: { name: fileName(fileNameLimit) },
  answer: documentAnswer,
  headers: [
    {
      name: fileNotice,
      description: {
        ja: 'ファイルを受け取るときに変えたこと。repaired: 壊れていたため修復しました。signatures_dropped: 有効でなくなっていた署名を、送信のときに外します。両方のときはコンマで区切ります。何もなければ付きません。Idempotency-Keyで返す二度目の応答には付きません。',
        en: 'What was changed when the file was taken in. repaired: it was damaged, and was repaired. signatures_dropped: signatures that no longer hold are left out at sending. Both are separated by a comma; absent when there is nothing to say, and in an answer that is repeated for an Idempotency-Key.',
      },
      examples: ['repaired', 'signatures_dropped', 'repaired, signatures_dropped'],
    },
  ],
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
