import type { FindingCode } from '#domain/file-finding.ts'
import type { Language } from '#domain/language.ts'
import { findingsEn } from './finding-words-en.ts'
import { findingsJa } from './finding-words-ja.ts'

/** What a finding is to a person. */
export function sentenceOf(code: FindingCode, language: Language): string {
  return language === 'ja' ? findingsJa[code] : findingsEn[code]
}
