import type { Secrets } from '#server/usecases/ports.ts'

/** Empty stays empty: nothing is hidden by encrypting it, and reads stay cheap. */
export function seal(plain: string, secrets: Secrets): string {
  return plain === '' ? '' : secrets.encrypt(plain)
}

export function open(sealed: string, secrets: Secrets): string {
  return sealed === '' ? '' : secrets.decrypt(sealed)
}
