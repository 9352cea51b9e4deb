/** PDFDocEncoding where it is not Latin-1 (ISO 32000-2, annex D.3). */
const DOC_ENCODING: Record<number, string> = Object.fromEntries([
  ...[...'˘ˇˆ˙˝˛˚˜'].map((char, index) => [0x18 + index, char]),
  ...[...'•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž'].map((char, index) => [0x80 + index, char]),
  [0xa0, '€'],
])

/** The text of a text string (7.9.2.2), with its line ends as `\n`. Old writers also left UTF-16 in the other order. */
export function fieldText(bytes: Uint8Array): string {
  return decodedText(bytes).replace(/\r\n?/g, '\n').replace(TRAILING_NULLS, '')
}

function decodedText(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  if (first === 0xfe && second === 0xff) return withoutLanguage(new TextDecoder('utf-16be').decode(bytes))
  if (first === 0xff && second === 0xfe) return withoutLanguage(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder().decode(bytes)
  return Array.from(bytes, (byte) => DOC_ENCODING[byte] ?? String.fromCharCode(byte)).join('')
}

const TRAILING_NULLS = new RegExp(`${String.fromCharCode(0)}+$`)

/** A language may stand between escape characters (7.9.2.2.1). */
function withoutLanguage(text: string): string {
  return text.replaceAll(LANGUAGE, '')
}

const ESCAPE = String.fromCharCode(0x1b)
const LANGUAGE = new RegExp(`${ESCAPE}[^${ESCAPE}]{0,20}${ESCAPE}`, 'g')
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** What rich text (12.7.4.4) says, without how it looks. */
export function plainOfRichText(rich: string): string {
  return rich
    .replace(/<\?[^>]*\?>/g, '')
    .replace(/<br\b[^>]*>|<\/p>(?=[\s\S]*<p\b)/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, word) => {
      if (word) return ENTITIES[word.toLowerCase()] ?? whole
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole
    })
}
