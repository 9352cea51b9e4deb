import { BodyRefused } from './body-refused.ts'

/**
 * The parameters of a header value such as `form-data; name="a"; filename*=UTF-8''%E5%A5%91`. Names in lower case, of
 * repeated ones the first. Read by hand, each character once: what stands here was written by strangers.
 */
export function parametersOf(header: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (let at = header.indexOf(';'); at !== -1; ) {
    const nameStart = afterSpace(header, at + 1)
    let nameEnd = nameStart
    while (isNameCharacter(header.charCodeAt(nameEnd))) nameEnd += 1
    const sign = afterSpace(header, nameEnd)
    if (nameEnd === nameStart || header[sign] !== '=') {
      at = header.indexOf(';', nameStart)
      continue
    }
    const { value, end } = valueAt(header, afterSpace(header, sign + 1))
    const name = header.slice(nameStart, nameEnd).toLowerCase()
    if (!parameters.has(name)) parameters.set(name, value)
    at = header.indexOf(';', end)
  }
  return parameters
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at
}

/** Letters, digits, `_`, `*` and `-`. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code === 0x2a ||
    code === 0x2d
  )
}

/** Quoted, with `\"` and `\\` for the two marks; or bare, as far as the next semicolon. */
function valueAt(header: string, start: number): { value: string; end: number } {
  if (header[start] === '"') {
    for (let at = start + 1; at < header.length; at++) {
      if (header[at] === '\\') at += 1
      else if (header[at] === '"') {
        return { value: header.slice(start + 1, at).replace(/\\(["\\])/g, '$1'), end: at + 1 }
      }
    }
  }
  const found = header.indexOf(';', start)
  const end = found === -1 ? header.length : found
  return { value: header.slice(start, end).trim(), end }
}

/**
 * What the client called the file of part `field`, without folders: the RFC 5987 spelling when there is one, else the raw
 * bytes. Null where it named none. `"` and a `\` at the end are refused as the contract says.
 */
export function fileNameOf(disposition: Map<string, string>, field: string): string | null {
  const extended = disposition.get('filename*')
  const raw = disposition.get('filename')
  const name =
    (extended === undefined ? null : readExtended(extended)) ??
    (raw === undefined ? null : readRaw(raw, field))
  if (name === null) return null
  if (name.includes('"') || name.trimEnd().endsWith('\\')) {
    throw refusedName(field, 'a file name without " and without \\ at its end')
  }
  const base = name.split(/[/\\]/).at(-1)?.trim()
  return base === undefined || base === '' ? null : base
}

/** `UTF-8''%E5%A5%91%E7%B4%84.pdf`; null when it is not that. */
function readExtended(value: string): string | null {
  const [, charset = '', encoded = ''] = /^([\w-]*)'[^']*'(.*)$/.exec(value) ?? []
  if (charset === '') return null
  const bytes = Buffer.from(
    encoded.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  return decode(bytes, charset)
}

/** Headers were read byte by byte: the name is UTF-8, or the Shift_JIS of old Japanese clients; anything else is refused. */
function readRaw(value: string, field: string): string {
  const bytes = Buffer.from(value, 'latin1')
  const name = decode(bytes, 'utf-8') ?? decode(bytes, 'shift_jis')
  if (name === null || name.includes('\0')) throw refusedName(field, 'a file name in UTF-8')
  return repaired(name)
}

/** A client that took UTF-8 for Latin-1 and encoded it again left a name of Latin-1 letters that reads as UTF-8. */
function repaired(name: string): string {
  if (!/[\x80-\xff]/.test(name) || /[^\0-\xff]/.test(name)) return name
  return decode(Buffer.from(name, 'latin1'), 'utf-8') ?? name
}

function decode(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function refusedName(field: string, expected: string): BodyRefused {
  return new BodyRefused({ kind: 'field', field, expected })
}
