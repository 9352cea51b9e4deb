import type { Refusal } from '#domain/refusal.ts'

/** What is said of a text that cannot be kept as it was typed. */
export type TextWords = {
  invisible: (character: string) => string
  unprintable: (character: string) => string
}

export const textWords: Record<'ja' | 'en', TextWords> = {
  ja: {
    invisible: (character) =>
      `目に見えない文字（${character}）が入っています。消してから入力し直してください。`,
    unprintable: (character) => `「${character}」は書類に印字できません。別の文字で入力してください。`,
  },
  en: {
    invisible: (character) =>
      `This contains an invisible character (${character}). Delete it and type again.`,
    unprintable: (character) => `“${character}” cannot be printed in documents. Use another character.`,
  },
}

/** The sentence for a refused text; null when something else is wrong. */
export function textProblem({ code, detail }: Refusal, words: TextWords): string | null {
  const character = String(detail?.character ?? '')
  if (code === 'text_invisible_character') return words.invisible(character)
  return code === 'text_unprintable' ? words.unprintable(character) : null
}
