import type { Language } from '#domain/language.ts'

const ja = {
  title: '添付ファイルの依頼',
  asked: (who: string) => `${who}さんにファイルの提出を依頼しています。`,
  required: '必須（提出が済むまで同意できません）',
  optional: '任意',
  kind: '提出',
  description: '依頼の内容',
  none: 'ファイルはまだ提出されていません。',
  deleted: '宛先が削除しました',
  uploadedAt: (time: string) => `${time} 提出`,
  download: 'ダウンロード',
  later: '締結すると、ここからダウンロードできます。',
  never: '締結されなかったため、ダウンロードできません。',
  caution: '宛先が選んだファイルです。開く前に、ウイルスの検査をお勧めします。',
}

export type AttachmentWords = typeof ja

const en: AttachmentWords = {
  title: 'Request for a file',
  asked: (who) => `${who} is asked to send in a file.`,
  required: 'required (no consent without it)',
  optional: 'optional',
  kind: 'Sending in',
  description: 'What is asked for',
  none: 'No file has been sent in yet.',
  deleted: 'Deleted by the recipient',
  uploadedAt: (time) => `sent in ${time}`,
  download: 'Download',
  later: 'They can be downloaded here once the document is concluded.',
  never: 'The document was not concluded, so they cannot be downloaded.',
  caution: 'The recipient chose these files. Have them scanned for viruses before you open them.',
}

/** What the document's page says about a file that a recipient is asked for. */
export function attachmentWordsIn(language: Language): AttachmentWords {
  return language === 'ja' ? ja : en
}
