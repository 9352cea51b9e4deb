import type { Language } from '#domain/language.ts'
import type { TeamEventType } from '#domain/team-event.ts'
import type { TeamEventKind } from '#domain/team-event-kind.ts'
import { unknownEvent } from '../frame/unknown-event.ts'
import { bulkSentences } from './bulk-sentences.ts'
import { clientSentences } from './client-sentences.ts'
import { retentionSentences } from './retention-sentences.ts'
import { signInSentences } from './sign-in-sentences.ts'
import type { TeamEventDetail } from './team-event-detail.ts'
import { webhookSentences } from './webhook-sentences.ts'

/** What the page of the team's events says. */
const ja = {
  title: '操作履歴',
  lead: '設定やメンバーの変更、ログイン、拒否した呼び出しの記録です。変更も削除もできません。',
  filter: '絞り込み',
  kind: '種類',
  all: 'すべて',
  first: 'はじめの日',
  last: 'おわりの日',
  apply: '絞り込む',
  clear: '条件を消す',
  noKind: 'この種類はありません。一覧から選んでください。',
  day: '日付は 2026-11-29 の形で入力してください。',
  order: 'おわりの日は、はじめの日と同じか、あとの日にしてください。',
  caption: '操作履歴の一覧',
  emptyTitle: 'まだ記録はありません',
  emptyLead: '設定やメンバーを変更すると、ここに記録されます。',
  nothingTitle: '条件に合う記録はありません',
  nothingLead: '種類や期間を変えてください。',
  older: '前の記録を見る',
  newest: '最新に戻る',
  exports: '書き出し',
  csv: 'CSV',
  csvHint: 'いまの条件に合う記録。Excel で開けます。',
  jsonl: 'JSON Lines',
  jsonlHint: 'すべての記録とハッシュ。改ざんがないことを、ご自身で確かめられます。',
  columns: {
    at: '日時',
    kind: '種類',
    what: '内容',
    who: '操作した人',
    address: '接続元',
    number: '番号',
    hash: 'ハッシュ',
  },
  kinds: {
    settings: 'チーム設定',
    members: 'メンバー',
    departments: '部署とキャビネット',
    clients: 'クライアントID',
    webhooks: 'Webhook',
    sms: 'SMS',
    bulk_sends: '一括送信',
    retention: '保存期間',
    sign_ins: 'ログイン',
    calls: '拒否した呼び出し',
    exports: '書き出し',
  } satisfies Record<TeamEventKind, string>,
  system: 'システム',
  stranger: '不明',
  client: (label: string) => `クライアントID「${label}」`,
  unknownMember: '（不明なメンバー）',
  viaApi: (name: string) => `${name}（Web API）`,
}

const en: typeof ja = {
  title: 'Activity',
  lead: 'Changes to settings and members, sign-ins, and refused calls. These records cannot be changed or deleted.',
  filter: 'Filter',
  kind: 'Kind',
  all: 'All',
  first: 'First day',
  last: 'Last day',
  apply: 'Filter',
  clear: 'Clear filters',
  noKind: 'Choose a kind from the list.',
  day: 'Enter a date in the form 2026-11-29.',
  order: 'The last day must not be before the first.',
  caption: 'Activity of the team',
  emptyTitle: 'Nothing recorded yet',
  emptyLead: 'Changes to settings and members are recorded here.',
  nothingTitle: 'No records match',
  nothingLead: 'Try another kind or period.',
  older: 'Older records',
  newest: 'Back to the latest',
  exports: 'Export',
  csv: 'CSV',
  csvHint: 'Everything that matches the filter. Opens in Excel.',
  jsonl: 'JSON Lines',
  jsonlHint: 'All records with their hashes, so that you can verify that nothing was altered.',
  columns: {
    at: 'Time',
    kind: 'Kind',
    what: 'What',
    who: 'Who',
    address: 'Address',
    number: 'Number',
    hash: 'Hash',
  },
  kinds: {
    settings: 'Settings',
    members: 'Members',
    departments: 'Departments and cabinets',
    clients: 'Client IDs',
    webhooks: 'Webhooks',
    sms: 'SMS',
    bulk_sends: 'Bulk sending',
    retention: 'Retention',
    sign_ins: 'Sign-ins',
    calls: 'Refused calls',
    exports: 'Exports',
  },
  system: 'System',
  stranger: 'Unknown',
  client: (label: string) => `Client ID "${label}"`,
  unknownMember: '(unknown member)',
  viaApi: (name: string) => `${name} (Web API)`,
}

/** The words of the page in this language. */
export function teamEventWordsIn(language: Language): typeof ja {
  return language === 'ja' ? ja : en
}

