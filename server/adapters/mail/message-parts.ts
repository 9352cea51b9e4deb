/**
 * Cuts a message (RFC 5322, RFC 2046) into its head and the parts at its first level, as far as a delivery report needs that
 * (RFC 6522: a report's parts stand there). Anybody may have written it: every step looks at each byte a bounded number of
 * times, and at so much of a head, a field and a part at most.
 */
export type MessagePart = { fields: Field[]; body: string }
type Field = { name: string; value: string }

const headLength = 64 * 1024
const fieldLength = 4 * 1024
const bodyLength = 64 * 1024
/** Text, report and the mail that came back; some put a notice of their own beside them. */
const mostParts = 8

/** Null where the head is longer than any mail server's. One byte is one letter: names and codes are ASCII. */
export function readMessage(message: Uint8Array): MessagePart | null {
  return readPart(Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1'))
}

/** The parts between the boundaries of a multipart; none where it is none. */
export function partsOf({ fields, body }: MessagePart): MessagePart[] {
  const delimiter = `--${boundaryIn(fieldIn(fields, 'content-type'))}`
  if (delimiter === '--') return []
  const texts: string[] = []
  let begins: number | null = null
  for (let at = 0; at < body.length && texts.length < mostParts; ) {
    const next = lineAfter(body, at)
    const rest = body.startsWith(delimiter, at) ? body.slice(at + delimiter.length, next).trim() : null
    if (rest === '' || rest === '--') {
      if (begins !== null) texts.push(body.slice(begins, at))
      begins = next
      if (rest === '--') return partsIn(texts)
    }
    at = next
  }
  // What was cut off, or never ended.
  if (begins !== null && texts.length < mostParts) texts.push(body.slice(begins))
  return partsIn(texts)
}

function partsIn(texts: string[]): MessagePart[] {
  return texts.flatMap((text) => readPart(text) ?? [])
}

/** The first of a name, which is given in small letters; empty where there is none. */
export function fieldIn(fields: Field[], name: string): string {
  return fields.find((each) => each.name === name)?.value ?? ''
}

/** What stands in a part, as far as 64 KB, after its transfer encoding. */
export function textOf({ fields, body }: MessagePart): string {
  const text = body.slice(0, bodyLength)
  const encoding = fieldIn(fields, 'content-transfer-encoding').trim().toLowerCase()
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('latin1')
  if (encoding !== 'quoted-printable') return text
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Fields one under the other (RFC 5322 §2.2), as a head and a delivery report have them, to the first empty line. */
export function readFields(text: string, from = 0): { fields: Field[]; end: number } {
  const fields: Field[] = []
  let at = from
  while (at < text.length) {
    const next = lineAfter(text, at)
    const line = text.slice(at, Math.min(next, at + fieldLength))
    at = next
    if (line.trim() === '') break
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last !== undefined && last.value.length < fieldLength)
        last.value = `${last.value} ${line.trim()}`.trimStart()
      continue
    }
    const colon = line.indexOf(':')
    fields.push({
      name: line.slice(0, Math.max(0, colon)).trim().toLowerCase(),
      value: line.slice(colon + 1).trim(),
    })
  }
  return { fields, end: at }
}

function readPart(text: string): MessagePart | null {
  const { fields, end } = readFields(text.slice(0, headLength))
  // A head that is not over by then.
  if (end >= headLength && text.length > headLength) return null
  return { fields, body: text.slice(end) }
}

function boundaryIn(contentType: string): string {
  if (!/^multipart\//i.test(contentType)) return ''
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType) ?? []
  return (quoted ?? plain ?? '').trimEnd()
}

/** Where the next line begins. */
function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}
