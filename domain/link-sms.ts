import { type Refusal, refusal } from './refusal.ts'
import { minutesUntilLink, type SendHistory } from './sms-code.ts'
import { nameInSms } from './sms-name.ts'

/** An SMS that could not leave within an hour is not sent any more: the sender sees it, and gives the link in another way. */
export const linkSmsLifeMilliseconds = 3_600_000

/** One segment: of UCS-2, and of the GSM 7-bit alphabet, which has every letter of a URL (3GPP TS 23.038 §6.2.1). */
const segment = { ucs2: 70, gsm: 160 }

/** A name of which less than this is left says nothing. */
const shortestName = 4

/**
 * The text that brings a consent URL, in one segment: from whom, what, and the URL. Where there is no room the name is
 * shortened and then left out; a longer URL goes with English words, in the alphabet of which more fits. Null: no room at all.
 */
export function linkText(organization: string, url: string): string | null {
  const name = nameInSms(organization)
  const letters = [...name]
  for (
    let length = letters.length;
    length >= Math.min(shortestName, letters.length) && length > 0;
    length--
  ) {
    const shown = length === letters.length ? name : `${letters.slice(0, length - 1).join('')}…`
    const text = `【${shown}】契約書のご確認 ${url}`
    if (text.length <= segment.ucs2) return text
  }
  const plain = `契約書のご確認 ${url}`
  if (plain.length <= segment.ucs2) return plain
  const english = `Please confirm the document: ${url}`
  return /^[\x20-\x7e]+$/.test(english) && english.length <= segment.gsm ? english : null
}

/**
 * Links count as codes do: so that neither a number nor a team gets more SMS by asking for the one and the other. Links leave the
 * number the codes that whoever opens one needs.
 */
export function linkSmsObjection(history: SendHistory, teamPerDay: number, now: Date): Refusal | null {
  const minutes = minutesUntilLink(history, now)
  if (minutes > 0) return refusal('code_send_limit', 'code', { minutes })
  return history.byTeamToday >= teamPerDay ? refusal('team_sms_limit', 'code') : null
}
