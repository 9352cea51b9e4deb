import type { Language } from '#domain/language.ts'

const ja = {
  title: 'SMSの利用状況',
  lead: (days: number) =>
    `認証コードのSMSを、今日までの${days}日分、日ごとにまとめています。日付は日本時間です。`,
  today: '今日',
  todayOf: (asked: string, limit: string) => `${asked} / ${limit} 通`,
  near: '今日の上限に近づいています。上限に達すると、新しい認証コードは翌日まで送れません。',
  reached: '今日の上限に達しました。新しい認証コードは翌日まで送れません。',
  stopped: '上限が0のため、SMSを送っていません。',
  change: '上限と料金を変える',
  total: '合計',
  entered: '入力率',
  cost: '費用の目安',
  noPrice: '料金が未設定です',
  caption: '日ごとのSMS',
  columns: { day: '日付', asked: '送信', segments: '通数', failed: '不達', entered: '入力率', cost: '目安' },
  emptyTitle: 'まだSMSを送っていません',
  emptyLead: '宛先の方が認証コードを受け取ると、ここに表示されます。',
  note: '入力率は、送った認証コードのうち入力されたものの割合です。低い日は、届いていないか、いたずらの可能性があります。長いSMSは2通以上に数えます。費用は通数と料金からの目安で、請求額とは異なることがあります。',
}

const en: typeof ja = {
  title: 'SMS usage',
  lead: (days) => `SMS with codes, by day, of the last ${days} days. Days are those of Japan.`,
  today: 'Today',
  todayOf: (asked, limit) => `${asked} of ${limit}`,
  near: 'Today’s limit is near. Once it is reached, no new code is sent until tomorrow.',
  reached: 'Today’s limit is reached. No new code is sent until tomorrow.',
  stopped: 'The limit is 0: no SMS is sent.',
  change: 'Change limit and price',
  total: 'Total',
  entered: 'Codes entered',
  cost: 'Estimated cost',
  noPrice: 'No price is set',
  caption: 'SMS by day',
  columns: {
    day: 'Day',
    asked: 'Sent',
    segments: 'Segments',
    failed: 'Not arrived',
    entered: 'Entered',
    cost: 'Estimate',
  },
  emptyTitle: 'No SMS has been sent yet',
  emptyLead: 'When a recipient asks for a code, it is shown here.',
  note: 'A day on which few codes were entered may mean that they do not arrive, or that somebody plays with them. A long SMS counts as two or more segments. The cost is an estimate from segments and price; an invoice may differ.',
}

/** The words of the page in this language. */
export function smsPageWordsIn(language: Language): typeof ja {
  return language === 'ja' ? ja : en
}
