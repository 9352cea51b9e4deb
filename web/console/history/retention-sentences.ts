import type { Language } from '#domain/language.ts'
import type { TeamEventType } from '#domain/team-event.ts'

/** As much of an event as these sentences need. */
type Told = { number: (key: string) => number; text: (key: string) => string }

type Sentences = Record<Extract<TeamEventType, `retention.${string}`>, (e: Told) => string>

/** What happened at the end of documents' retention. */
export const retentionSentences: Record<Language, Sentences> = {
  ja: {
    'retention.near': (e) =>
      `まもなく保存期間が終わる書類があります（${e.number('count')}件、最初は${e.text('first')}まで）`,
    'retention.deleted': (e) =>
      `保存期間（${e.number('years')}年）が${e.text('keptUntil')}に終わった書類を削除しました（書類ID ${e.text('documentId')}）`,
    'retention.held': (e) => `書類を保全しました（書類ID ${e.text('documentId')}）`,
    'retention.released': (e) => `書類の保全を解除しました（書類ID ${e.text('documentId')}）`,
  },
  en: {
    'retention.near': (e) =>
      `The retention of documents ends soon (${e.number('count')}, the first kept until ${e.text('first')})`,
    'retention.deleted': (e) =>
      `Deleted a document that was kept until ${e.text('keptUntil')}, by the rule of ${e.number('years')} years (ID ${e.text('documentId')})`,
    'retention.held': (e) => `Placed a document under legal hold (ID ${e.text('documentId')})`,
    'retention.released': (e) => `Released a document from legal hold (ID ${e.text('documentId')})`,
  },
}
