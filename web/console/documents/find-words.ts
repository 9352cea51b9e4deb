import type { Language } from '#domain/language.ts'
import type { FilterError, NarrowingField } from './list-filter.ts'

/** Where something was looked for. */
export type SearchedPlace = 'title' | 'person' | 'lastFour' | 'email' | 'amount' | 'id'

type FindWords = {
  search: string
  button: string
  /** Stands in the empty entry; short. */
  placeholder: Record<'everything' | 'received', string>
  /** What one entry looks through; of received documents only their words and id. */
  hint: Record<'everything' | 'received', string>
  more: string
  /** The same while so many are said. */
  moreOf: (said: number) => string
  /** Names the list of what is said. */
  narrowed: string
  without: (said: string) => string
  fields: Record<NarrowingField, string>
  anySender: string
  anyCabinet: string
  apply: string
  clear: string
  problems: Record<FilterError['problem'], string>
  places: Record<SearchedPlace, string>
  searched: (typed: string, places: string[]) => string
  count: (total: number, more: boolean) => string
  unlisted: string
  /** `address`: what was typed looks like an e-mail address, or like a part of one. */
  nothing: { title: string; lead: string; refused: string; address: string }
  columns: Record<ListColumn, string>
  choose: { summary: string; legend: string; save: string; saved: string }
  /** All that the filter finds, as a file: with the columns that are shown, or with every one. */
  csv: { columnsLabel: string; shown: string; all: string; button: string; hint: string }
}

/** What a list can show beside the title. */
export const listColumns = [
  'sender',
  'recipients',
  'status',
  'date',
  'created',
  'concluded',
  'day',
  'party',
  'amount',
  'cabinet',
  'id',
] as const
export type ListColumn = (typeof listColumns)[number]

const thousands = (total: number) => total.toLocaleString('en')

