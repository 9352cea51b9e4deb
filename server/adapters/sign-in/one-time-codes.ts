import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { OneTimeCodes } from '#server/usecases/sign-in-ports.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepSeconds = 30

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, thirty seconds, one step of tolerance either way. */
export function createOneTimeCodes(): OneTimeCodes {
  return {
    newSecret: () => base32(randomBytes(20)),
    address(secret, account) {
      const label = `Musubi:${encodeURIComponent(account)}`
      return `otpauth://totp/${label}?secret=${secret}&issuer=Musubi`
    },
    stepOf(secret, code, now) {
      if (!/^[0-9]{6}$/.test(code)) return null
      const current = Math.floor(now.getTime() / 1000 / stepSeconds)
      const key = bytesOf(secret)
      const fitting = [current - 1, current, current + 1].filter((step) =>
        timingSafeEqual(Buffer.from(codeAt(key, step)), Buffer.from(code)),
      )
      return fitting.at(-1) ?? null
    },
  }
}

/** RFC 4226 §5.3. */
function codeAt(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('')
}

function bytesOf(text: string): Buffer {
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
