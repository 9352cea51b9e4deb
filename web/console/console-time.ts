import type { Language } from './words.ts'

const locale = { ja: 'ja-JP', en: 'en-GB' } satisfies Record<Language, string>
const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const minute = { hour: '2-digit', minute: '2-digit' } as const

/** `2026/11/22 19:05`, in Tokyo. */
export function stamp(instant: Date, lang: Language): string {
  return format(instant, lang, { ...day, ...minute })
}

/** `2026/11/22 (日)`, in Tokyo. */
export function dayOf(instant: Date, lang: Language): string {
  return format(instant, lang, { ...day, weekday: 'short' })
}

/** `19:05:07`, in Tokyo. */
export function timeOf(instant: Date, lang: Language): string {
  return format(instant, lang, { ...minute, second: '2-digit' })
}

function format(instant: Date, lang: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale[lang], {
    timeZone: 'Asia/Tokyo',
    hourCycle: 'h23',
    ...options,
  }).format(instant)
}
