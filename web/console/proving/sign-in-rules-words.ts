import type { Language } from '#domain/language.ts'

const ja = {
  title: 'ログインの設定',
  back: 'チーム設定',
  factor: '二段階認証',
  required: '二段階認証を必須にする',
  requiredHint:
    'まだ設定していないメンバーは、次に画面を開いたときに設定します。設定するまで、ほかの画面は使えません。',
  networks: 'ネットワーク',
  networksLabel: '管理画面を使えるネットワーク',
  networksHint:
    '1行に1つ、203.0.113.0/24 や 2001:db8::/32 の形で入力します。空にすると、どこからでも使えます。',
  advice: (address: string) => `あなたの今の接続元は ${address} です。これを含まない設定は保存できません。`,
  button: '保存する',
  saved: '保存しました。',
  unchanged: '変更はありませんでした。',
  members: 'メンバーの二段階認証',
  columns: { name: '名前', factor: '二段階認証' },
  app: '認証アプリ',
  passkeys: (count: number) => `パスキー ${count}件`,
  none: '未設定',
  reset: {
    title: '二段階認証',
    lead: 'ご本人が認証アプリや回復コードを失ったときは、解除できます。解除したことは、ご本人にメールでお知らせします。',
    button: '二段階認証を解除する',
    confirmTitle: '二段階認証を解除する',
    question: (name: string) => `${name}さんの認証アプリ、パスキー、回復コードをすべて使えなくします。`,
    consequence:
      'お電話などでご本人に確かめてから解除してください。ログイン中の端末は、すべてログアウトされます。',
    back: 'メンバーの画面に戻る',
    done: '二段階認証を解除しました。',
  },
  problems: {
    lines: (lines: string) => `${lines}行目を、ネットワークとして読み取れませんでした。`,
    tooMany: (limit: number) => `${limit}行までにしてください。`,
    lockOut: 'あなたの今の接続元が含まれていません。このまま保存すると、管理画面を使えなくなります。',
  },
}

const en: typeof ja = {
  title: 'Sign-in settings',
  back: 'Team settings',
  factor: 'Two-step sign-in',
  required: 'Require two-step sign-in',
  requiredHint:
    'Members without it set it up when they next open a page. Until then, no other page opens for them.',
  networks: 'Networks',
  networksLabel: 'Allowed networks',
  networksHint:
    'One per line, for example 203.0.113.0/24 or 2001:db8::/32. Leave empty to allow any network.',
  advice: (address: string) => `Your own address is ${address}. It must be included.`,
  button: 'Save',
  saved: 'Saved.',
  unchanged: 'There were no changes to save.',
  members: 'Two-step sign-in of members',
  columns: { name: 'Name', factor: 'Two-step sign-in' },
  app: 'Authenticator app',
  passkeys: (count: number) => (count === 1 ? '1 passkey' : `${count} passkeys`),
  none: 'Not set up',
  reset: {
    title: 'Two-step sign-in',
    lead: 'If they have lost both their app and their recovery codes, you can reset it. They are notified by e-mail.',
    button: 'Reset two-step sign-in',
    confirmTitle: 'Reset two-step sign-in',
    question: (name: string) =>
      `The authenticator app, passkeys and recovery codes of ${name} will no longer work.`,
    consequence:
      'Confirm by phone or in person that the request is theirs. All their devices will be signed out.',
    back: 'Back to the member',
    done: 'Two-step sign-in was reset.',
  },
  problems: {
    lines: (lines: string) => `Line ${lines} is not a valid network.`,
    tooMany: (limit: number) => `Use at most ${limit} lines.`,
    lockOut: 'Your own address is not included, so you would be locked out of the console.',
  },
}

/** What the page of the team's sign-in says. */
export function signInRulesWordsIn(lang: Language): typeof ja {
  return lang === 'ja' ? ja : en
}
