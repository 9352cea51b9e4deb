import { attributeLimits } from '#domain/attribute.ts'
import type { Language } from '#domain/language.ts'

/** What can be written about a document on its page, in its order. */
export const informationFields = [
  'counterparty',
  'contract_at',
  'amount',
  'title',
  'validity_start_at',
  'validity_end_at',
  'validity_end_notice_at',
  'local_id',
] as const
export type InformationField = (typeof informationFields)[number]

/** The team's own fields, by their numbers. */
export const optionNumbers = Array.from({ length: attributeLimits.options }, (_, at) => at + 1)

export const isDay = (field: string): boolean => field.endsWith('_at')

type InformationWords = {
  title: string
  lead: string
  none: string
  change: string
  fields: Record<InformationField | 'auto_update' | 'options', string>
  renewal: Record<'unset' | 'yes' | 'no', string>
  hints: Partial<Record<InformationField, string>>
  options: { legend: string; hint: string; one: (order: number) => string }
  /** What is saved, beside what was typed, where another page saved first. */
  now: (saved: string) => string
  save: string
  back: string
  done: string
  problems: { day: string; amount: string; long: string; character: string; changed: string }
  history: {
    title: string
    lead: string
    none: string
    columns: { at: string; by: string; what: string; before: string; after: string }
    empty: string
    unknown: string
  }
}

export const informationWords: Record<Language, InformationWords> = {
  ja: {
    title: '書類情報',
    lead: '取引先・取引日・金額は、電子帳簿保存法の検索に使います。宛先の方には見えません。',
    none: '書類情報はまだ入力されていません。',
    change: '書類情報を変更する',
    fields: {
      counterparty: '取引先',
      contract_at: '取引日',
      amount: '金額',
      title: '管理用のタイトル',
      validity_start_at: '契約期間の開始日',
      validity_end_at: '契約期間の終了日',
      validity_end_notice_at: '解約通知の期限',
      local_id: '管理番号',
      auto_update: '自動更新',
      options: 'チームの項目',
    },
    renewal: { unset: '未設定', yes: 'あり', no: 'なし' },
    hints: { amount: '数字で入力します。例：1,000,000' },
    options: {
      legend: 'チームの項目',
      hint: '担当部署や案件番号など、チームで決めた内容を10件まで記録できます。',
      one: (order) => `項目${order}`,
    },
    now: (saved) => `いま保存されている内容：${saved}`,
    save: '保存する',
    back: '書類に戻る',
    done: '書類情報を保存しました。',
    problems: {
      day: '日付を「2026-11-30」の形で入力してください。',
      amount: '金額を数字で入力してください。例：1,000,000',
      long: '500文字以内で入力してください。',
      character: '使えない文字が含まれています。入力し直してください。',
      changed:
        '別の画面で先に変更されました。入力した内容は残してあります。もう一度保存すると、入力した内容に置き換わります。',
    },
    history: {
      title: '変更の履歴',
      lead: 'だれが、いつ、何を、何から何に変えたかの記録です。消したり直したりはできません。',
      none: '変更はまだありません。',
      columns: { at: '日時', by: '変更した人', what: '項目', before: '変更前', after: '変更後' },
      empty: '（なし）',
      unknown: '記録なし',
    },
  },
  en: {
    title: 'Document information',
    lead: 'The bookkeeping law requires documents to be searchable by counterparty, contract date and amount. Recipients do not see any of this.',
    none: 'Nothing recorded yet.',
    change: 'Edit document information',
    fields: {
      counterparty: 'Counterparty',
      contract_at: 'Contract date',
      amount: 'Amount',
      title: 'Title for your records',
      validity_start_at: 'Term begins',
      validity_end_at: 'Term ends',
      validity_end_notice_at: 'Notice due by',
      local_id: 'Reference number',
      auto_update: 'Automatic renewal',
      options: 'Team fields',
    },
    renewal: { unset: 'Not set', yes: 'Yes', no: 'No' },
    hints: { amount: 'In figures, for example 1,000,000' },
    options: {
      legend: 'Team fields',
      hint: 'Up to ten things that your team agrees on, such as a department or a project number.',
      one: (order) => `Field ${order}`,
    },
    now: (saved) => `Saved now: ${saved}`,
    save: 'Save',
    back: 'Back to the document',
    done: 'The document information was saved.',
    problems: {
      day: 'Enter a date such as 2026-11-30.',
      amount: 'Enter the amount in figures, for example 1,000,000.',
      long: 'Use 500 characters or fewer.',
      character: 'This contains a character that cannot be used. Please enter it again.',
      changed:
        'It was changed on another page meanwhile. What you typed is kept. Save again to put it in the place of what is saved.',
    },
    history: {
      title: 'History of changes',
      lead: 'Who changed what, when, from what and to what. It cannot be edited or deleted.',
      none: 'No changes yet.',
      columns: { at: 'Time', by: 'Changed by', what: 'Field', before: 'Before', after: 'After' },
      empty: '(empty)',
      unknown: 'Not recorded',
    },
  },
}
