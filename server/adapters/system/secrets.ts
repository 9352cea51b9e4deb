import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Place, Secrets } from '#server/usecases/ports.ts'

/** 32 bytes each, apart from the database. `id` is written in front of what the data key encrypted. */
export type Keys = { data: { id: string; key: Uint8Array }[]; hash: Uint8Array }

/** A stored text that was not encrypted with a key of ours for the place where it lies. Nothing follows from it. */
export class CiphertextRefused extends Error {
  override readonly name = 'CiphertextRefused'
  readonly place: Place

  constructor(place: Place, reason: string, cause?: unknown) {
    super(`${place.table}.${place.column} of ${place.row}: ${reason}`, { cause })
    this.place = place
  }
}

const algorithm = 'aes-256-gcm'
const ivBytes = 12
/** A shorter tag would be easier to forge, so it is never taken (OWASP ASVS 5.0, 11.3.4). */
const tagBytes = 16
/** No key's id contains a colon, so that the two forms cannot be mistaken for each other. */
const boundPrefix = '2:'

/**
 * AES-256-GCM and HMAC-SHA256. The first data key encrypts, every one decrypts, so that keys can be exchanged while the
 * server runs. Form: `2:<key id>.<base64url of iv, tag, ciphertext>`, with table, column and row as additional data.
 * Without `2:` it was written by an earlier release and has no additional data; such a text is read as long as
 * `unboundMayBe`. `onRefused` is told of each text that is refused, for the log.
 */
export function createSecrets(
  { data, hash }: Keys,
  onRefused: (refused: CiphertextRefused) => void = () => undefined,
  unboundMayBe: () => boolean = () => true,
): Secrets {
  const [current] = data
  if (current === undefined) throw new Error('no data key')
  // Made once: from raw bytes Node builds a key object for every single operation, which costs several times the work.
  const byId = new Map(data.map((each) => [each.id, createSecretKey(each.key)]))
  const currentKey = createSecretKey(current.key)
  const hashKey = createSecretKey(hash)

  function open(sealed: string, place: Place): string {
    const bound = sealed.startsWith(boundPrefix)
    if (!bound && !unboundMayBe()) {
      throw new CiphertextRefused(place, 'bound to no place, though all texts were bound to theirs')
    }
    const dot = sealed.indexOf('.')
    const key = byId.get(sealed.slice(bound ? boundPrefix.length : 0, dot))
    if (key === undefined) {
      throw new CiphertextRefused(place, 'encrypted with a data key that this server does not have')
    }
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
    if (bytes.length < ivBytes + tagBytes) throw new CiphertextRefused(place, 'too short for a ciphertext')
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    if (bound) decipher.setAAD(placeBytes(place))
    try {
      return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
    } catch (error) {
      throw new CiphertextRefused(place, 'altered, or encrypted for another place', error)
    }
  }

  return {
    keyedHash(purpose, ...parts) {
      return createHmac('sha256', hashKey)
        .update(apart([purpose, ...parts]))
        .digest('base64url')
    },
    openHash: (...lines) => createHash('sha256').update(lines.join('\n')).digest('hex'),
    equal: (a, b) => timingSafeEqual(digest(a), digest(b)),
    encrypt(plain, place) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv(algorithm, currentKey, iv, { authTagLength: tagBytes })
      cipher.setAAD(placeBytes(place))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const bytes = Buffer.concat([iv, cipher.getAuthTag(), text])
      return `${boundPrefix}${current.id}.${bytes.toString('base64url')}`
    },
    decrypt(sealed, place) {
      try {
        return open(sealed, place)
      } catch (error) {
        if (error instanceof CiphertextRefused) onRefused(error)
        throw error
      }
    },
  }
}

function placeBytes({ table, column, row }: Place): Buffer {
  return Buffer.from(apart([table, column, row]))
}

/** Lengths keep ('ab', 'c') and ('a', 'bc') apart. */
function apart(parts: string[]): string {
  return parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
}

/** Equal lengths for the constant-time comparison. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
