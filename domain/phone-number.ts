import { normalized } from './typed-text.ts'

/**
 * Japanese mobile numbers in national form, digits only. 060 is in use for mobile phones since July 2026
 * (Telecommunications Numbering Plan); 050 (IP phones), 020 (M2M) and fixed lines cannot receive our SMS.
 */
export type PhoneNumber = string

const mobile = /^0[6789]0[0-9]{8}$/

/** The Web API takes the national form as it is: no hyphens, no foreign numbers. */
export function isMobileNumber(text: string): boolean {
  return mobile.test(text)
}

/**
 * What a person typed, as national digits: full-width digits, any hyphen, spaces, brackets, +81 and the
 * invisible marks that come along when a number is pasted from a phone's address book are understood.
 * Null when it cannot be a Japanese mobile number.
 */
export function readTypedNumber(typed: string): PhoneNumber | null {
  const national = nationalForm(typed)
  return isMobileNumber(national) ? national : null
}

/** Why an entry cannot be a mobile number at all: it is no guess at the registered one. */
export type NumberProblem = 'letters' | 'too_short' | 'too_long' | 'not_mobile'

/** Null when the entry can be read as a mobile number. */
export function problemOfNumber(typed: string): NumberProblem | null {
  const national = nationalForm(typed)
  if (isMobileNumber(national)) return null
  const foreign = /^\+/.test(national)
  if (!foreign && !/^[0-9]+$/.test(national)) return 'letters'
  if (foreign || !/^0[6789]0/.test(national)) return startsLikeMobile(national) ? 'too_short' : 'not_mobile'
  return national.length < 11 ? 'too_short' : 'too_long'
}

/** One or two digits that may still become a mobile number: what is missing is the rest. */
function startsLikeMobile(national: string): boolean {
  return national.length < 3 && /^0(?:[6789])?$/.test(national)
}

function nationalForm(typed: string): string {
  const compact = (normalized('NFKC', typed, 200) ?? '').replace(/[\s\p{Dash}\p{Cf}ー()._]/gu, '')
  return compact.replace(/^(?:\+81|0081|81(?=[6789]0))0?/, '0')
}

/** +81 and the number without its leading zero (ITU-T E.164). */
export function toE164(number: PhoneNumber): string {
  return `+81${number.slice(1)}`
}

/** For screens, certificates and signature reasons: only the last two digits show. */
export function maskNumber(number: PhoneNumber): string {
  return `${number.slice(0, 3)}-****-**${number.slice(-2)}`
}

export function endingOf(number: PhoneNumber): string {
  return number.slice(-2)
}
