import { cleanPng } from './logo-png.ts'
import type { LogoProblem } from './logo-problem.ts'
import { cleanSvg } from './logo-svg.ts'

/** A team's own mark on its signing pages. */
export const logoLimits = { bytes: 200_000, side: 2_000 }

export type CleanLogo = { kind: 'png' | 'svg'; bytes: Uint8Array }

/**
 * What may be served of a file that a team calls its logo: the picture alone, written anew. Whatever is not known to be
 * part of a picture (scripts, addresses, texts about the file) is left out.
 */
export function cleanLogo(bytes: Uint8Array): CleanLogo | LogoProblem {
  if (bytes.length > logoLimits.bytes) return 'too_large'
  if (bytes[0] === 0x89) {
    const png = cleanPng(bytes, logoLimits.side)
    return typeof png === 'string' ? png : { kind: 'png', bytes: png }
  }
  const text = utf8Of(bytes)
  if (text === null || !/<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]/.test(text)) return 'no_picture'
  const svg = cleanSvg(text)
  return svg.ok ? { kind: 'svg', bytes: utf8Bytes(svg.text) } : svg.problem
}

/** UTF-8 by hand, for rules know no library: null where it is something else. */
function utf8Of(bytes: Uint8Array): string | null {
  let escaped = ''
  for (const byte of bytes) {
    if (byte === 0) return null
    escaped += `%${byte.toString(16).padStart(2, '0')}`
  }
  try {
    return decodeURIComponent(escaped).replace(/^\ufeff/, '')
  } catch {
    return null
  }
}

function utf8Bytes(text: string): Uint8Array {
  const escaped = encodeURIComponent(text)
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] !== '%') {
      bytes.push(escaped.charCodeAt(at))
      continue
    }
    bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16))
    at += 2
  }
  return Uint8Array.from(bytes)
}
