/** The parameters of a header value such as `form-data; name="a"; filename*=UTF-8''%E5%A5%91`. Names in lower case. */
export function parametersOf(header: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of header.matchAll(parameter)) {
    const value = quoted === undefined ? bare.trim() : quoted.replace(/\\(["\\])/g, '$1')
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, value)
  }
  return parameters
}

const parameter = /;\s*([a-z0-9_*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/gi

/** What the client called the file, without folders: the RFC 5987 spelling when there is one, else the raw bytes. */
export function fileNameOf(disposition: Map<string, string>): string | null {
  const extended = disposition.get('filename*')
  const raw = disposition.get('filename')
  const name =
    (extended === undefined ? null : readExtended(extended)) ?? (raw === undefined ? null : readRaw(raw))
  const base = name?.split(/[/\\]/).at(-1)?.trim()
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

/** Headers were read byte by byte: the name is UTF-8, else what old Japanese clients send, else Latin-1 as it stands. */
function readRaw(value: string): string {
  const bytes = Buffer.from(value, 'latin1')
  const name = decode(bytes, 'utf-8') ?? decode(bytes, 'shift_jis') ?? value
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
