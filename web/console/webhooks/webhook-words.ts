import type { Language } from '#domain/language.ts'
import type { WebhookFormat } from '#domain/webhook.ts'
import { deliveryWords } from './delivery-words.ts'

/** What the pages of webhooks say. */
const ja = {
  title: 'Webhook',
  lead: '書類やチームの出来事を、登録したURLに自動でお知らせします。',
  caption: 'WebhookのURLの一覧',
  columns: { url: 'URL', format: '形式', state: '状態', pending: '未着' },
  formats: { compatible: 'CloudSign互換', standard: 'Standard Webhooks' } satisfies Record<
    WebhookFormat,
    string
  >,
  formatHints: {
    compatible:
      '締結・取消・却下・メールの不達だけです。書類名、送信者の名前とメールアドレス、届かなかったアドレスも送ります（非公開の書類を除く）。',
    standard: '署名付きで、すべてのイベントを選べます。新しく作るときはこちらをお選びください。',
  },
  states: { on: '有効', off: '停止中', gone: '受信側が終了', down: '応答なし', troubled: '要確認' },
  pending: (count: string) => `${count}件`,
  emptyTitle: 'URLはまだありません',
  emptyLead: '追加すると、書類の締結などをシステムが受け取れます。',
  add: 'URLを追加する',
  full: 'URLは20件まで登録できます。追加するには、使っていないURLを削除してください。',
  sources: (addresses: string) => `Musubi の送信元アドレス：${addresses}`,
  form: {
    addTitle: 'URLの追加',
    editTitle: 'URLの変更',
    editBack: '変更せずに戻る',
    url: '受信するURL',
    urlHint: '例：https://example.jp/webhooks?token=…　クエリ文字列もそのまま送ります。',
    format: '形式',
    events: 'お知らせするイベント',
    eventsHint: 'CloudSign互換では、★のイベントだけをお知らせします。',
    document: '書類',
    team: 'チーム',
    addButton: '追加する',
    saveButton: '保存する',
    errors: {
      url_missing: 'URLを入力してください。',
      url_malformed: 'https:// で始まるURLを入力してください。#は使えません。',
      url_plain: 'https:// で始まるURLを入力してください。内容を守るため、http:// には送信できません。',
      url_private:
        '社内など、インターネットの外のアドレスには送信できません。必要なときは、サーバーの管理者に許可を依頼してください。',
      url_long: (limit: number) => `URLは${limit}文字以内で入力してください。`,
      events_missing: 'イベントを1つ以上選んでください。CloudSign互換では、★のイベントから選んでください。',
    },
  },
  secret: {
    title: '署名の鍵',
    lead: 'この鍵を見られるのは、いまだけです。受信するシステムに設定してから、この画面を閉じてください。',
    label: (host: string) => `${host} の署名の鍵`,
    copy: 'コピーする',
    copied: 'コピーしました',
    back: '設定したので、次へ進む',
    renewTitle: '署名の鍵を作り直す',
    renewLead: (beginning: string) => `いまの鍵（${beginning}…）に代わる、新しい鍵を作ります。`,
    renewConsequence:
      '24時間は、両方の鍵で署名します。そのあいだに、受信するシステムの鍵を入れ替えてください。',
    renewButton: '鍵を作り直す',
    renewBack: '作り直さずに戻る',
  },
  page: {
    back: 'Webhookの一覧',
    settings: '設定',
    url: 'URL',
    format: '形式',
    events: 'イベント',
    eventCount: (n: number) => `${n}種類`,
    secret: '署名の鍵',
    formerUntil: (until: string) => `前の鍵も ${until} まで有効です`,
    createdAt: '追加',
    edit: '変更する',
    test: 'テスト送信',
    renew: '鍵を作り直す',
    off: '停止する',
    on: '再開する',
    remove: '削除する',
    goneNotice: '受信側が「終了」（410）と答えたため、停止しました。受信側を確かめてから再開してください。',
    offNotice: '停止しています。停止中の出来事は保管し、再開したあとに送れます。',
    downNotice: (until: string) => `受信側から続けて応答がありません。${until} ごろに、もう一度試します。`,
    troubledNotice: (at: string) =>
      `${at} から、届かないものがあります。下の記録で理由を確かめてください。受信側が送信元のアドレスを制限しているときは、Musubi のアドレスを許可してください。`,
  },
  ...deliveryWords.ja,
  removal: {
    title: 'URLの削除',
    lead: (host: string) => `${host} のURLを削除します。`,
    consequence: 'このURLには、もう送信しません。送信待ちのものも送りません。元に戻せません。',
    button: '削除する',
    back: '削除せずに戻る',
  },
  done: {
    added: 'URLを追加しました。テスト送信で、届くことを確かめてください。',
    saved: '保存しました。',
    tested: 'テストを送信しました。結果は下の記録に出ます。',
    off: '停止しました。',
    on: '再開しました。停止中のものは「まとめてもう一度送る」から送れます。',
    removed: 'URLを削除しました。',
    again: 'もう一度送ります。結果は下に出ます。',
    replayed: (n: number) => `${n}件をもう一度送ります。順に送信しています。`,
    nothing: '送り直すものはありませんでした。',
    posted_twice: 'この操作はもう済んでいます。',
  },
}

