import { type Refusal, refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'

/** As typed. `smsPrice`: in yen, with at most two decimals; empty: none. */
export type TypedNumbers = { smsPerDay: string; smsPrice: string; copyDays: string }

type Range = { least: number; most: number }

/** None at all is a way to stop a team's SMS. */
const smsPerDayRange = { least: 0, most: 1_000_000 }
const copyDaysRange = { least: 1, most: 3_650 }

/** What is wrong with the numbers among the settings. */
export function numberObjections({ smsPerDay, smsPrice, copyDays }: TypedNumbers): Refusal[] {
  return [
    wholeOf(smsPerDay, smsPerDayRange) === null
      ? refusal('field_malformed', 'sms_per_day', smsPerDayRange)
      : null,
    senOf(smsPrice) === null ? refusal('field_malformed', 'sms_price') : null,
    wholeOf(copyDays, copyDaysRange) === null ? refusal('field_malformed', 'copy_days', copyDaysRange) : null,
  ].filter((each) => each !== null)
}

/** The numbers themselves, which were found right before. */
export function numbersOf(typed: TypedNumbers): Pick<Team, 'smsPerDay' | 'smsPriceSen' | 'copyDays'> {
  return {
    smsPerDay: wholeOf(typed.smsPerDay, smsPerDayRange) ?? smsPerDayRange.least,
    smsPriceSen: senOf(typed.smsPrice) ?? 0,
    copyDays: wholeOf(typed.copyDays, copyDaysRange) ?? copyDaysRange.least,
  }
}

function wholeOf(text: string, { least, most }: Range): number | null {
  const number = /^[0-9]{1,7}$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : null
}

/** A price in yen as a whole number of sen; null where it is none. */
function senOf(text: string): number | null {
  if (text === '') return 0
  const [, yen, decimals = ''] = /^([0-9]{1,4})(?:\.([0-9]{1,2}))?$/.exec(text) ?? []
  return yen === undefined ? null : Number(yen) * 100 + Number(decimals.padEnd(2, '0'))
}
