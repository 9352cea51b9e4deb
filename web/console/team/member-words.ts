import type { Language } from '#domain/language.ts'
import { textWords } from '../words/text-words.ts'

/** What the section of members and the page behind an invitation say, in Japanese. */
const ja = {
  title: 'メンバー',
  lead: '管理画面にログインする人です。役割によって、できることが変わります。',
  caption: 'メンバーの一覧',
  columns: { name: '名前', roles: '役割', state: '状態', email: 'メールアドレス' },
  you: 'あなた',
  states: { active: '有効', invited: '招待中', disabled: '無効' },
  noRole: '一般',
  roles: {
    teamAdministrator: 'チーム管理者',
    documentAdministrator: '書類管理者',
    documentApprover: '承認者',
    privateDocumentAdministrator: '非公開書類の管理者',
  },
  roleHints: {
    teamAdministrator: 'メンバー、部署、クライアントID、チーム設定を管理します。',
    documentAdministrator:
      'チームの書類を閲覧し、インポートします。部署を使うチームでは、自分の部署の書類です。',
    documentApprover: 'チームで承認を使うときに、送信前の書類を承認します。',
    privateDocumentAdministrator: '非公開の書類を閲覧します。',
  },
  rolesLegend: '役割',
  addTitle: 'メンバーを追加する',
  name: '名前',
  organization: '会社・組織（任意）',
  email: 'メールアドレス',
  emailMailed: 'パスワードを設定するためのリンクを、このアドレスに送ります。',
  emailShown: 'ログインに使います。あとから変えられません。',
  emailFixed: 'メールアドレスは変えられません。',
  addButton: '追加して招待する',
  errors: {
    missing: { name: '名前を入力してください。', email: 'メールアドレスを入力してください。' } as Record<
      string,
      string
    >,
    too_long: (limit: number) => `${limit}文字以内で入力してください。`,
    ...textWords.ja,
    malformed: 'メールアドレスとして読み取れませんでした。name@example.jp の形で入力してください。',
    email_taken: 'このメールアドレスのメンバーは、すでにいます。',
    last_administrator:
      'ログインできるチーム管理者が、ほかにいません。先に別のメンバーをチーム管理者にしてください。',
  },
  notSaved: '保存していません。入力を直してください。',
  page: {
    back: 'メンバーの一覧',
    heading: '名前と役割',
    saveButton: '保存する',
    passwordTitle: 'パスワード',
    passwordNone: 'まだ設定されていません。招待のリンクは7日間有効です。',
    passwordSet:
      'ご本人が忘れたときは、新しく設定するためのリンクを作ります。いまのパスワードは、新しいものを設定するまで使えます。',
    mailButton: 'リンクをメールで送る',
    showButton: 'リンクを作る',
    disableTitle: '利用の停止',
    disableLead: '管理画面と Web API を使えなくします。送信済の書類は、そのまま進みます。',
    disable: '無効にする',
    disabledLead: 'このメンバーは無効です。ログインも、Web API の利用もできません。',
    enable: '有効に戻す',
  },
  done: {
    saved: '保存しました。',
    unchanged: '変更はありませんでした。',
    mailed: '招待メールを送りました。リンクは7日間有効です。',
    not_mailed: '招待メールを送れませんでした。少し待ってから、「リンクをメールで送る」を押してください。',
    disabled: '無効にしました。ログイン中の画面も終わりました。',
    enabled: '有効に戻しました。',
  } as Record<string, string>,
  disableTitle: 'メンバーを無効にする',
  disableQuestion: (name: string) => `${name}さんを無効にします。`,
  disableConsequence:
    '管理画面からすぐにログアウトされ、この人のクライアントIDは Web API を使えなくなります。あとで有効に戻せます。',
  disableBack: '無効にせずに戻る',
  shownTitle: '招待のリンクを作りました',
  shownLead:
    'このリンクを見られるのは、いまだけです。ご本人だけに届く方法でお渡しください。7日間有効で、一度だけ使えます。',
  shownLabel: (name: string) => `${name}さんのリンク`,
  shownBack: '控えたので、メンバーの画面へ',
  copy: 'コピーする',
  copied: 'コピーしました',
  invitation: {
    title: 'パスワードの設定',
    lead: (team: string) => `「${team}」の管理画面で使うパスワードを決めてください。`,
    email: 'ログインに使うメールアドレス',
    password: '新しいパスワード',
    passwordHint: '12文字以上。ほかで使っていないものにしてください。',
    again: '新しいパスワード（もう一度）',
    button: 'このパスワードにする',
    doneTitle: 'パスワードを設定しました',
    doneLead: '新しいパスワードでログインできます。',
    doneButton: 'ログインへ進む',
    overTitle: 'このリンクは使えません',
    overLead: '有効期間が過ぎたか、すでに使われています。チーム管理者に、新しいリンクをご依頼ください。',
  },
  refusals: {
    member_not_found: 'そのメンバーは見つかりませんでした。',
    member_disabled: 'このメンバーは無効です。先に有効に戻してください。',
    department_not_found: 'その部署は見つかりませんでした。ほかの人が削除したのかもしれません。',
    cabinet_not_found: 'そのキャビネットは見つかりませんでした。',
    departments_off: 'このチームは部署を使っていません。',
  } as Record<string, string>,
}

