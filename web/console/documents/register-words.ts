import type { Language } from '#domain/language.ts'

type RegisterWords = {
  title: string
  lead: string
  link: string
  /** Names the choice between both. */
  which: string
  all: string
  incomplete: string
  clear: string
  caption: string
  columns: Record<'day' | 'party' | 'amount' | 'title' | 'status' | 'concluded' | 'id', string>
  missing: string
  fill: (title: string) => string
  csv: string
  csvHint: string
  empty: { title: string; lead: string }
}

export const registerWords: Record<Language, RegisterWords> = {
  ja: {
    title: '取引台帳',
    lead: '締結済みの書類とインポートした書類を、取引日・金額・取引先で探せます（電子帳簿保存法の検索要件）。テストの書類は含みません。',
    link: '取引台帳（電子帳簿保存法）',
    which: '表示する取引',
    all: 'すべて',
    incomplete: '未入力の項目があるもの',
    clear: '条件を外す',
    caption: '取引台帳',
    columns: {
      day: '取引日',
      party: '取引先',
      amount: '金額',
      title: 'タイトル',
      status: '状態',
      concluded: '締結日時',
      id: '書類ID',
    },
    missing: '未入力',
    fill: (title) => `「${title}」の書類情報`,
    csv: 'この条件のCSVを書き出す',
    csvHint: 'Excelで開けるUTF-8のCSVです。画面の条件に合う書類を、すべて書き出します。',
    empty: {
      title: '条件に合う取引はありません',
      lead: '締結済みの書類とインポートした書類がここに並びます。条件を外すか、書類の「書類情報」を入力してください。',
    },
  },
  en: {
    title: 'Transaction register',
    lead: 'Concluded and imported documents by contract date, amount and counterparty, as the Japanese bookkeeping law asks. Test documents are not part of it.',
    link: 'Transaction register',
    which: 'Which transactions',
    all: 'All',
    incomplete: 'With something missing',
    clear: 'Clear filters',
    caption: 'Transaction register',
    columns: {
      day: 'Contract date',
      party: 'Counterparty',
      amount: 'Amount',
      title: 'Title',
      status: 'Status',
      concluded: 'Concluded',
      id: 'Document ID',
    },
    missing: 'Missing',
    fill: (title) => `Information of “${title}”`,
    csv: 'Export these as CSV',
    csvHint: 'A CSV in UTF-8 that Excel opens, with every document that matches the filters.',
    empty: {
      title: 'No transactions match',
      lead: 'Concluded and imported documents appear here. Clear the filters, or fill in the document information.',
    },
  },
}
