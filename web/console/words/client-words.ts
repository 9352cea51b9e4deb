/** What the pages of client ids say. */
const ja = {
  list: {
    title: 'クライアントID',
    lead: 'Web API を使うシステムごとに発行します。発行した人として書類を作成します。',
    caption: 'クライアントIDの一覧',
    columns: { label: '名前', ending: 'ID', createdAt: '発行日時', state: '状態', act: '操作' },
    ending: (ending: string) => `末尾 ${ending}`,
    active: '有効',
    revoked: '失効',
    revoke: '失効させる',
    emptyTitle: 'クライアントIDはまだありません',
    emptyLead: '下のフォームで名前を付けて発行してください。',
    issueTitle: '新しく発行する',
    label: '名前',
    labelHint: 'どのシステムで使うかがわかる名前。例：予約サイト 本番',
    issueButton: 'クライアントIDを発行する',
    errors: {
      missing: '名前を入力してください。',
      too_long: (limit: number) => `名前は${limit}文字以内で入力してください。`,
    },
    issuedTitle: 'クライアントIDを発行しました',
    issuedLead: 'このIDを見られるのは、いまだけです。安全な場所に控えてから、この画面を閉じてください。',
    issuedLabel: (label: string) => `「${label}」のクライアントID`,
    copy: 'コピーする',
    copied: 'コピーしました',
    issuedBack: '控えたので、一覧に戻る',
    again: 'この発行はもう済んでいます。IDを控えていないときは、失効させてから新しく発行してください。',
    revokedNotice: 'クライアントIDを失効させました。このIDとアクセストークンは、もう使えません。',
    readOnly: 'クライアントIDを発行できるのは、チーム管理者だけです。',
  },
  revoke: {
    title: 'クライアントIDの失効',
    lead: (label: string, ending: string) => `「${label}」（末尾 ${ending}）を失効させます。`,
    consequence:
      'このIDを使うシステムは、すぐに Web API を使えなくなります。元に戻せません。送信済の書類はそのまま進みます。',
    button: '失効させる',
    back: '失効させずに戻る',
  },
}

const en: typeof ja = {
  list: {
    title: 'Client IDs',
    lead: 'Issue one per system that uses the Web API. Documents made with it are in the name of the person who issued it.',
    caption: 'List of client IDs',
    columns: { label: 'Name', ending: 'ID', createdAt: 'Issued', state: 'Status', act: 'Action' },
    ending: (ending) => `ends in ${ending}`,
    active: 'Active',
    revoked: 'Revoked',
    revoke: 'Revoke',
    emptyTitle: 'No client IDs yet',
    emptyLead: 'Enter a name below to issue your first one.',
    issueTitle: 'Issue a new one',
    label: 'Name',
    labelHint: 'A name that shows which system uses it, for example: Booking site, production',
    issueButton: 'Issue a client ID',
    errors: {
      missing: 'Enter a name.',
      too_long: (limit) => `Use a name of at most ${limit} characters.`,
    },
    issuedTitle: 'Client ID issued',
    issuedLead: 'This ID is shown only once. Store it in a safe place before you leave this page.',
    issuedLabel: (label) => `Client ID of “${label}”`,
    copy: 'Copy',
    copied: 'Copied',
    issuedBack: 'I have stored it. Back to the list',
    again: 'This one has already been issued. If you did not store the ID, revoke it and issue a new one.',
    revokedNotice: 'The client ID has been revoked. It and its access tokens no longer work.',
    readOnly: 'Only team administrators can issue client IDs.',
  },
  revoke: {
    title: 'Revoke a client ID',
    lead: (label, ending) => `You are about to revoke “${label}” (ends in ${ending}).`,
    consequence:
      'Systems that use it lose access to the Web API immediately. This cannot be undone. Documents already sent are not affected.',
    button: 'Revoke',
    back: 'Go back without revoking',
  },
}

export const clientWords = { ja, en }
