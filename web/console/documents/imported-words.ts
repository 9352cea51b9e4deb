import type { Language } from '#domain/language.ts'

/** What the console says of documents that were concluded elsewhere. */
const ja = {
  importer: '登録者',
  imported: '登録済',
  importedAt: 'インポート日時',
  noRecipient: '宛先はありません',
  file: 'インポートしたファイルです',
}

const en: typeof ja = {
  importer: 'Imported by',
  imported: 'Imported',
  importedAt: 'Imported on',
  noRecipient: 'No recipients',
  file: 'As it was imported',
}

export function importedWords(lang: Language): typeof ja {
  return lang === 'ja' ? ja : en
}
