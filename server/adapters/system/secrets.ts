import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Secrets } from '#server/usecases/ports.ts'

/** 32 bytes each, apart from the database. `id` is written in front of what the data key encrypted. */
export type Keys = { data: { id: string; key: Uint8Array }[]; hash: Uint8Array }

const ivBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM and HMAC-SHA256. The first data key encrypts, every one decrypts, so that keys can be exchanged while the
 * server runs. Sealed form: `<key id>.<base64url of iv, tag, ciphertext>`.
 */
export function createSecrets({ data, hash }: Keys): Secrets {
  const [current] = data
  if (current === undefined) throw new Error('no data key')
  // Made once: from raw bytes Node builds a key object for every single operation, which costs several times the work.
  const byId = new Map(data.map((each) => [each.id, createSecretKey(each.key)]))
  const currentKey = createSecretKey(current.key)
  const hashKey = createSecretKey(hash)
  return {
    keyedHash(purpose, ...parts) {
      // Lengths keep ('ab', 'c') and ('a', 'bc') apart.
      const text = [purpose, ...parts].map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
      return createHmac('sha256', hashKey).update(text).digest('base64url')
    },
    equal: (a, b) => timingSafeEqual(digest(a), digest(b)),
    encrypt(plain) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', currentKey, iv)
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${current.id}.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
    },
    decrypt(sealed) {
      const dot = sealed.indexOf('.')
      const key = byId.get(sealed.slice(0, dot))
      if (key === undefined) throw new Error('sealed with a data key that this server does not have')
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString(
        'utf8',
      )
    },
  }
}

/** Equal lengths for the constant-time comparison. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
