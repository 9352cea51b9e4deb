/** How a gateway wants a phone number written: `+819012345678`, `819012345678` or `09012345678`. */
export type NumberForm = 'e164' | 'digits' | 'national'

/** `+819012345678` → `09012345678`; null for a number that is not Japanese. */
export function nationalNumber(e164: string): string | null {
  return /^\+81[1-9]\d{8,9}$/.test(e164) ? `0${e164.slice(3)}` : null
}

/** The number in the gateway's form; null when it has none in that form. */
export function numberInForm(e164: string, form: NumberForm): string | null {
  if (!/^\+[1-9]\d{6,14}$/.test(e164)) return null
  if (form === 'e164') return e164
  return form === 'digits' ? e164.slice(1) : nationalNumber(e164)
}
