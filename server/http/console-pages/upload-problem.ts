import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { draftWords } from '#web/console/making/draft-words.ts'
import { placingWords } from '#web/console/placing/placing-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'
import { wordsOfProblem } from '../common/pdf-problems.ts'

const megabyte = 1024 * 1024

/** Why a file was not taken and what helps, in words. */
export function uploadProblem({ code, field, detail }: Refusal, lang: Language): string {
  const words = draftWords(lang).problems
  const limit = Number(detail?.limit ?? 0)
  switch (code) {
    case 'pdf_refused': {
      const { cause, cure } = wordsOfProblem(String(detail?.problem))[lang]
      return lang === 'ja' ? `${cause}${cure}` : `This file ${cause}; ${cure}.`
    }
    case 'too_many_files':
      return words.too_many_files(limit)
    case 'files_too_large':
      return words.files_too_large(limit / megabyte)
    case 'uploads_paused':
      return words.paused(Number(detail?.minutes))
    case 'field_too_long':
      return words.name_too_long(limit)
    case 'widgets_on_certified_file':
      return placingWords(lang).certified
    case 'field_malformed':
      return words.name_malformed
  }
  const text = textProblem({ code, ...(detail ? { detail } : {}) }, textWords[lang])
  return text === null || field !== 'name' ? words.other : words.name_text(text)
}

/** The same of a file that is larger than one may be. */
export function tooLargeProblem(maxBytes: number, lang: Language): string {
  return draftWords(lang).problems.too_large(Math.floor(maxBytes / megabyte))
}
