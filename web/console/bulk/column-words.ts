import { type BulkColumn, columnNamed, type SlotField } from '#domain/bulk-row.ts'
import type { Language } from '#domain/language.ts'

const fields: Record<Language, Record<SlotField, string>> = {
  ja: {
    name: '氏名',
    organization: '会社名・組織名',
    tel: '携帯電話番号',
    email: 'メールアドレス',
    access_code: 'アクセスコード',
    recipient_id: '受信者ID',
  },
  en: {
    name: 'name',
    organization: 'organisation',
    tel: 'mobile number',
    email: 'e-mail address',
    access_code: 'access code',
    recipient_id: 'recipient ID',
  },
}

/** What a column of a list is called on pages and in the first line of the file. */
export function columnLabel(column: BulkColumn, lang: Language): string {
  if (column.of === 'title') return lang === 'ja' ? '書類のタイトル' : 'Title of the document'
  if (column.of === 'field')
    return lang === 'ja' ? `送信者の項目 ${column.label}` : `Sender’s field ${column.label}`
  const field = fields[lang][column.field]
  return lang === 'ja' ? `宛先${column.slot} ${field}` : `Recipient ${column.slot} ${field}`
}

/** The same of a column by its name; of one without a heading its place, and of no column the whole row. */
export function columnCalled(name: string | undefined, lang: Language): string {
  if (name === undefined) return lang === 'ja' ? '行全体' : 'The whole row'
  const column = columnNamed(name)
  if (column !== null) return columnLabel(column, lang)
  const place = /^column_([0-9]+)$/.exec(name)?.[1]
  if (place === undefined) return name
  return lang === 'ja' ? `${place}列目` : `Column ${place}`
}
