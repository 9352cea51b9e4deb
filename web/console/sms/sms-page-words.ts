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
  log: '1通ずつの記録を見る',
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
  lead: (days) => `SMS with codes over the last ${days} days, by day (Japan time).`,
  today: 'Today',
  todayOf: (asked, limit) => `${asked} of ${limit}`,
  near: 'You are close to today’s limit. Once it is reached, no new codes are sent until tomorrow.',
  reached: 'Today’s limit has been reached. No new codes are sent until tomorrow.',
  stopped: 'The limit is 0, so no SMS are sent.',
  change: 'Change limit and price',
  log: 'See each SMS',
  total: 'Total',
  entered: 'Codes entered',
  cost: 'Estimated cost',
  noPrice: 'No price set',
  caption: 'SMS by day',
  columns: {
    day: 'Day',
    asked: 'Sent',
    segments: 'Segments',
    failed: 'Not delivered',
    entered: 'Entered',
    cost: 'Estimate',
  },
  emptyTitle: 'No SMS sent yet',
  emptyLead: 'When a recipient requests a code, it appears here.',
  note: '“Entered” is the share of codes that recipients typed in. A low share may mean that SMS are not arriving, or that someone is misusing the page. A long SMS counts as two or more segments. The cost is estimated from segments and price; your invoice may differ.',
}

/** The words of the page in this language. */
export function smsPageWordsIn(language: Language): typeof ja {
  return language === 'ja' ? ja : en
}
