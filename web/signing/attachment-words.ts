import type { AttachedFileProblem } from '#domain/attached-file-kind.ts'
import type { Language } from '#domain/language.ts'

/** Beside what the server refuses: consent pressed without the file, and a chosen file that was not uploaded. */
export type UploadProblem = AttachedFileProblem | 'required' | 'not_uploaded'

export type AttachmentWords = {
  heading: string
  lead: { required: string; optional: string }
  asked: string
  choose: string
  hint: (megabytes: number, files: number) => string
  upload: string
  uploaded: string
  delete: string
  untilConsent: string
  added: string
  deleted: string
  /** As an item of what is missing. */
  item: string
  /** On the confirmation. */
  confirm: string
  none: string
  /** A file is chosen and still there: only a press is lacking. */
  pressUpload: string
  problems: Record<UploadProblem, (megabytes: number) => string>
}

const ja: AttachmentWords = {
  heading: '提出していただくファイル',
  lead: {
    required: '送信者が、ファイルの提出をお願いしています。アップロードが済むと、同意へ進めます。',
    optional: '送信者が、ファイルの提出をお願いしています。提出は任意です。',
  },
  asked: '依頼の内容',
  choose: 'アップロードするファイル',
  hint: (megabytes, files) =>
    `PDF、画像、Office、テキスト、ZIPを受け付けます。1件${megabytes}MBまで、${files}件まで。`,
  upload: 'アップロード',
  uploaded: 'アップロード済みのファイル',
  delete: '削除',
  untilConsent:
    '同意するまで変更できます。差し替えるときは、削除してから、もう一度アップロードしてください。',
  added: 'ファイルをアップロードしました。',
  deleted: 'ファイルを削除しました。',
  item: '提出していただくファイル',
  confirm: '提出するファイル',
  none: 'なし',
  pressUpload: '選んだファイルは、まだアップロードされていません。「アップロード」を押してください。',
  problems: {
    missing: () => 'ファイルが選ばれていません。ファイルを選んでから「アップロード」を押してください。',
    required: () =>
      'ファイルがまだアップロードされていません。ファイルを選んで「アップロード」を押してください。',
    not_uploaded: () =>
      '選んだファイルは、まだアップロードされていません。もう一度選んで「アップロード」を押してください。',
    empty: () => 'ファイルの中身が空でした。別のファイルを選んでください。',
    too_large: (megabytes) => `ファイルが大きすぎます。1件${megabytes}MBまでのファイルを選んでください。`,
    too_many: () =>
      'これ以上アップロードできません。要らないファイルを削除してから、もう一度お試しください。',
    type: () =>
      'この種類のファイルは受け付けられません。PDF、画像、Office、テキスト、ZIPのファイルを選んでください。',
    mismatch: () =>
      'ファイルの中身が、名前の示す種類と違っていました。開けるファイルかどうかをご確認のうえ、もう一度選んでください。',
    broken: () => 'アップロードが途中で止まりました。通信の状態をご確認のうえ、もう一度お試しください。',
  },
}

const en: AttachmentWords = {
  heading: 'A file to send in',
  lead: {
    required: 'The sender asks you for a file. Once it is uploaded you can go on to agree.',
    optional: 'The sender asks you for a file. Sending one is optional.',
  },
  asked: 'What is asked for',
  choose: 'File to upload',
  hint: (megabytes, files) =>
    `PDF, pictures, Office, text or ZIP. Up to ${megabytes} MB each, up to ${files} files.`,
  upload: 'Upload',
  uploaded: 'Uploaded files',
  delete: 'Delete',
  untilConsent: 'You can change this until you agree. To replace a file, delete it and upload the new one.',
  added: 'Your file is uploaded.',
  deleted: 'The file is deleted.',
  item: 'A file to send in',
  confirm: 'Files you send in',
  none: 'none',
  pressUpload: 'The file you chose is not uploaded yet. Please press “Upload”.',
  problems: {
    missing: () => 'No file was chosen. Please choose a file and press “Upload”.',
    required: () => 'No file is uploaded yet. Please choose a file and press “Upload”.',
    not_uploaded: () => 'The file you chose was not uploaded. Please choose it again and press “Upload”.',
    empty: () => 'The file was empty. Please choose another one.',
    too_large: (megabytes) => `The file is too large. Please choose one of at most ${megabytes} MB.`,
    too_many: () => 'No more files can be uploaded. Please delete one that is not needed and try again.',
    type: () => 'This kind of file is not accepted. Please choose a PDF, picture, Office, text or ZIP file.',
    mismatch: () => 'The file is not what its name says. Please check that it opens, and choose it again.',
    broken: () => 'The upload stopped half way. Please check your connection and try again.',
  },
}

/** What the signing pages say about files that a recipient is asked for. */
export function attachmentWordsIn(language: Language): AttachmentWords {
  return language === 'ja' ? ja : en
}
