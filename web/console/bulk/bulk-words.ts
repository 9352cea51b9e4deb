import type { BulkLink, BulkPause, BulkRowState, BulkState } from '#domain/bulk-send.ts'
import type { Language } from '#domain/language.ts'

const number = (n: number) => n.toLocaleString('en-US')

/** What the pages of bulk sending say. */
const ja = {
  title: '一括送信',
  open: 'CSVで一括送信する',
  openLead: '宛先の一覧（CSV）から、1行に1件ずつ書類を作ります。10,000行まで一度に扱えます。',
  all: '一括送信の一覧',
  states: {
    checked: '開始待ち',
    running: '処理中',
    paused: '一時停止中',
    stopped: '中止',
    done: '完了',
  } satisfies Record<BulkState, string>,
  rowStates: {
    ready: '未処理',
    faulty: '誤りあり',
    left_out: '除外',
    made: '下書き',
    sent: '送信済み',
    refused: '作成できず',
  } satisfies Record<BulkRowState, string>,
  notSent: '未送信（中止）',
  links: {
    waiting: '同意用URLのSMS：送信待ち',
    sent: '同意用URLのSMS：受付済み',
    refused: '同意用URLのSMS：送信できず',
  } satisfies Record<BulkLink, string>,
  page: {
    template: 'テンプレート',
    file: 'ファイル',
    created: '確認',
    started: '開始',
    ended: '終了',
    rows: '行数',
    rowCount: (n: number) => `${number(n)}行`,
    act: { send: '書類を作って送信', draft: '下書きを作成' },
    linkSms: '同意用URLをSMSで送る',
    what: '処理',
    test: 'テスト',
  },
  check: {
    right: (n: number) => `${number(n)}行すべて、問題ありません。`,
    faulty: (faulty: number, all: number) =>
      `${number(all)}行のうち${number(faulty)}行に誤りがあります。まだ何も送信されていません。`,
    mend: 'CSVを直して、もう一度選んでください。誤りのある行を除いて進めることもできます。',
    again: '直したCSVを選ぶ',
    none: 'すべての行に誤りがあります。CSVを直して、もう一度選んでください。',
    leaveOut: (n: number) => `誤りのある${number(n)}行を除く`,
    start: {
      send: (n: number) => `${number(n)}件を送信する`,
      draft: (n: number) => `${number(n)}件の下書きを作る`,
    },
    startLead: {
      send: '押すと、宛先への送信が始まります。送信した書類は、1件ずつ取り消すことができます。',
      draft: '押すと、下書きの作成が始まります。宛先には何も届きません。',
    },
    discard: 'この一覧を使わない',
  },
  faults: {
    title: '誤りのある行',
    caption: '誤りのある行と列',
    row: '行',
    column: '列',
    value: '入力内容',
    reason: '理由と直し方',
    empty: '（空）',
    rowNumber: (n: number) => `${number(n)}行目`,
    hint: '行の番号は、Excelの行番号と同じです。',
    next: '続きを見る',
    first: '最初から見る',
    erased: '（消去済み）',
  },
  progress: {
    title: '進み具合',
    of: (done: number, all: number) => `${number(done)} / ${number(all)}行`,
    counts: (state: string, n: number) => `${state} ${number(n)}`,
    linksWaiting: (n: number) => `SMS送信待ち ${number(n)}`,
    refresh: '最新の状態を見る',
    leave: 'この画面を閉じても、処理は続きます。',
  },
  pausedBy: {
    approval_missing:
      '送信前の承認が必要になりました。残りの行は送信できません。中止して、下書きとして作り直してください。',
    template_gone: 'テンプレートが削除されたか、共有が終わりました。残りの行は作れません。',
    template_changed:
      '確認のあとにテンプレートが変更されました。再開すると、残りの行は新しい内容で作られます。',
    member_disabled: '送信するメンバーが無効になっています。',
    mail_not_configured: 'このサーバーはメールを送信できません。運営者にお知らせください。',
    operator_certificate_expired: 'サーバーの証明書が切れています。運営者にお知らせください。',
    trouble: 'サーバーの不調が続いたため止まりました。しばらくして再開してください。',
  } satisfies Record<BulkPause, string>,
  acts: {
    pause: '一時停止する',
    resume: '再開する',
    stop: '中止する',
    result: '結果のCSVをダウンロード',
    documents: '書類の一覧を見る',
  },
  stop: {
    title: '一括送信の中止',
    lead: (n: number) => `残りの${number(n)}行の処理を中止します。`,
    consequence: '中止すると再開できません。作成・送信した書類はそのまま残ります。',
    button: '中止する',
    back: '中止せずに戻る',
  },
  done: new Map([
    ['checked', 'CSVを確かめました。'],
    ['start', '開始しました。'],
    ['pause', '一時停止しました。処理中の数行は終わることがあります。'],
    ['resume', '再開しました。'],
    ['stop', '中止しました。'],
  ]),
  problems: {
    start_over: 'この一括送信は、もう開始や変更ができません。',
    rows_faulty: '誤りのある行があります。除くか、CSVを直してください。',
    no_row: '処理できる行がありません。',
    too_many_open: (n: number) =>
      `終わっていない一括送信が${n}件あります。終えるか中止してから始めてください。`,
    template_changed: '確認のあとにテンプレートが変更されました。もう一度CSVを選んで確かめてください。',
  },
  refusedRows: '作成できなかった行・SMSを送信できなかった行',
  list: {
    lead: 'CSVから作った書類の、進み具合と結果です。',
    caption: '一括送信の一覧',
    emptyTitle: '一括送信はまだありません',
    emptyLead: 'テンプレートの画面の「CSVで一括送信する」から始められます。',
    emptyLink: 'テンプレートの一覧を見る',
    columns: { what: 'テンプレートとファイル', rows: '行', state: '状態', date: '確認した日時' },
    next: '次のページ',
    pages: 'ページ送り',
  },
  result: { row: '行', document: '書類ID', state: '状態', reason: '理由' },
}

