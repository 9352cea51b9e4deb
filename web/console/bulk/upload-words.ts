import type { Language } from '#domain/language.ts'

/** What the page says on which a list is chosen. */
const ja = {
  title: 'CSVで一括送信',
  back: 'テンプレートに戻る',
  steps: {
    sample: '1. 見本をダウンロードして、Excelなどで宛先を入力します',
    sampleButton: '見本のCSVをダウンロード',
    sampleHint:
      '1行が1件の書類になります。携帯電話番号（SMS認証）かメールアドレスのどちらかを入力します。「# 例」で始まる行は送信されません。',
    fields: (labels: string[]) =>
      `送信者の項目（${labels.join('、')}）も、行ごとに変えられます。空のセルは、テンプレートの内容のままです。`,
    file: '2. 入力したCSVを選びます',
    fileHint: '10,000行・8MBまで。文字コードは UTF-8、Shift_JIS（Excelの標準）、UTF-16 を自動で判別します。',
    act: '3. 書類をどうするか',
    send: '送信する',
    draft: '下書きにする（送信しない）',
    linkSms: '最初の宛先に、同意用URLをSMSで送る（携帯電話番号の場合）',
    linkSmsHint: 'SMS1通ずつの料金がかかり、1日の上限に数えます。上限に達した分は次の日の朝に送ります。',
  },
  button: '内容を確かめる',
  buttonHint: 'まだ送信されません。次の画面で全行の確認結果を表示します。',
  hindered: 'このテンプレートは、まだ一括送信に使えません。',
  noSlot: '空欄の宛先がありません。下書きから、宛先を空欄にしたテンプレートを作ってください。',
  lacking: '送信に必要な内容が足りません。テンプレートの入力項目・ファイル・宛先を確かめてください。',
}

const en: typeof ja = {
  title: 'Bulk sending from a CSV',
  back: 'Back to the template',
  steps: {
    sample: '1. Download the sample and fill in the recipients in Excel',
    sampleButton: 'Download the sample CSV',
    sampleHint:
      'Each row becomes one document. Enter a mobile number (code by SMS) or an e-mail address. A row that begins with “# Example” is not sent.',
    fields: (labels: string[]) =>
      `Your own fields (${labels.join(', ')}) may differ from row to row. Where a cell is empty, what the template says stays.`,
    file: '2. Choose the CSV',
    fileHint: 'Up to 10,000 rows and 8 MB. UTF-8, Shift_JIS (Excel in Japan) and UTF-16 are recognised.',
    act: '3. Choose what happens',
    send: 'Send them',
    draft: 'Make drafts (nothing is sent)',
    linkSms: 'Send the first recipient the link by SMS (where there is a mobile number)',
    linkSmsHint:
      'Each SMS is charged and counts towards the daily limit. SMS over the limit are sent the next morning.',
  },
  button: 'Check the list',
  buttonHint: 'Nothing is sent yet. The next page shows the result for every row.',
  hindered: 'This template cannot be used for bulk sending yet.',
  noSlot: 'It has no open recipient. Save a draft as a template with recipients left open.',
  lacking: 'Something that is needed for sending is missing. Check its fields, files and recipients.',
}

export function uploadWords(lang: Language): typeof ja {
  return lang === 'ja' ? ja : en
}
