import type { Language } from './language.ts'

const reasons: Record<Language, Record<string, string>> = {
  ja: {
    name_not_resolved: 'ホスト名が見つかりません',
    address_forbidden: '送信できないアドレスです',
    connection_refused: '接続できません',
    tls_failed: '暗号化の接続ができません',
    connect_timeout: '接続が時間切れになりました',
    cut_after_writing: '応答の前に切断されました',
    timeout_after_writing: '15秒以内に応答がありません',
    answer_malformed: '応答がHTTPではありません',
    endpoint_off: 'URLの停止中',
    endpoint_removed: 'URLを削除済み',
    receiver_rests: '受信側の復旧待ち',
    in_line: '順番待ち',
    receiver_down: '受信側が復旧しませんでした',
  },
  en: {
    name_not_resolved: 'host name not found',
    address_forbidden: 'address not allowed',
    connection_refused: 'could not connect',
    tls_failed: 'no encrypted connection',
    connect_timeout: 'connecting took too long',
    cut_after_writing: 'closed without an answer',
    timeout_after_writing: 'no answer in 15 seconds',
    answer_malformed: 'the answer was not HTTP',
    endpoint_off: 'the URL was off',
    endpoint_removed: 'the URL was removed',
    receiver_rests: 'waits until the receiver is back',
    in_line: 'waits for its turn',
    receiver_down: 'the receiver was not back',
  },
}

/** Why a delivery is where it is, in words: `http_503` is `HTTP 503`. */
export function tryReason(language: Language, reason: string): string {
  const status = /^http_([0-9]{3})$/.exec(reason)?.[1]
  return status === undefined ? (reasons[language][reason] ?? reason) : `HTTP ${status}`
}