export type BulkWords = typeof ja

const en: BulkWords = {
  title: 'Bulk sending',
  open: 'Send in bulk from a CSV',
  openLead: 'Makes one document for each row of a list of recipients (CSV), up to 10,000 rows at a time.',
  all: 'All bulk sendings',
  states: {
    checked: 'Ready to start',
    running: 'Running',
    paused: 'Paused',
    stopped: 'Stopped',
    done: 'Done',
  },
  rowStates: {
    ready: 'To do',
    faulty: 'With errors',
    left_out: 'Left out',
    made: 'Draft',
    sent: 'Sent',
    refused: 'Not made',
  },
  notSent: 'Not sent (stopped)',
  links: { waiting: 'Link by SMS: waiting', sent: 'Link by SMS: accepted', refused: 'Link by SMS: not sent' },
  page: {
    template: 'Template',
    file: 'File',
    created: 'Checked',
    started: 'Started',
    ended: 'Ended',
    rows: 'Rows',
    rowCount: (n) => `${number(n)}`,
    act: { send: 'Make and send documents', draft: 'Make drafts' },
    linkSms: 'with the link by SMS',
    what: 'What is done',
    test: 'Test',
  },
  check: {
    right: (n) => `All ${number(n)} rows are correct.`,
    faulty: (faulty, all) =>
      `${number(faulty)} of ${number(all)} rows ${faulty === 1 ? 'has an error' : 'have errors'}. Nothing has been sent.`,
    mend: 'Correct the CSV and choose it again, or continue without these rows.',
    again: 'Choose the corrected CSV',
    none: 'Every row has an error. Correct the CSV and choose it again.',
    leaveOut: (n) => `Leave out ${number(n)} ${n === 1 ? 'row' : 'rows'} with errors`,
    start: {
      send: (n) => `Send ${number(n)} ${n === 1 ? 'document' : 'documents'}`,
      draft: (n) => `Make ${number(n)} ${n === 1 ? 'draft' : 'drafts'}`,
    },
    startLead: {
      send: 'Sending to the recipients starts now. Documents already sent can be cancelled one by one.',
      draft: 'The drafts are created now. Nothing is sent to the recipients.',
    },
    discard: 'Discard this list',
  },
  faults: {
    title: 'Rows with errors',
    caption: 'Rows and columns with errors',
    row: 'Row',
    column: 'Column',
    value: 'Value',
    reason: 'Reason and fix',
    empty: '(empty)',
    rowNumber: (n) => `${number(n)}`,
    hint: 'Rows are numbered as in Excel.',
    next: 'Show more',
    first: 'From the beginning',
    erased: '(erased)',
  },
  progress: {
    title: 'Progress',
    of: (done, all) => `${number(done)} of ${number(all)} rows`,
    counts: (state, n) => `${state}: ${number(n)}`,
    linksWaiting: (n) => `SMS waiting: ${number(n)}`,
    refresh: 'Show the latest status',
    leave: 'It continues when you close this page.',
  },
  pausedBy: {
    approval_missing:
      'Approval before sending has since become required. The remaining rows cannot be sent; stop, and create them as drafts.',
    template_gone: 'The template was deleted or is no longer shared. The remaining rows cannot be created.',
    template_changed:
      'The template was changed after the check. If you resume, the remaining rows use its current content.',
    member_disabled: 'The member who is sending has been disabled.',
    mail_not_configured: 'This server cannot send e-mail. Please tell your system administrator.',
    operator_certificate_expired:
      'The server’s certificate has expired. Please tell your system administrator.',
    trouble: 'It stopped after repeated errors on the server. Please resume later.',
  },
  acts: {
    pause: 'Pause',
    resume: 'Resume',
    stop: 'Stop',
    result: 'Download the result as CSV',
    documents: 'View the documents',
  },
  stop: {
    title: 'Stop the bulk sending',
    lead: (n) => `The remaining ${number(n)} ${n === 1 ? 'row' : 'rows'} will not be processed.`,
    consequence: 'It cannot be resumed. Documents already created or sent are not affected.',
    button: 'Stop',
    back: 'Go back without stopping',
  },
  done: new Map([
    ['checked', 'The CSV was checked.'],
    ['start', 'Started.'],
    ['pause', 'Paused. A few rows already in progress may still finish.'],
    ['resume', 'Resumed.'],
    ['stop', 'Stopped.'],
  ]),
  problems: {
    start_over: 'This bulk sending can no longer be started or changed.',
    rows_faulty: 'Some rows have errors. Leave them out, or correct the CSV.',
    no_row: 'There are no rows to process.',
    too_many_open: (n) => `${n} bulk sendings are still open. Finish or stop one first.`,
    template_changed: 'The template was changed after the check. Choose the CSV again to have it checked.',
  },
  refusedRows: 'Rows that could not be made, or whose SMS could not be sent',
  list: {
    lead: 'Documents made from CSV files, with their progress and results.',
    caption: 'List of bulk sendings',
    emptyTitle: 'No bulk sendings yet',
    emptyLead: 'Start one with “Send in bulk from a CSV” on the page of a template.',
    emptyLink: 'View templates',
    columns: { what: 'Template and file', rows: 'Rows', state: 'Status', date: 'Checked' },
    next: 'Next page',
    pages: 'Pages',
  },
  result: { row: 'Row', document: 'Document ID', state: 'Status', reason: 'Reason' },
}

export function bulkWords(lang: Language): BulkWords {
  return lang === 'ja' ? ja : en
}
