import type { CertificateLanguage } from '#domain/agreement-evidence.ts'
import { tokyoTime } from '#domain/tokyo.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** Time in Japan, to the second, whatever the server's zone; the certificate says once that it is. */
export function timeIn(language: CertificateLanguage, at: string): string {
  const [date = '', time = ''] = tokyoTime(new Date(at)).split('T')
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return language === 'ja'
    ? `${year}年${month}月${day}日 ${time}`
    : `${day} ${MONTHS[month - 1]} ${year}, ${time}`
}
