import type { Language } from './words.ts'

const locale = { ja: 'ja-JP', en: 'en-GB' } satisfies Record<Language, string>

/** `2026年11月22日 19:05`, in Tokyo. */
export function dateAndTime(instant: Date | string, lang: Language): string {
  return format(instant, lang, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** `2026年11月22日`, in Tokyo. */
export function dateOnly(instant: Date | string, lang: Language): string {
  return format(instant, lang, { year: 'numeric', month: 'long', day: 'numeric' })
}

/** `19:05`, in Tokyo. */
export function timeOnly(instant: Date | string, lang: Language): string {
  return format(instant, lang, { hour: '2-digit', minute: '2-digit' })
}

function format(instant: Date | string, lang: Language, options: Intl.DateTimeFormatOptions): string {
  const date = typeof instant === 'string' ? new Date(instant) : instant
  return new Intl.DateTimeFormat(locale[lang], { timeZone: 'Asia/Tokyo', ...options }).format(date)
}
