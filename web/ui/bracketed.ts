import type { Language } from '#domain/language.ts'

/** A remark in brackets behind a name: `対象の書類（3）`, `Documents included (3)`. */
export function bracketed(name: string, remark: string | number, lang: Language): string {
  return lang === 'ja' ? `${name}（${remark}）` : `${name} (${remark})`
}