export const findWords: Record<Language, FindWords> = {
  ja: {
    search: '書類を探す',
    button: '探す',
    placeholder: {
      everything: 'タイトル・宛先・電話番号の下4桁',
      received: 'タイトル・名前・会社名',
    },
    hint: {
      everything:
        'タイトル・宛先の名前・会社名の一部、電話番号の下4桁、金額、メールアドレス（全体）、書類IDで探せます。',
      received: 'タイトル・名前・会社名の一部、書類IDで探せます。',
    },
    more: '条件を追加',
    moreOf: (said) => `条件を追加（${said}）`,
    narrowed: '絞り込みの条件',
    without: (said) => `${said} を外す`,
    fields: {
      from: '作成日（から）',
      to: '作成日（まで）',
      sender: '送信者',
      cabinet: 'キャビネット',
      party: '取引先',
      min: '金額（下限）',
      max: '金額（上限）',
      day_from: '取引日（から）',
      day_to: '取引日（まで）',
    },
    anySender: 'すべての送信者',
    anyCabinet: 'すべてのキャビネット',
    apply: 'この条件で絞り込む',
    clear: '条件をすべて外す',
    problems: {
      day: '日付を「2026-11-30」の形で入力してください。',
      days: '終わりの日を、始めの日以降にしてください。',
      amount: '金額を数字で入力してください。例：1,000,000',
      amounts: '上限を、下限以上の金額にしてください。',
      unknown: 'ここにないものが指定されています。選び直してください。',
    },
    places: {
      title: 'タイトル',
      person: '宛先の名前・会社名',
      lastFour: '電話番号の下4桁',
      email: 'メールアドレス',
      amount: '金額',
      id: '書類ID',
    },
    searched: (typed, places) => `「${typed}」を、${places.join('・')}から探しました。`,
    count: (total, more) => (more ? `${thousands(total)}件以上` : `${thousands(total)}件`),
    unlisted:
      '更新前の書類を、探せるように準備しています。終わるまで、古い書類が検索結果に出ないことがあります。',
    nothing: {
      title: '条件に合う書類はありません',
      lead: '言葉を短くするか、条件を減らしてお試しください。',
      refused: '入力を直すと、書類を探せます。',
      address:
        'メールアドレスは暗号化して保存しているため、全体を入力したときだけ見つかります。会社名や氏名の一部でもお試しください。',
    },
    columns: {
      sender: '送信者',
      recipients: '宛先',
      status: '状態',
      date: '更新日時',
      created: '作成日時',
      concluded: '締結日時',
      day: '取引日',
      party: '取引先',
      amount: '金額',
      cabinet: 'キャビネット',
      id: '書類ID',
    },
    choose: {
      summary: '表示する項目',
      legend: '一覧に表示する項目',
      save: 'この項目を表示する',
      saved: '表示する項目を保存しました。',
    },
    csv: {
      columnsLabel: 'CSVの項目',
      shown: '表示中の項目',
      all: 'すべての項目',
      button: 'この条件のCSVを書き出す',
      hint: 'Excelで開けるUTF-8のCSVです。条件に合う書類を、一覧の順にすべて書き出します。',
    },
  },
  en: {
    search: 'Search documents',
    button: 'Search',
    placeholder: {
      everything: 'Title, recipient, last digits of a phone',
      received: 'Title, name, company',
    },
    hint: {
      everything:
        'Part of a title, a recipient’s name or company; the last four digits of a phone number; an amount; a whole e-mail address; a document ID.',
      received: 'Part of a title, a name or a company; a document ID.',
    },
    more: 'Filters',
    moreOf: (said) => `Filters (${said})`,
    narrowed: 'Filters in use',
    without: (said) => `Remove ${said}`,
    fields: {
      from: 'Created from',
      to: 'Created until',
      sender: 'Sender',
      cabinet: 'Cabinet',
      party: 'Counterparty',
      min: 'Amount from',
      max: 'Amount up to',
      day_from: 'Contract date from',
      day_to: 'Contract date until',
    },
    anySender: 'All senders',
    anyCabinet: 'All cabinets',
    apply: 'Apply filters',
    clear: 'Clear filters',
    problems: {
      day: 'Enter a date such as 2026-11-30.',
      days: 'The end must not be before the beginning.',
      amount: 'Enter the amount in figures, for example 1,000,000.',
      amounts: 'The upper amount must not be below the lower one.',
      unknown: 'This choice does not exist. Choose another one.',
    },
    places: {
      title: 'titles',
      person: 'names and companies of recipients',
      lastFour: 'last four digits of phone numbers',
      email: 'e-mail addresses',
      amount: 'amounts',
      id: 'document IDs',
    },
    searched: (typed, places) => `Searched for “${typed}” in ${places.join(', ')}.`,
    count: (total, more) =>
      more
        ? `${thousands(total)} documents or more`
        : total === 1
          ? '1 document'
          : `${thousands(total)} documents`,
    unlisted: 'Older documents are still being indexed and may be missing from the results.',
    nothing: {
      title: 'No documents match',
      lead: 'Try fewer words or fewer filters.',
      refused: 'Correct the entry to search.',
      address:
        'E-mail addresses are stored encrypted and are found only whole. Try part of the company or of the name.',
    },
    columns: {
      sender: 'Sender',
      recipients: 'Recipients',
      status: 'Status',
      date: 'Updated',
      created: 'Created',
      concluded: 'Concluded',
      day: 'Contract date',
      party: 'Counterparty',
      amount: 'Amount',
      cabinet: 'Cabinet',
      id: 'Document ID',
    },
    choose: {
      summary: 'Columns',
      legend: 'Columns in this list',
      save: 'Show these columns',
      saved: 'Your columns were saved.',
    },
    csv: {
      columnsLabel: 'Columns of the CSV',
      shown: 'Columns shown',
      all: 'All columns',
      button: 'Export these as CSV',
      hint: 'A CSV in UTF-8 that Excel opens, with every document that matches, in the order of the list.',
    },
  },
}
