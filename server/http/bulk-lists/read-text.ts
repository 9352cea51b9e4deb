import { isUtf8 } from 'node:buffer'
import type { ListProblem } from '#web/console/bulk/list-problem.ts'

/**
 * A list as text. Excel in Japan writes Shift_JIS with the extensions of Windows (what the Encoding Standard, and so
 * `TextDecoder`, calls `shift_jis` has them), UTF-8 with a mark at its beginning, or, as „Unicode text“, UTF-16.
 */
export function readText(bytes: Uint8Array): { text: string } | { problem: ListProblem } {
  // A workbook is a ZIP, and one of before 2007 an OLE file.
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return { problem: { kind: 'workbook' } }
  }
  if (startsWith(bytes, 0xff, 0xfe)) return decoded('utf-16le', bytes)
  if (startsWith(bytes, 0xfe, 0xff)) return decoded('utf-16be', bytes)
  if (bytes.includes(0)) return { problem: { kind: 'encoding', line: 1 } }
  return decoded(isUtf8(bytes) ? 'utf-8' : 'shift_jis', bytes)
}

/** A mark at the beginning is not part of the text. */
function decoded(encoding: string, bytes: Uint8Array): { text: string } | { problem: ListProblem } {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }
  } catch {
    const before = new TextDecoder(encoding).decode(bytes).split('\ufffd', 1)[0] ?? ''
    return { problem: { kind: 'encoding', line: before.split(/\r\n|\r|\n/).length } }
  }
}

function startsWith(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}