type Sentence = (e: TeamEventDetail) => string

const sentencesJa: Record<TeamEventType, Sentence> = {
  'settings.changed': (e) => `「${e.setting()}」を${e.value('from')}から${e.value('to')}に変更しました`,
  'member.added': (e) => `${e.member('memberId')}さんをメンバーに追加しました（役割：${e.roles()}）`,
  'member.invited': (e) => `${e.member('memberId')}さんへの招待のリンクを作りました`,
  'member.joined': (e) => `${e.member('memberId')}さんがパスワードを設定しました`,
  'member.access_reset': (e) =>
    `${e.member('memberId')}さんのために、パスワードを設定し直すリンクを作りました`,
  'member.password_changed': (e) => `${e.member('memberId')}さんがパスワードを設定し直しました`,
  'member.role_changed': (e) =>
    e.flag('to')
      ? `${e.member('memberId')}さんに「${e.role()}」の役割を付けました`
      : `${e.member('memberId')}さんの「${e.role()}」の役割を外しました`,
  'member.renamed': (e) => `${e.member('memberId')}さんの名前を変更しました`,
  'member.organization_changed': (e) =>
    `${e.member('memberId')}さんの会社・組織を${e.value('from')}から${e.value('to')}に変更しました`,
  'member.disabled': (e) => `${e.member('memberId')}さんを無効にしました`,
  'member.enabled': (e) => `${e.member('memberId')}さんを有効に戻しました`,
  'member.mails_chosen': (e) => `${e.member('memberId')}さんが、受け取るメールを選び直しました`,
  'member.letter_language_chosen': (e) =>
    `${e.member('memberId')}さんが、受け取るメールの言語を選び直しました`,
  'department.added': (e) => `部署「${e.text('name')}」を追加しました`,
  'department.renamed': (e) => `部署「${e.text('from')}」の名前を「${e.text('to')}」に変更しました`,
  'department.members_changed': (e) =>
    `部署「${e.text('name')}」のメンバーを変更しました（加わった人：${e.members('joined')}、外れた人：${e.members('left')}）`,
  'department.removed': (e) => `部署「${e.text('name')}」を削除しました`,
  'cabinet.added': (e) => `キャビネット「${e.text('name')}」を追加しました`,
  'cabinet.renamed': (e) => `キャビネット「${e.text('from')}」の名前を「${e.text('to')}」に変更しました`,
  'cabinet.note_changed': (e) =>
    `キャビネット「${e.text('name')}」の説明を${e.value('from')}から${e.value('to')}に変更しました`,
  'cabinet.access_changed': (e) =>
    `キャビネット「${e.text('name')}」を開ける部署を変更しました（加わった部署：${e.list('opened')}、外れた部署：${e.list('closed')}）`,
  ...clientSentences.ja,
  'return_secret.added': (e) => `戻り先URLの鍵（${e.text('secretId')}）を作りました`,
  'return_secret.used': (e) => `戻り先URLの鍵を新しいもの（${e.text('secretId')}）に切り替えました`,
  ...webhookSentences.ja,
  ...bulkSentences.ja,
  ...retentionSentences.ja,
  'sms.limit_near': (e) => `今日のSMSが上限（${e.number('limit')}通）の8割に達しました`,
  'sms.limit_reached': (e) => `今日のSMSが上限（${e.number('limit')}通）に達しました`,
  ...signInSentences.ja,
  'call.refused': (e) => `Web API の呼び出しを拒否しました（${e.reason()}、${e.number('count')}回）`,
  'export.team_events': (e) =>
    `操作履歴を書き出しました（${e.text('format') === 'csv' ? 'CSV' : 'JSON Lines'}）`,
  'export.audit_trail': (e) => `書類の監査証跡を書き出しました（書類ID ${e.text('documentId')}）`,
  'export.register': () => '取引台帳をCSVで書き出しました',
  'export.document_list': () => '書類の一覧をCSVで書き出しました',
  'export.documents': (e) => `書類をまとめてダウンロードしました（書類ID ${e.list('documentIds')}）`,
}

