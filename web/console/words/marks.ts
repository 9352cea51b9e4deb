import type { Language } from '#domain/language.ts'

/** `キャビネット：賃貸借契約`, `Cabinet: Leases`. */
export function fact(name: string, what: string, lang: Language): string {
  return lang === 'ja' ? `${name}：${what}` : `${name}: ${what}`
}

/** Short facts on one line: `4ページ・159 KB`, `4 pages · 159 KB`. */
export function inOneLine(facts: string[], lang: Language): string {
  return facts.join(lang === 'ja' ? '・' : ' · ')
}
