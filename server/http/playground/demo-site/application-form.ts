import type { ApplicationEntry, ApplicationErrors } from '#web/playground/ApplicationPage.tsx'
import { flatById } from '#web/playground/flats.ts'
import type { DemoWords } from '#web/playground/words.ts'
import type { LeaseTerms } from './lease-contract.ts'

const longestName = 64
/** More than anybody types into any of the fields: one spelling of many marks takes the square of their number. */
const longestEntry = 1_000
const furthestMoveInDays = 180

/** The form as read: terms for a contract, or what to say beside which field. */
export type ReadApplication = { terms: LeaseTerms } | { errors: ApplicationErrors }

/** The entry as it came, so that the page can show it again. Fields: `name`, `tel`, `flat`, `move_in`. */
export function applicationEntry(form: ReadonlyMap<string, string>): ApplicationEntry {
  return {
    name: form.get('name') ?? '',
    tel: form.get('tel') ?? '',
    flat: form.get('flat') ?? '',
    moveIn: form.get('move_in') ?? '',
  }
}

/** Today is a date in Japan (`YYYY-MM-DD`); `unprintable` names characters that the contract's font lacks. */
export function readApplication(
  entry: ApplicationEntry,
  today: string,
  unprintable: (text: string) => string[],
  words: DemoWords['application']['errors'],
): ReadApplication {
  const errors: ApplicationErrors = {}

  const tenant = entry.name.slice(0, longestEntry).normalize('NFC').trim().replace(/\s+/g, ' ')
  const strange = unprintable(tenant)
  if (tenant === '') errors.name = words.nameMissing
  else if ([...tenant].length > longestName) errors.name = words.nameLong(longestName)
  else if (strange.length > 0) errors.name = words.nameUnprintable(strange)

  const tel = nationalDigits(entry.tel)
  if (tel === '') errors.tel = words.telMissing
  else if (!/^0[6789]0\d{8}$/.test(tel)) errors.tel = words.telWrong

  const flat = flatById(entry.flat)
  if (!flat) errors.flat = words.flatMissing

  const moveIn = calendarDate(entry.moveIn)
  const range = moveInRange(today)
  if (!moveIn) errors.moveIn = words.moveInWrong
  else if (moveIn < range.first || moveIn > range.last)
    errors.moveIn = words.moveInOutside(furthestMoveInDays)

  if (!flat || !moveIn || Object.keys(errors).length > 0) return { errors }
  return { terms: { tenant, tel, flat, moveIn, madeOn: today } }
}

/** From tomorrow to half a year on, and two weeks on as a suggestion. */
export function moveInRange(today: string): { first: string; last: string; suggested: string } {
  return {
    first: daysAfter(today, 1),
    last: daysAfter(today, furthestMoveInDays),
    suggested: daysAfter(today, 14),
  }
}

/** The date it is in Japan at this instant, `YYYY-MM-DD`. */
export function dateInJapan(now: Date): string {
  return new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10)
}

/** Digits in national form: full-width figures, hyphens, spaces and +81 are understood. */
function nationalDigits(text: string): string {
  const half = text.slice(0, longestEntry).normalize('NFKC')
  const plain = half.replace(/[\s()\-‐‑–—―−ー]/g, '')
  return plain.replace(/^\+?81(?=[6789]0)/, '0')
}

function calendarDate(text: string): string | null {
  const found = /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$/.exec(
    text.slice(0, longestEntry).normalize('NFKC').trim(),
  )
  if (!found) return null
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number)
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
