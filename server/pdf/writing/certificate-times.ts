import type { CertificateLanguage } from '#domain/agreement-evidence.ts'

const HOURS_AHEAD = 9
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** Time in Japan, to the second, whatever the server's zone; the certificate says once that it is. */
export function timeIn(language: CertificateLanguage, at: string): string {
  const there = new Date(new Date(at).getTime() + HOURS_AHEAD * 3_600_000)
  const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()]
  const time = there.toISOString().slice(11, 19)
  return language === 'ja'
    ? `${year}年${month + 1}月${day}日 ${time}`
    : `${day} ${MONTHS[month]} ${year}, ${time}`
}
