import type { LetterTable } from './letter-words.ts'
import { longDay } from './long-day.ts'

const unexpected = 'お心当たりがない場合は、このメールを破棄してください。'

export const japanese: LetterTable = {
  greeting: (name) => `${name} 様`,
  actHelp: 'ボタンを押せない場合は、次のアドレスをブラウザーで開いてください。',
  choice: 'このメールを受け取るかどうかは、管理画面の「メールの設定」で選べます。',
  automatic: 'このメールは電子契約サービス Musubi から自動でお送りしています。返信は受け付けていません。',
  quotes: {
    message: '差出人からのメッセージ',
    reason: '却下の理由',
    comment: '差出人からのコメント',
    memo: 'アラートのメモ',
  },
  requested: ({ sender, again }) => ({
    subject: `${again ? '【再送】' : ''}【ご確認のお願い】`,
    heading: again ? '書類のご確認のお願い（再送）' : '書類のご確認のお願い',
    says: [`${sender} 様から、書類の確認依頼が${again ? 'もう一度' : ''}届いています。`],
    quote: 'message',
    act: {
      lead: `次のリンクから内容をご確認ください（10日間有効です）。${again ? '以前のメールのリンクは使えません。' : ''}`,
      label: '内容を確認する',
    },
    notes: [unexpected],
  }),
  concluded: ({ url, copies }) => ({
    subject: '【締結完了】',
    heading: '書類が締結されました',
    says: [
      '全員の確認が終わり、書類が締結されました。',
      {
        attached: '締結済みの書類を添付しました。',
        on_page: 'ファイルが大きいため、締結済みの書類は添付していません。次のページから保存できます。',
        with_sender: 'ファイルが大きいため、締結済みの書類は添付していません。差出人からお受け取りください。',
      }[copies],
    ],
    ...(url === ''
      ? {}
      : { act: { lead: '書類の詳細は、次のページでご覧いただけます。', label: '書類を見る' } }),
  }),
  declined: ({ sends }) =>
    sends
      ? {
          subject: '【却下】',
          heading: '書類が却下されました',
          says: ['書類が受信者によって却下されました。'],
          quote: 'reason',
          act: { lead: '書類の詳細は、次のページでご覧いただけます。', label: '書類を見る' },
        }
      : {
          subject: '【却下】',
          heading: '書類は締結されませんでした',
          says: [
            'ご確認いただいた書類は、ほかの方が同意されなかったため、締結されませんでした。ご対応は不要です。',
          ],
        },
  cancelled: ({ sender }) => ({
    subject: '【取消】',
    heading: '書類が取り消されました',
    says: [`${sender} 様が書類を取り消しました。ご対応は不要です。`],
    quote: 'comment',
  }),
  sealing_failed: ({ url }) => ({
    subject: '【締結できません】',
    heading: '書類を締結できていません',
    says: [
      'いただいた同意は保存されていますが、書類に電子署名を付けられず、締結できていません。',
      url === ''
        ? '差出人またはサービスの運営者が対応します。いま行っていただくことはありません。'
        : 'サービスの運営者が解決できたときは、自動で締結されます。',
    ],
    ...(url === ''
      ? {}
      : {
          act: {
            lead: 'お急ぎの場合は、次のページからこの書類を終了し、別のファイルで送り直せます。',
            label: '書類を見る',
          },
        }),
  }),
  alert: ({ day }) => ({
    subject: '【アラート】',
    heading: 'アラートの日になりました',
    says: [`書類に設定されたアラートの日（${longDay(day, 'ja')}）になりました。`],
    quote: 'memo',
    act: { lead: '書類の詳細は、次のページでご覧いただけます。', label: '書類を見る' },
  }),
  mail_rejected: ({ who }) => ({
    subject: '【メールが届いていません】',
    heading: '確認依頼のメールが届いていません',
    says: [
      `${who} 様あての確認依頼のメールは、宛先のメールサーバーに受け取られませんでした。`,
      'メールアドレスに誤りがある場合は、この書類を取り消し、正しいアドレスで送り直してください。',
    ],
    act: { lead: '書類の詳細は、次のページでご覧いただけます。', label: '書類を見る' },
  }),
  sms_undelivered: ({ who }) => ({
    subject: '【SMSが届いていません】',
    heading: '認証コードのSMSが届いていません',
    says: [
      `${who} 様あての認証コードのSMSは、相手の電話に届きませんでした。`,
      '電話番号に誤りがある場合は、書類のページで直せます。',
    ],
    act: { lead: '書類の詳細は、次のページでご覧いただけます。', label: '書類を見る' },
  }),
  invitation: ({ team }) => ({
    subject: '【Musubi】パスワードの設定のお願い',
    heading: 'パスワードの設定のお願い',
    says: [`「${team}」のメンバーとして Musubi の管理画面を使うためのリンクをお送りします。`],
    act: {
      lead: '次のリンクを開き、パスワードを設定してください（7日間有効で、一度だけ使えます）。',
      label: 'パスワードを設定する',
    },
    notes: [unexpected],
  }),
  access_reset: ({ team }) => ({
    subject: '【Musubi】パスワードの設定し直しのお願い',
    heading: 'パスワードの設定し直し',
    says: [
      `「${team}」の管理者が、Musubi の管理画面のパスワードを設定し直すためのリンクを発行しました。`,
      '設定し直すまでは、今のパスワードを使えます。',
    ],
    act: {
      lead: '次のリンクを開き、新しいパスワードを設定してください（7日間有効で、一度だけ使えます）。',
      label: 'パスワードを設定し直す',
    },
    notes: ['お心当たりがない場合は、チームの管理者にお知らせください。'],
  }),
}
