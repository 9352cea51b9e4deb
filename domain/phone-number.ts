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
  const compact = typed.normalize('NFKC').replace(/[\s\p{Dash}\p{Cf}ー()._]/gu, '')
  const national = compact.replace(/^(?:\+81|0081|81(?=[6789]0))0?/, '0')
  return isMobileNumber(national) ? national : null
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
