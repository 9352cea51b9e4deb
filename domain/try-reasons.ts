import type { RecipientLanguage } from './document-parts.ts'

const reasons: Record<RecipientLanguage, Record<string, string>> = {
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
  'zh-CHS': {
    name_not_resolved: '找不到主机名',
    address_forbidden: '不允许发送到该地址',
    connection_refused: '无法连接',
    tls_failed: '无法建立加密连接',
    connect_timeout: '连接超时',
    cut_after_writing: '未收到答复连接即被断开',
    timeout_after_writing: '15秒内没有答复',
    answer_malformed: '答复不是 HTTP',
    endpoint_off: '该网址已停用',
    endpoint_removed: '该网址已删除',
    receiver_rests: '等待接收方恢复',
    in_line: '排队中',
    receiver_down: '接收方未恢复',
  },
  'zh-CHT': {
    name_not_resolved: '找不到主機名稱',
    address_forbidden: '不允許傳送到該位址',
    connection_refused: '無法連線',
    tls_failed: '無法建立加密連線',
    connect_timeout: '連線逾時',
    cut_after_writing: '未收到回應連線即被中斷',
    timeout_after_writing: '15秒內沒有回應',
    answer_malformed: '回應不是 HTTP',
    endpoint_off: '該網址已停用',
    endpoint_removed: '該網址已刪除',
    receiver_rests: '等待接收方恢復',
    in_line: '排隊中',
    receiver_down: '接收方未恢復',
  },
}

/** Why a delivery is where it is, in words: `http_503` is `HTTP 503`. */
export function tryReason(language: RecipientLanguage, reason: string): string {
  const status = /^http_([0-9]{3})$/.exec(reason)?.[1]
  return status === undefined ? (reasons[language][reason] ?? reason) : `HTTP ${status}`
}
