import { randomBytes, randomFillSync, randomInt } from 'node:crypto'
import type { Random } from '#server/usecases/ports.ts'

/** Chance from the operating system's generator. */
export const systemRandom: Random = {
  id: () => timeOrderedId(Date.now()),
  token: (bytes) => randomBytes(bytes).toString('base64url'),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
}

/** A UUIDv7 (RFC 9562 §5.7) without its hyphens: 48 bits of milliseconds, then chance; 32 hexadecimal digits. */
function timeOrderedId(milliseconds: number): string {
  const bytes = sixteenBytes()
  bytes.writeUIntBE(milliseconds, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return bytes.toString('hex')
}

const drawn = Buffer.alloc(4096)
let used = drawn.length

/** Every request has an id, and asking the generator costs more than what it answers. No byte is given out twice. */
function sixteenBytes(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += 16
  return Buffer.from(drawn.subarray(used - 16, used))
}
