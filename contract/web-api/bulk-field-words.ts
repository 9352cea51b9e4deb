import { type Said, say } from './said.ts'

/** What the fields of bulk sending mean. */
export const bulkFieldWords: Record<string, Said> = {
  bulk_send_id: say('一括送信のID', 'Id of the bulk sending'),
  'bulk_send.ended.count': say('作成した書類の数', 'Documents that were made'),
  'createBulkSend.template_id': say('空欄の宛先のあるテンプレートのID', 'Id of a template with open places'),
  'createBulkSend.rows': say(
    '行。recipient_1_name、recipient_1_tel、recipient_1_email、recipient_1_organization、recipient_1_access_code、recipient_1_recipient_id（1は空欄の番号）、field_項目名（送信者のテキストの項目）と title',
    'Rows: `recipient_1_name`, `recipient_1_tel`, `recipient_1_email`, `recipient_1_organization`, `recipient_1_access_code`, `recipient_1_recipient_id` (1: the number of the open place), `field_` with the label of one of the sender’s text fields, and `title`',
  ),
  csv: say('CSV（rows の代わり）', 'A CSV, in place of `rows`'),
  csv_base64: say(
    'CSVのバイト列（Base64）。UTF-8・Shift_JIS・UTF-16を判別します',
    'The bytes of a CSV in Base64: UTF-8, Shift_JIS or UTF-16',
  ),
  'createBulkSend.act': say('send 送信する、draft 下書きにする', '`send`, or `draft`: nothing is sent'),
  'BulkSend.act': say('send 送信する、draft 下書きにする', '`send`, or `draft`: nothing is sent'),
  start: say(
    '誤りがなければすぐに始める（既定 true）。誤りのある行があれば checked で待ちます',
    'Start at once where no row is faulty (by default); otherwise it waits as `checked`',
  ),
  link_sms: say('最初の宛先に同意用URLをSMSで送る', 'Those who are asked first get the link by SMS'),
  bulk_sends: say('一括送信（新しい順）', 'Bulk sendings, newest first'),
  'listBulkSends.after': say('この一括送信より前のもの', 'Those before this one'),
  'listBulkSends.next': say(
    '次に after に指定する値。最後のページでは空',
    'What to give as `after` next; empty on the last page',
  ),
  leave_out_faulty: say('誤りのある行を除く', 'Leave out the faulty rows'),
  behind: say('この行より後', 'Rows behind this one'),
  rows: say('行', 'Rows'),
  row: say(
    '行の番号。CSVでは見出しを1とするExcelの番号',
    'Number of the row; of a CSV as Excel counts, the headings being 1',
  ),
  counts: say('状態ごとの行数', 'Rows in each state'),
  ready: say('これからの行', 'Still to do'),
  faulty: say('誤りのある行', 'With faults'),
  left_out: say('除いた行', 'Left out'),
  made: say('下書きにした行', 'Made as drafts'),
  sent: say('送信した行', 'Sent'),
  refused: say('作成できなかった行', 'Could not be made'),
  links_waiting: say('SMSを待つ行', 'Links that wait for their SMS'),
  paused_by: say('自動で止まった理由', 'Why it stands still by itself'),
  started_at: say('開始日時', 'When it was started'),
  ended_at: say('終了日時', 'When it ended'),
  faults: say('誤り', 'Faults'),
  column: say('列の名前', 'Name of the column'),
  'listBulkRows.next': say('次に behind に指定する値', 'What to give as `behind` next'),
  'listBulkRows.message': say('理由と直し方（英語）', 'Reason and cure'),
  'createBulkSend.status': say(
    'checked 開始待ち、running 処理中、paused 一時停止、stopped 中止、done 完了',
    '`checked` waits for its start, `running`, `paused`, `stopped`, `done`',
  ),
  status: say('状態', 'State'),
}
