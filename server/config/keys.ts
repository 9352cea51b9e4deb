import type { Reader } from './environment.ts'

/** What production is given as secrets. The first data key encrypts, the others only decrypt; likewise of the secrets of sessions. */
export type GivenSecrets = {
  dataKeys: { id: string; key: Uint8Array }[]
  hashKey: Uint8Array
  sessionSecrets: string[]
}

/** Of 32 random bytes fewer than sixteen differ once in 10^10. */
const leastBytes = 16
/** Of 32 random hexadecimal digits fewer than eight differ once in 10^5. */
const leastCharacters = 8

/** Keys must be random, and each its own: who learns one must not have the others. */
export function judgeKeys(read: Reader, secrets: GivenSecrets): void {
  const { dataKeys, hashKey, sessionSecrets } = secrets
  const whole = dataKeys.filter(({ key }) => key.length === 32)
  const named: { name: string; bytes: Uint8Array }[] = [
    ...whole.map(({ id, key }) => ({
      name: whole.length > 1 ? `DATA_KEY (${id})` : 'DATA_KEY',
      bytes: Buffer.from(key),
    })),
    ...(hashKey.length === 32 ? [{ name: 'HASH_KEY', bytes: Buffer.from(hashKey) }] : []),
  ]
  for (const { name, bytes } of named) {
    if (new Set(bytes).size < leastBytes) {
      read.problem(`${name} is not random; make one with: openssl rand -base64 32`)
    }
  }
  for (const sessionSecret of sessionSecrets.filter((each) => each.length >= 32)) {
    if (new Set(sessionSecret).size < leastCharacters || isRepetition(sessionSecret)) {
      read.problem('SESSION_SECRET is easily guessed; make one with: openssl rand -base64 32')
    }
    named.push({ name: 'SESSION_SECRET', bytes: bytesOf(sessionSecret) })
  }
  for (const [index, { name, bytes }] of named.entries()) {
    const same = named.slice(0, index).find((other) => Buffer.compare(other.bytes, bytes) === 0)
    if (same !== undefined) {
      read.problem(`${name} is the same as ${same.name}; give each its own: openssl rand -base64 32`)
    }
  }
}

/** A key of 32 bytes in base64 is compared as those bytes, so that another spelling of it is still the same. */
function bytesOf(secret: string): Buffer {
  const bytes = Buffer.from(secret, 'base64')
  return bytes.length === 32 ? bytes : Buffer.from(secret)
}

/** The same few characters again and again. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= text.length / 3; length++) {
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true
  }
  return false
}