const sentencesEn: Record<TeamEventType, Sentence> = {
  'settings.changed': (e) => `Changed "${e.setting()}" from ${e.value('from')} to ${e.value('to')}`,
  'member.added': (e) => `Added ${e.member('memberId')} as a member (roles: ${e.roles()})`,
  'member.invited': (e) => `Created an invitation link for ${e.member('memberId')}`,
  'member.joined': (e) => `${e.member('memberId')} chose a password`,
  'member.access_reset': (e) => `Created a password link for ${e.member('memberId')}`,
  'member.password_changed': (e) => `${e.member('memberId')} chose a new password`,
  'member.role_changed': (e) =>
    e.flag('to')
      ? `Gave ${e.member('memberId')} the role "${e.role()}"`
      : `Removed the role "${e.role()}" from ${e.member('memberId')}`,
  'member.renamed': (e) => `Changed the name of ${e.member('memberId')}`,
  'member.organization_changed': (e) =>
    `Changed the organization of ${e.member('memberId')} from ${e.value('from')} to ${e.value('to')}`,
  'member.disabled': (e) => `Disabled ${e.member('memberId')}`,
  'member.enabled': (e) => `Enabled ${e.member('memberId')} again`,
  'member.mails_chosen': (e) => `${e.member('memberId')} chose which e-mails they get`,
  'member.letter_language_chosen': (e) => `${e.member('memberId')} chose the language of their e-mails`,
  'department.added': (e) => `Added the department "${e.text('name')}"`,
  'department.renamed': (e) => `Renamed the department "${e.text('from')}" to "${e.text('to')}"`,
  'department.members_changed': (e) =>
    `Changed the members of the department "${e.text('name')}" (joined: ${e.members('joined')}; left: ${e.members('left')})`,
  'department.removed': (e) => `Removed the department "${e.text('name')}"`,
  'cabinet.added': (e) => `Added the cabinet "${e.text('name')}"`,
  'cabinet.renamed': (e) => `Renamed the cabinet "${e.text('from')}" to "${e.text('to')}"`,
  'cabinet.note_changed': (e) =>
    `Changed the note of the cabinet "${e.text('name')}" from ${e.value('from')} to ${e.value('to')}`,
  'cabinet.access_changed': (e) =>
    `Changed which departments have access to the cabinet "${e.text('name')}" (added: ${e.list('opened')}; removed: ${e.list('closed')})`,
  ...clientSentences.en,
  'return_secret.added': (e) => `Made a signing secret for the return URL (${e.text('secretId')})`,
  'return_secret.used': (e) => `Switched the return URL to the new signing secret (${e.text('secretId')})`,
  ...webhookSentences.en,
  ...bulkSentences.en,
  ...retentionSentences.en,
  'sms.limit_near': (e) => `Today's SMS reached 80 % of the limit (${e.number('limit')})`,
  'sms.limit_reached': (e) => `Today's SMS reached the limit (${e.number('limit')})`,
  ...signInSentences.en,
  'call.refused': (e) => `Refused a Web API call (${e.reason()}, ${e.number('count')} times)`,
  'export.team_events': (e) => `Exported the activity (${e.text('format') === 'csv' ? 'CSV' : 'JSON Lines'})`,
  'export.audit_trail': (e) => `Exported the audit trail of a document (ID ${e.text('documentId')})`,
  'export.register': () => 'Exported the transaction register as CSV',
  'export.document_list': () => 'Exported a list of documents as CSV',
  'export.documents': (e) => `Downloaded several documents at once (IDs ${e.list('documentIds')})`,
}

/** The sentence of an event; of one of a later release the type itself. */
export function teamEventSentence(language: Language, type: string, detail: TeamEventDetail): string {
  const table: Partial<Record<string, Sentence>> = language === 'ja' ? sentencesJa : sentencesEn
  return table[type]?.(detail) ?? unknownEvent(language, type)
}

const reasons: Record<Language, Record<string, string>> = {
  ja: {
    wrong: 'パスワードの誤り',
    paused: '試行の回数が上限を超えた',
    disabled: '無効なメンバー',
    factor: '二段階認証の誤り',
    network: '許可していないネットワーク',
    proof: 'パスワードまたはパスキーの誤り',
    proof_paused: '試行の回数が上限を超えた',
    client_unknown: '知らないクライアントID',
    token_not_alive: '無効なアクセストークン',
    member_disabled: '無効なメンバー',
    web_api_off: 'Web API がオフ',
    address_not_allowed: '許可していない接続元',
  },
  en: {
    wrong: 'wrong password',
    paused: 'too many tries',
    disabled: 'disabled member',
    factor: 'wrong second factor',
    network: 'network not allowed',
    proof: 'wrong password or passkey',
    proof_paused: 'too many tries',
    client_unknown: 'unknown client ID',
    token_not_alive: 'invalid access token',
    member_disabled: 'disabled member',
    web_api_off: 'Web API is off',
    address_not_allowed: 'address not allowed',
  },
}

/** Why somebody was refused. */
export function refusalReason(language: Language, reason: string): string {
  return reasons[language][reason] ?? reason
}
