import type { Language } from '#domain/language.ts'
import type { FieldEntry } from './entries.ts'

const ja = {
  language: { other: 'English', otherLang: 'en' },
  skip: '本文へ進む',
  title: 'Web APIリファレンス',
  lead: '書類を作り、送り、組込み署名の同意用URLを発行し、締結したPDFを受け取るためのAPIです。CloudSign Web API 0.31と互換です。',
  description: 'OpenAPI 3.1（openapi.json）',
  contents: '目次',
  begin: 'はじめに',
  rules: [
    [
      '認証',
      'クライアントIDを`POST /token`に送り、受け取ったアクセストークンを`Authorization`ヘッダーに付けます。トークンは3,600秒で切れます。',
    ],
    [
      'パラメーター',
      'フォーム（`application/x-www-form-urlencoded`）が基本です。JSONでも、クエリでも送れます。真偽値は`true`か`false`、整数は10進数です。',
    ],
    ['IDと日時', 'IDは意味を持たない文字列です。日時はRFC 3339のUTC、日付は`YYYY-MM-DD`です。'],
    [
      '二重実行の防止',
      '作成の呼び出しに`Idempotency-Key`ヘッダーを付けると、同じ鍵の要求は一度だけ実行され、24時間は同じ結果を返します。',
    ],
  ],
  models: 'データの形',
  errors: 'エラー',
  errorsLead: 'エラーは、どれも`error`（種類）と`message`（項目名と直し方、英語）を持つJSONです。',
  parameters: 'パラメーター',
  inPath: 'パス',
  sentAs: {
    query: 'クエリ',
    form: 'フォーム・JSON・クエリ',
    multipart: 'multipart/form-data',
    json: 'JSONのみ',
  },
  required: '必須',
  answer: '応答',
  file: 'ファイル',
  nothing: '本文なし',
  refusals: 'エラー',
  example: '例',
  deprecated: '非推奨',
  withoutToken: 'トークン不要',
  withKey: 'Idempotency-Key対応',
  name: '名前',
  type: '型',
  meaning: '説明',
  tryIt: '試す',
  tryLead: '評価用サーバーで実際に実行します。',
  clientId: 'クライアントID',
  clientIdHint: '起動時の表示か、管理画面のクライアントIDにあります。このタブを閉じるまで覚えます。',
  send: '実行する',
  sending: '実行しています…',
  noClientId: '先に、ページ上部の「試す準備」にクライアントIDを入力してください。',
  unreachable: 'サーバーに接続できませんでした。もう一度お試しください。',
  prepare: '試す準備',
  evaluation: '評価用のサーバーです。実際の契約には使えません。',
}

/** One table: every key has its words in both languages, or it does not compile. */
export type Words = typeof ja

const en: Words = {
  language: { other: '日本語', otherLang: 'ja' },
  skip: 'Skip to the content',
  title: 'Web API reference',
  lead: 'Create documents, send them, issue consent URLs for embedded signing, and fetch what was concluded. Compatible with the CloudSign Web API 0.31.',
  description: 'OpenAPI 3.1 (openapi.json)',
  contents: 'Contents',
  begin: 'Basics',
  rules: [
    [
      'Authentication',
      'Send your client id to `POST /token` and put the access token into the `Authorization` header. It lives 3,600 seconds.',
    ],
    [
      'Parameters',
      'A form (`application/x-www-form-urlencoded`) is the norm; JSON and the query work too. Booleans are `true` or `false`, integers decimal.',
    ],
    ['Ids and times', 'Ids are opaque. Times are RFC 3339 in UTC, dates `YYYY-MM-DD`.'],
    [
      'Only once',
      'With an `Idempotency-Key` header a creating call is carried out once; its result is repeated for 24 hours.',
    ],
  ],
  models: 'Models',
  errors: 'Errors',
  errorsLead: 'Every error is JSON with `error` (its kind) and `message` (the field and the cure).',
  parameters: 'Parameters',
  inPath: 'Path',
  sentAs: {
    query: 'Query',
    form: 'Form, JSON or query',
    multipart: 'multipart/form-data',
    json: 'JSON only',
  },
  required: 'required',
  answer: 'Answer',
  file: 'File',
  nothing: 'No content',
  refusals: 'Errors',
  example: 'Example',
  deprecated: 'Deprecated',
  withoutToken: 'No token',
  withKey: 'Idempotency-Key',
  name: 'Name',
  type: 'Type',
  meaning: 'Meaning',
  tryIt: 'Try it',
  tryLead: 'Runs on this evaluation server.',
  clientId: 'Client id',
  clientIdHint: 'Printed at start, or under Client ids in the console. Kept until this tab closes.',
  send: 'Run',
  sending: 'Running…',
  noClientId: 'First enter your client id under “Before you try”, at the top.',
  unreachable: 'The server could not be reached. Please try again.',
  prepare: 'Before you try',
  evaluation: 'An evaluation server. Not for real contracts.',
}

export function wordsIn(language: Language): Words {
  return language === 'ja' ? ja : en
}

/** `最大500文字`; empty where there is no limit. */
export function limitWords({ limit }: FieldEntry, language: Language): string {
  if (limit === null) return ''
  if ('least' in limit) return `${limit.least}–${limit.most}`
  const count = limit.characters.toLocaleString('en')
  return language === 'ja' ? `最大${count}文字` : `up to ${count} characters`
}