export type MemberWords = typeof ja

const en: MemberWords = {
  title: 'Members',
  lead: 'People who sign in to this console. What they can do depends on their roles.',
  caption: 'List of members',
  columns: { name: 'Name', roles: 'Roles', state: 'Status', email: 'E-mail' },
  you: 'you',
  states: { active: 'Active', invited: 'Invited', disabled: 'Disabled' },
  noRole: 'Member',
  roles: {
    teamAdministrator: 'Team administrator',
    documentAdministrator: 'Document administrator',
    documentApprover: 'Approver',
    privateDocumentAdministrator: 'Private-document administrator',
  },
  roleHints: {
    teamAdministrator: 'Manages members, departments, client IDs and team settings.',
    documentAdministrator:
      'Sees the team’s documents and can import documents. In a team with departments: those of their own departments.',
    documentApprover: 'Approves documents before they are sent, where the team requires it.',
    privateDocumentAdministrator: 'Can see private documents.',
  },
  rolesLegend: 'Roles',
  addTitle: 'Add a member',
  name: 'Name',
  organization: 'Organisation (optional)',
  email: 'E-mail',
  emailMailed: 'The link for choosing a password is sent to this address.',
  emailShown: 'Used for signing in. It cannot be changed later.',
  emailFixed: 'The address cannot be changed.',
  addButton: 'Add and invite',
  errors: {
    missing: { name: 'Enter the name.', email: 'Enter the e-mail address.' },
    too_long: (limit) => `Use at most ${limit} characters.`,
    ...textWords.en,
    malformed: 'This is not a valid e-mail address. Enter it in the form name@example.jp.',
    email_taken: 'A member with this address already exists.',
    last_administrator:
      'There is no other team administrator who can sign in. Make someone else a team administrator first.',
  },
  notSaved: 'Nothing was saved. Please correct the entry.',
  page: {
    back: 'Members',
    heading: 'Name and roles',
    saveButton: 'Save',
    passwordTitle: 'Password',
    passwordNone: 'Not set yet. An invitation is valid for 7 days.',
    passwordSet:
      'If they have forgotten it, create a link for choosing a new one. The current password works until then.',
    mailButton: 'Send the link by e-mail',
    showButton: 'Create a link',
    disableTitle: 'Access',
    disableLead:
      'They can no longer use the console or the Web API. Documents already sent are not affected.',
    disable: 'Disable',
    disabledLead: 'This member is disabled and can use neither the console nor the Web API.',
    enable: 'Enable again',
  },
  done: {
    saved: 'Saved.',
    unchanged: 'There were no changes to save.',
    mailed: 'The invitation was sent. Its link is valid for 7 days.',
    not_mailed: 'The invitation could not be sent. Wait a moment, then press “Send the link by e-mail”.',
    disabled: 'Disabled. Their console sessions have ended.',
    enabled: 'Enabled again.',
  },
  disableTitle: 'Disable a member',
  disableQuestion: (name) => `${name} will be disabled.`,
  disableConsequence:
    'They are signed out at once, and their client IDs can no longer use the Web API. You can enable them again.',
  disableBack: 'Go back without disabling',
  shownTitle: 'The link is ready',
  shownLead:
    'This link is shown only once. Pass it on in a way that reaches no one else. It is valid for 7 days and works once.',
  shownLabel: (name) => `Link for ${name}`,
  shownBack: 'I have noted it. Go to the member',
  copy: 'Copy',
  copied: 'Copied',
  invitation: {
    title: 'Choose a password',
    lead: (team) => `Choose the password for the console of “${team}”.`,
    email: 'Address for signing in',
    password: 'New password',
    passwordHint: 'At least 12 characters, used nowhere else.',
    again: 'Repeat the new password',
    button: 'Set this password',
    doneTitle: 'Your password is set',
    doneLead: 'You can sign in with it now.',
    doneButton: 'Go to sign-in',
    overTitle: 'This link no longer works',
    overLead: 'It has expired or has already been used. Ask a team administrator for a new one.',
  },
  refusals: {
    member_not_found: 'This member was not found.',
    member_disabled: 'This member is disabled. Enable them first.',
    department_not_found: 'This department was not found. It may have been deleted.',
    cabinet_not_found: 'This cabinet was not found.',
    departments_off: 'This team does not use departments.',
  },
}

/** The words of the section of members in this language. */
export function memberWordsIn(language: Language): MemberWords {
  return language === 'ja' ? ja : en
}
