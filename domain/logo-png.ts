import type { LogoProblem } from './logo-problem.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** The chunks that say what is seen (PNG 3rd edition, 11); texts, times, places and everything private stay behind. */
const kept = new Set(['IHDR', 'PLTE', 'tRNS', 'sRGB', 'gAMA', 'cHRM', 'IDAT', 'IEND'])

/** The picture without whatever else the file says; each chunk must be whole. */
export function cleanPng(bytes: Uint8Array, longestSide: number): Uint8Array | LogoProblem {
  if (signature.some((byte, at) => bytes[at] !== byte)) return 'no_picture'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, signature.length)]
  let data = false
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.length) return 'broken'
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return 'broken'
    if (parts.length === 1) {
      if (name !== 'IHDR' || length !== 13) return 'broken'
      const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)]
      if (width === 0 || height === 0) return 'broken'
      if (width > longestSide || height > longestSide) return 'too_wide'
    } else if (name === 'IHDR') return 'broken'
    if (kept.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IDAT') data = true
    // Whatever follows the end is no part of the picture.
    if (name === 'IEND') return data ? joined(parts) : 'broken'
    at = end
  }
  return 'broken'
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const table = Array.from({ length: 256 }, (_, start) => {
  let value = start
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
