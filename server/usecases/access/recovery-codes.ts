import type { Random, Secrets } from '../ports.ts'

const count = 10
/** Without letters that are mistaken for each other when they are read off paper; 32 of them. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const length = 12

/** Ten codes of 60 bits, `XXXX-XXXX-XXXX`. */
export function newRecoveryCodes(random: Random): string[] {
  return Array.from({ length: count }, () => {
    // Each letter of a token holds six random bits; five of them are used.
    const chosen = [...random.token(length)].map((each) => letters[base64.indexOf(each) % letters.length])
    return [0, 4, 8].map((at) => chosen.slice(at, at + 4).join('')).join('-')
  })
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** What is kept of a code. Typed with or without its hyphens. */
export function recoveryCodeHash(secrets: Secrets, memberId: string, code: string): string {
  return secrets.keyedHash('recovery-code', memberId, code.replaceAll('-', ''))
}
