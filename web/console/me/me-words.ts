import type { Language } from '#domain/language.ts'
import { en } from './me-words-en.ts'
import { ja } from './me-words-ja.ts'

/** What the pages of one's own account say in this language. */
export function meWordsIn(lang: Language): typeof ja {
  return lang === 'ja' ? ja : en
}
