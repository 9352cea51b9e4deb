import type { MailKind } from './mail-kind.ts'

/** Which mail came back. */
export type ReturnedMail = { documentId: string; kind: MailKind; readerId: string; occasion: string }

/** What the part before the `@` may be at most (RFC 5321 §4.5.3.1.1). */
export const longestLocalPart = 64

const idForm = /^[0-9a-f]{32}$/
const idLength = 25
const proofLength = 16
/** Mail servers may write an address in small letters: so small letters and digits are all there is. */
const tokenForm = new RegExp(`^[0-9a-z]{${idLength + proofLength}}$`)
export const tokenLength = idLength + proofLength

/** What stands for the token in the address as the operator gives it. */
const place = '{token}'

/** The address to which a mail comes back. `pattern`: `bounces+{token}@sign.example.jp`. */
export function returnAddress(pattern: string, token: string): string {
  return pattern.replace(place, token)
}

/** The tokens in addresses that are such return addresses, each once. What is none is passed over. */
export function returnTokens(pattern: string, addresses: string[]): string[] {
  const [before = '', after = ''] = pattern.toLowerCase().split(place)
  const tokens = addresses.flatMap((given) => {
    const address = given.trim().toLowerCase()
    const isOurs = address.startsWith(before) && address.endsWith(after)
    const token = isOurs ? address.slice(before.length, address.length - after.length) : ''
    return tokenForm.test(token) ? [token] : []
  })
  return [...new Set(tokens)]
}

/** Null for an id that is none of ours. `proof`: a keyed hash over the mail, in base64url. */
export function returnToken({ documentId }: Pick<ReturnedMail, 'documentId'>, proof: string): string | null {
  if (!idForm.test(documentId)) return null
  const id = BigInt(`0x${documentId}`).toString(36).padStart(idLength, '0')
  return id + smallLetters(proof)
}

/** Which document a token names; whether it is genuine, its keyed hash says. */
export function documentOfToken(token: string): string | null {
  if (!tokenForm.test(token)) return null
  let number = 0n
  for (const letter of token.slice(0, idLength)) number = number * 36n + BigInt(Number.parseInt(letter, 36))
  const id = number.toString(16).padStart(32, '0')
  return idForm.test(id) ? id : null
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The first 16 places of the hash in base 36: 82 bits. */
function smallLetters(base64url: string): string {
  let number = 0n
  for (const letter of base64url) number = number * 64n + BigInt(Math.max(0, letters.indexOf(letter)))
  return number.toString(36).padStart(proofLength, '0').slice(-proofLength)
}

/** Mail servers give up after five days or so; whatever comes much later is about nothing that anybody waits for. */
const believedDays = 30

/** May a bounce of a mail that was handed over then still be believed? */
export function isFresh(handedOver: Date, now: Date): boolean {
  return now.getTime() - handedOver.getTime() <= believedDays * 24 * 60 * 60 * 1000
}
