import type { Language } from '#domain/language.ts'

const ja = {
  lost: 'パスワードを忘れた方',
  or: 'または',
  passkeyButton: 'パスキーでログイン',
  passkeyNeedsScript: 'パスキーでのログインには、JavaScriptが必要です。',
  passkeyRefused:
    'パスキーを確かめられませんでした。もう一度お試しいただくか、パスワードでログインしてください。',
  passkeyCancelled: 'パスキーの操作が完了しませんでした。もう一度お試しください。',
  passwordChosen: 'パスワードを変更しました。新しいパスワードでログインしてください。',
  stepOver: '時間が過ぎたため、もう一度メールアドレスとパスワードを入力してください。',
  factor: {
    title: '二段階認証',
    lead: '認証アプリに表示されている6桁のコードを入力してください。',
    leadPasskey: '登録済みのパスキーで、ご本人であることを確かめます。',
    code: '認証アプリのコード',
    button: 'ログイン',
    passkeyButton: 'パスキーで確かめる',
    recoveryTitle: '認証アプリやパスキーが使えないとき',
    recoveryLead:
      '二段階認証の設定のときに保管した回復コードを、1つ入力してください。使った回復コードは、二度と使えません。',
    recovery: '回復コード',
    recoveryHint: '例：ABCD-2345-EFGH',
    recoveryButton: '回復コードでログイン',
    noneLeft: '回復コードもないときは、チームの管理者に二段階認証の解除をお願いしてください。',
    back: 'ログインの画面に戻る',
    errors: {
      missing: 'コードを入力してください。',
      wrong: 'コードが一致しませんでした。新しいコードを入力してください。',
      used: 'このコードは、すでに使われています。次のコードが表示されるまで待って入力してください。',
      wrongRecovery: '回復コードが一致しないか、すでに使われています。',
      wrongPasskey: 'パスキーを確かめられませんでした。もう一度お試しください。',
    },
    paused: (minutes: number) =>
      `続けて一致しなかったため、しばらくお待ちいただいています。${minutes}分後にもう一度お試しください。`,
  },
  lostPage: {
    title: 'パスワードの再設定',
    lead: 'ログインに使っているメールアドレスを入力してください。再設定のためのリンクをメールでお送りします。',
    email: 'メールアドレス',
    button: 'リンクを送る',
    missing: 'メールアドレスを入力してください。',
    paused: (minutes: number) => `続けて申し込まれたため、${minutes}分後にもう一度お試しください。`,
    sentTitle: 'メールをご確認ください',
    sentLead:
      'このメールアドレスが登録されていれば、パスワードを再設定するためのリンクをお送りしました。リンクは30分間有効です。',
    sentHelp:
      'メールが届かないときは、迷惑メールのフォルダーを確かめるか、チームの管理者にお知らせください。',
    noMail:
      'このサーバーはメールを送れないため、ここではパスワードを再設定できません。チームの管理者に、設定し直すリンクの発行をお願いしてください。',
    noMailAdministrator: '管理者ご自身の場合は、サーバーの運営者が次のコマンドでリンクを発行できます。',
    back: 'ログインの画面に戻る',
  },
  choose: {
    title: 'パスワードの再設定',
    lead: '新しいパスワードを設定してください。ログイン中のほかの端末は、すべてログアウトされます。',
    button: 'パスワードを変更する',
    overTitle: 'このリンクは使えません',
    overLead:
      'リンクの有効期限が過ぎたか、すでに使われています。もう一度、再設定のリンクをお申し込みください。',
    overButton: 'リンクを申し込む',
  },
  proof: {
    title: 'ご本人の確認',
    lead: 'この操作の前に、パスワードをもう一度入力してください。入力された内容は、そのまま残っています。',
    password: 'パスワード',
    button: '確認して続ける',
    passkeyButton: 'パスキーで続ける',
    errors: {
      missing: 'パスワードを入力してください。',
      wrong: '一致しませんでした。もう一度お試しください。',
      paused: '続けて一致しなかったため、しばらく待ってからお試しください。',
    },
  },
}

const en: typeof ja = {
  lost: 'Forgot your password?',
  or: 'or',
  passkeyButton: 'Sign in with a passkey',
  passkeyNeedsScript: 'Signing in with a passkey needs JavaScript.',
  passkeyRefused: 'The passkey could not be verified. Try again, or sign in with your password.',
  passkeyCancelled: 'The passkey was not used. Please try again.',
  passwordChosen: 'Your password was changed. Sign in with the new one.',
  stepOver: 'Too much time has passed. Please enter your e-mail address and password again.',
  factor: {
    title: 'Two-step sign-in',
    lead: 'Enter the 6-digit code that your authenticator app shows.',
    leadPasskey: 'Confirm that it is you with one of your passkeys.',
    code: 'Code from the authenticator app',
    button: 'Sign in',
    passkeyButton: 'Use a passkey',
    recoveryTitle: 'If you cannot use your app or passkey',
    recoveryLead: 'Enter one of the recovery codes you saved when you set this up. Each works once.',
    recovery: 'Recovery code',
    recoveryHint: 'For example ABCD-2345-EFGH',
    recoveryButton: 'Sign in with a recovery code',
    noneLeft: 'No recovery code either? Ask an administrator of your team to reset your two-step sign-in.',
    back: 'Back to the sign-in page',
    errors: {
      missing: 'Enter the code.',
      wrong: 'The code did not match. Enter a new one.',
      used: 'This code has already been used. Wait for the next one.',
      wrongRecovery: 'The recovery code is not correct or has already been used.',
      wrongPasskey: 'The passkey could not be verified. Please try again.',
    },
    paused: (minutes: number) =>
      `Too many wrong codes. Please try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`,
  },
  lostPage: {
    title: 'Choose a new password',
    lead: 'Enter the e-mail address you sign in with. We will send you a link for choosing a new password.',
    email: 'E-mail address',
    button: 'Send the link',
    missing: 'Enter your e-mail address.',
    paused: (minutes: number) =>
      `Too many links were requested. Please try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`,
    sentTitle: 'Check your e-mail',
    sentLead:
      'If this address is registered, we have mailed a link for choosing a new password. It works for 30 minutes.',
    sentHelp: 'If nothing arrives, check your junk folder or ask a team administrator.',
    noMail:
      'This server cannot send e-mail, so a password cannot be reset here. Ask a team administrator for a link.',
    noMailAdministrator:
      'If you are the administrator, the operator of this server can make a link with this command.',
    back: 'Back to the sign-in page',
  },
  choose: {
    title: 'Choose a new password',
    lead: 'Choose a new password. All other devices will be signed out.',
    button: 'Change the password',
    overTitle: 'This link does not work',
    overLead: 'It has expired or has already been used. Please request another link.',
    overButton: 'Request a link',
  },
  proof: {
    title: 'Confirm that it is you',
    lead: 'To continue, please enter your password again. Your input is kept.',
    password: 'Password',
    button: 'Confirm and continue',
    passkeyButton: 'Continue with a passkey',
    errors: {
      missing: 'Enter your password.',
      wrong: 'The password is not correct. Please try again.',
      paused: 'Too many failed tries. Please wait a while and try again.',
    },
  },
}

/** What the way in says besides the first page's own words. */
export function signInWordsIn(lang: Language): typeof ja {
  return lang === 'ja' ? ja : en
}