const en: typeof ja = {
  title: 'Webhooks',
  lead: 'Your systems are notified of document and team events at the URLs you register.',
  caption: 'Webhook URLs',
  columns: { url: 'URL', format: 'Format', state: 'Status', pending: 'Undelivered' },
  formats: { compatible: 'CloudSign-compatible', standard: 'Standard Webhooks' },
  formatHints: {
    compatible:
      'Only concluded, cancelled, declined and e-mail not delivered. Includes the title, the sender’s name and e-mail address, and any address not reached (private documents are left out).',
    standard: 'Signed, and available for every event. Recommended for new systems.',
  },
  states: {
    on: 'On',
    off: 'Off',
    gone: 'Closed by receiver',
    down: 'No answer',
    troubled: 'Check',
  },
  pending: (count) => count,
  emptyTitle: 'No URLs yet',
  emptyLead: 'Add one to notify your systems when, for example, a document is concluded.',
  add: 'Add a URL',
  full: 'You can register up to 20 URLs. To add another, remove one you no longer use.',
  sources: (addresses) => `Musubi sends from: ${addresses}`,
  form: {
    addTitle: 'Add a URL',
    editTitle: 'Change the URL',
    editBack: 'Go back without changing',
    url: 'Receiving URL',
    urlHint: 'For example https://example.jp/webhooks?token=… The query string is sent as is.',
    format: 'Format',
    events: 'Events',
    eventsHint: 'The CloudSign-compatible format covers only events marked ★.',
    document: 'Documents',
    team: 'Team',
    addButton: 'Add',
    saveButton: 'Save',
    errors: {
      url_missing: 'Enter a URL.',
      url_malformed: 'Enter a URL that starts with https:// and contains no #.',
      url_plain: 'Enter a URL that starts with https://. To protect the content, nothing is sent to http://.',
      url_private:
        'Nothing is sent to private network addresses. If you need this, ask your server administrator to allow the host.',
      url_long: (limit) => `Use at most ${limit} characters.`,
      events_missing: 'Choose at least one event; in the CloudSign-compatible format, one with ★.',
    },
  },
  secret: {
    title: 'Signing secret',
    lead: 'This secret is shown only once. Set it in the receiving system before you leave this page.',
    label: (host) => `Signing secret of ${host}`,
    copy: 'Copy',
    copied: 'Copied',
    back: 'It is set. Continue',
    renewTitle: 'Renew the signing secret',
    renewLead: (beginning) => `A new secret will replace the current one (${beginning}…).`,
    renewConsequence:
      'For 24 hours, deliveries are signed with both. Update the receiving system within that time.',
    renewButton: 'Renew',
    renewBack: 'Go back without renewing',
  },
  page: {
    back: 'Webhooks',
    settings: 'Settings',
    url: 'URL',
    format: 'Format',
    events: 'Events',
    eventCount: (n) => (n === 1 ? '1 kind' : `${n} kinds`),
    secret: 'Signing secret',
    formerUntil: (until) => `The previous secret remains valid until ${until}`,
    createdAt: 'Added',
    edit: 'Change',
    test: 'Send a test',
    renew: 'Renew the secret',
    off: 'Switch off',
    on: 'Switch on',
    remove: 'Remove',
    goneNotice:
      'The receiver answered “gone” (410), so this URL was switched off. Check the receiver, then switch it on again.',
    offNotice:
      'This URL is switched off. Events are kept in the meantime and can be sent once it is on again.',
    downNotice: (until) => `The receiver has repeatedly not responded. The next try is at about ${until}.`,
    troubledNotice: (at) =>
      `Some deliveries have failed since ${at}. See the log below for the reason. If the receiver restricts source addresses, allow those of Musubi.`,
  },
  ...deliveryWords.en,
  removal: {
    title: 'Remove the URL',
    lead: (host) => `You are about to remove the URL at ${host}.`,
    consequence:
      'Nothing more will be sent to this URL, including deliveries still waiting. This cannot be undone.',
    button: 'Remove',
    back: 'Go back without removing',
  },
  done: {
    added: 'The URL was added. Send a test to check that it arrives.',
    saved: 'Saved.',
    tested: 'A test was sent. See the log below for the result.',
    off: 'Switched off.',
    on: 'Switched on. Use “Resend several” to send the events kept in the meantime.',
    removed: 'The URL was removed.',
    again: 'Sending again. The result appears below.',
    replayed: (n) =>
      n === 1 ? 'Sending 1 delivery again.' : `Sending ${n} deliveries again, one after another.`,
    nothing: 'There was nothing to send again.',
    posted_twice: 'This has already been done.',
  },
}

export type WebhookWords = typeof ja

/** The words of the pages in this language. */
export function webhookWordsIn(language: Language): WebhookWords {
  return language === 'ja' ? ja : en
}
