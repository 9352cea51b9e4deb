import type { Language } from '#domain/language.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

/** One table: every key has its Japanese and its English words, or it does not compile. */
export type Words = typeof ja

/** What the console says in this language. */
export function wordsIn(language: Language): Words {
  return language === 'ja' ? ja : en
}
