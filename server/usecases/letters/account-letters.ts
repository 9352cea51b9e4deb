import type { AccountNotice } from '#domain/account-notice.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { headed, type LetterTable } from './letter-words.ts'

type AccountLetters = Pick<LetterTable, 'password_lost' | 'account_notice'>

/** Words of one language about a member's own account. */
type Words = {
  lost: { heading: string; says: string; lead: string; label: string; note: string }
  headings: Record<AccountNotice, string>
  says: Record<AccountNotice, string>
  /** How many recovery codes are left. */
  left: (count: number) => string
  when: (at: string) => string
  device: (device: string) => string
  lead: string
  label: string
  /** What whoever did not do it does now. */
  notMe: string
}

/** In the time of Japan, as the console tells it. */
function timeOf(at: Date, language: string): string {
  const form = { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Tokyo' } as const
  return new Intl.DateTimeFormat(language, form).format(at)
}

function lettersOf(words: Words, language: string): AccountLetters {
  return {
    password_lost: () => ({
      ...headed(words.lost.heading),
      says: [words.lost.says],
      act: { lead: words.lost.lead, label: words.lost.label },
      notes: [words.lost.note],
    }),
    account_notice: ({ notice, at, device, left }) => ({
      ...headed(words.headings[notice]),
      says: [
        words.says[notice],
        ...(notice === 'recovery_code_used' ? [words.left(left)] : []),
        [words.when(timeOf(at, language)), ...(device === '' ? [] : [words.device(device)])].join(' '),
      ],
      act: { lead: words.lead, label: words.label },
      // Whoever asked for a test knows of it.
      notes: notice === 'mail_test' ? [] : [words.notMe],
    }),
  }
}

const ja: Words = {
  lost: {
    heading: 'パスワードの再設定',
    says: 'Musubi の管理画面のパスワードを再設定するためのリンクをお送りします。',
    lead: '次のリンクを開き、新しいパスワードを設定してください（30分間有効で、一度だけ使えます）。',
    label: 'パスワードを再設定する',
    note: 'お心当たりがない場合は、このメールを破棄してください。パスワードは変わりません。',
  },
  headings: {
    new_device: '新しい端末からのログイン',
    password_changed: 'パスワードが変更されました',
    app_added: '認証アプリが登録されました',
    app_removed: '認証アプリの登録が解除されました',
    passkey_added: 'パスキーが登録されました',
    passkey_removed: 'パスキーが削除されました',
    recovery_code_used: '回復コードが使われました',
    recovery_codes_made: '回復コードが作り直されました',
    factors_reset: '二段階認証が解除されました',
    mail_test: 'テストメール',
  },
  says: {
    new_device: 'これまで使われていない端末から、Musubi の管理画面へのログインがありました。',
    password_changed: 'Musubi の管理画面のパスワードが変更されました。ほかの端末はログアウトされています。',
    app_added: 'Musubi の管理画面へのログインに、認証アプリのコードが必要になりました。',
    app_removed: 'Musubi の管理画面へのログインに、認証アプリのコードは使われなくなりました。',
    passkey_added: 'Musubi の管理画面にログインできるパスキーが登録されました。',
    passkey_removed: 'Musubi の管理画面にログインできるパスキーが削除されました。',
    recovery_code_used: 'Musubi の管理画面へのログインに、回復コードが使われました。',
    recovery_codes_made: '回復コードが作り直されました。以前の回復コードは使えません。',
    factors_reset:
      'チームの管理者またはサーバーの運営者が、あなたの二段階認証を解除しました。ログインして、もう一度設定してください。',
    mail_test: 'Musubi からのメールは正しく届いています。ご対応は不要です。',
  },
  left: (count) => `残りの回復コードは${count}個です。`,
  when: (at) => `日時：${at}`,
  device: (device) => `端末：${device}`,
  lead: '次のページで、ログイン中の端末と二段階認証を確かめられます。',
  label: '個人設定を開く',
  notMe:
    'お心当たりがない場合は、すぐにパスワードを変更し、ほかの端末をログアウトして、チームの管理者にお知らせください。',
}

const en: Words = {
  lost: {
    heading: 'Choose a new password',
    says: 'Here is the link for choosing a new password for the Musubi console.',
    lead: 'Open this link and choose a new password. It works once, for 30 minutes.',
    label: 'Choose a new password',
    note: 'If you did not ask for it, ignore this mail: your password stays as it is.',
  },
  headings: {
    new_device: 'Sign-in from a new device',
    password_changed: 'Your password was changed',
    app_added: 'An authenticator app was added',
    app_removed: 'Your authenticator app was removed',
    passkey_added: 'A passkey was added',
    passkey_removed: 'A passkey was removed',
    recovery_code_used: 'A recovery code was used',
    recovery_codes_made: 'New recovery codes were made',
    factors_reset: 'Your two-step sign-in was reset',
    mail_test: 'Test e-mail',
  },
  says: {
    new_device:
      'Somebody signed in to the Musubi console with your account from a device that was not used before.',
    password_changed: 'Your password for the Musubi console was changed. Other devices were signed out.',
    app_added: 'Signing in to the Musubi console now asks for a code from your authenticator app.',
    app_removed: 'Signing in to the Musubi console no longer asks for a code from your authenticator app.',
    passkey_added: 'A passkey that signs in to the Musubi console was added to your account.',
    passkey_removed: 'A passkey that signed in to the Musubi console was removed from your account.',
    recovery_code_used: 'A recovery code was used to sign in to the Musubi console.',
    recovery_codes_made: 'New recovery codes were made. The earlier ones no longer work.',
    factors_reset:
      'An administrator of your team, or the operator of this server, reset your two-step sign-in. Please sign in and set it up again.',
    mail_test: 'E-mails from Musubi reach you. There is nothing to do.',
  },
  left: (count) => (count === 1 ? '1 recovery code is left.' : `${count} recovery codes are left.`),
  when: (at) => `Time: ${at} (Japan).`,
  device: (device) => `Device: ${device}.`,
  lead: 'Check your devices and your two-step sign-in on this page.',
  label: 'Open personal settings',
  notMe:
    'If this was not you, change your password now, sign out your other devices, and tell an administrator of your team.',
}

const zhHans: Words = {
  lost: {
    heading: '重新设置密码',
    says: '现将重新设置 Musubi 管理页面密码的链接发送给您。',
    lead: '请打开以下链接并设置新密码（30分钟内有效，仅可使用一次）。',
    label: '重新设置密码',
    note: '如果您并未申请，请忽略此邮件，您的密码不会改变。',
  },
  headings: {
    new_device: '从新设备登录',
    password_changed: '密码已更改',
    app_added: '已添加身份验证器应用',
    app_removed: '已移除身份验证器应用',
    passkey_added: '已添加通行密钥',
    passkey_removed: '已删除通行密钥',
    recovery_code_used: '恢复代码已被使用',
    recovery_codes_made: '恢复代码已重新生成',
    factors_reset: '两步验证已重置',
    mail_test: '测试邮件',
  },
  says: {
    new_device: '有人从此前未使用过的设备登录了您的 Musubi 管理页面账户。',
    password_changed: '您的 Musubi 管理页面密码已更改，其他设备已退出登录。',
    app_added: '今后登录 Musubi 管理页面时，需要输入身份验证器应用的验证码。',
    app_removed: '今后登录 Musubi 管理页面时，不再需要身份验证器应用的验证码。',
    passkey_added: '已为您的账户添加可登录 Musubi 管理页面的通行密钥。',
    passkey_removed: '已从您的账户删除可登录 Musubi 管理页面的通行密钥。',
    recovery_code_used: '有人使用恢复代码登录了 Musubi 管理页面。',
    recovery_codes_made: '恢复代码已重新生成，以前的恢复代码已失效。',
    factors_reset: '团队管理员或服务器运营者重置了您的两步验证。请登录后重新设置。',
    mail_test: '您能够正常收到来自 Musubi 的邮件，无需任何操作。',
  },
  left: (count) => `剩余恢复代码：${count}个。`,
  when: (at) => `时间：${at}（日本时间）`,
  device: (device) => `设备：${device}`,
  lead: '请在以下页面确认已登录的设备和两步验证：',
  label: '打开个人设置',
  notMe: '如非本人操作，请立即更改密码、退出其他设备，并告知团队管理员。',
}

const zhHant: Words = {
  lost: {
    heading: '重新設定密碼',
    says: '現將重新設定 Musubi 管理頁面密碼的連結傳送給您。',
    lead: '請開啟以下連結並設定新密碼（30分鐘內有效，僅可使用一次）。',
    label: '重新設定密碼',
    note: '如果您並未申請，請忽略此郵件，您的密碼不會改變。',
  },
  headings: {
    new_device: '從新裝置登入',
    password_changed: '密碼已變更',
    app_added: '已新增驗證器應用程式',
    app_removed: '已移除驗證器應用程式',
    passkey_added: '已新增通行密鑰',
    passkey_removed: '已刪除通行密鑰',
    recovery_code_used: '復原代碼已被使用',
    recovery_codes_made: '復原代碼已重新產生',
    factors_reset: '兩步驟驗證已重設',
    mail_test: '測試郵件',
  },
  says: {
    new_device: '有人從先前未使用過的裝置登入了您的 Musubi 管理頁面帳戶。',
    password_changed: '您的 Musubi 管理頁面密碼已變更，其他裝置已登出。',
    app_added: '今後登入 Musubi 管理頁面時，需要輸入驗證器應用程式的驗證碼。',
    app_removed: '今後登入 Musubi 管理頁面時，不再需要驗證器應用程式的驗證碼。',
    passkey_added: '已為您的帳戶新增可登入 Musubi 管理頁面的通行密鑰。',
    passkey_removed: '已從您的帳戶刪除可登入 Musubi 管理頁面的通行密鑰。',
    recovery_code_used: '有人使用復原代碼登入了 Musubi 管理頁面。',
    recovery_codes_made: '復原代碼已重新產生，先前的復原代碼已失效。',
    factors_reset: '團隊管理員或伺服器營運者重設了您的兩步驟驗證。請登入後重新設定。',
    mail_test: '您能夠正常收到來自 Musubi 的郵件，無需任何操作。',
  },
  left: (count) => `剩餘復原代碼：${count}個。`,
  when: (at) => `時間：${at}（日本時間）`,
  device: (device) => `裝置：${device}`,
  lead: '請在以下頁面確認已登入的裝置和兩步驟驗證：',
  label: '開啟個人設定',
  notMe: '如非本人操作，請立即變更密碼、登出其他裝置，並告知團隊管理員。',
}

/** What a member is written about their own account, in each language. */
export const accountLetters: Record<RecipientLanguage, AccountLetters> = {
  ja: lettersOf(ja, 'ja'),
  en: lettersOf(en, 'en'),
  'zh-CHS': lettersOf(zhHans, 'zh-Hans'),
  'zh-CHT': lettersOf(zhHant, 'zh-Hant'),
}
