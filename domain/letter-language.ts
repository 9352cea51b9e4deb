import type { RecipientLanguage } from './document-parts.ts'

/** The languages of letters, as a member may choose one. */
export const letterLanguages = ['ja', 'en', 'zh-CHS', 'zh-CHT'] as const satisfies RecipientLanguage[]

/** Of whoever has chosen none. */
export const usualLetterLanguage: RecipientLanguage = 'ja'

/** Null for what is none: the usual one. */
export function letterLanguageIn(text: string): RecipientLanguage | null {
  return letterLanguages.find((each) => each === text) ?? null
}
