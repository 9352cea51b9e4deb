import type { Language } from '#domain/language.ts'

/** Of a record that another release made, or that came from elsewhere: honest words, and its name for whoever asks about it. */
export function unknownEvent(language: Language, type: string): string {
  return language === 'ja' ? `その他の記録（${type}）` : `Another record (${type})`
}
