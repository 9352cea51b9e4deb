import type { Language } from '#domain/language.ts'
import type { MessageWords } from './message-words.ts'
import { messagesEn } from './message-words-en.ts'
import { messagesJa } from './message-words-ja.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

/** One table: every key has its Japanese and its English words, or it does not compile. */
export type Words = typeof ja

/** What the signing pages say in this language. */
export function wordsIn(language: Language): Words {
  return language === 'ja' ? ja : en
}

/** What the state pages say in this language. */
export function messagesIn(language: Language): MessageWords {
  return language === 'ja' ? messagesJa : messagesEn
}
