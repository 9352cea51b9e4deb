import type { Language } from '#domain/language.ts'
import type { TeamEventType } from '#domain/team-event.ts'

/** As much of an event as these sentences need. */
type Told = { number: (key: string) => number }

type Sentences = Record<Extract<TeamEventType, `bulk_send.${string}`>, (e: Told) => string>

/** What happened to lists that are sent in bulk. */
export const bulkSentences: Record<Language, Sentences> = {
  ja: {
    'bulk_send.started': (e) => `一括送信を始めました（${e.number('count')}行）`,
    'bulk_send.paused': (e) => `一括送信を一時停止しました（残り${e.number('count')}行）`,
    'bulk_send.resumed': (e) => `一括送信を再開しました（残り${e.number('count')}行）`,
    'bulk_send.stopped': (e) => `一括送信を中止しました（残り${e.number('count')}行）`,
    'bulk_send.ended': (e) => `一括送信が終わりました（書類${e.number('count')}件）`,
  },
  en: {
    'bulk_send.started': (e) => `Started a bulk sending (rows: ${e.number('count')})`,
    'bulk_send.paused': (e) => `Paused a bulk sending (rows left: ${e.number('count')})`,
    'bulk_send.resumed': (e) => `Resumed a bulk sending (rows left: ${e.number('count')})`,
    'bulk_send.stopped': (e) => `Stopped a bulk sending (rows left: ${e.number('count')})`,
    'bulk_send.ended': (e) => `A bulk sending has ended (documents: ${e.number('count')})`,
  },
}
