/** UCS-2 (SMPP 3.4 §5.2.19). */
export const ucs2 = 0x08
/** §5.2.12: the text begins with a user data header. */
const withHeader = 0x40
/** 140 octets of a short message, without and with a header of six (3GPP TS 23.040 §9.2.3.24.1). */
const unitsAlone = 70
const unitsInPart = 67
/** The parts are counted by one octet. */
const mostParts = 255

type Part = { esmClass: number; octets: Buffer }

/**
 * A text as its short messages, always in UCS-2: `data_coding` 0 is the alphabet that a centre takes for its default, which
 * is GSM-7 at one and Latin-1 at the next, and a code that arrives with another sign is worth nothing. Every text of ours has
 * Japanese in it anyway. No character is cut in its middle. Null where there would be too many.
 */
export function textParts(text: string, reference: number): Part[] | null {
  if (text.length <= unitsAlone) return [{ esmClass: 0, octets: bigEndian(text) }]
  const pieces = ['']
  for (const character of text) {
    const last = pieces.at(-1) ?? ''
    if (last.length + character.length > unitsInPart) pieces.push(character)
    else pieces[pieces.length - 1] = last + character
  }
  if (pieces.length > mostParts) return null
  return pieces.map((piece, index) => ({
    esmClass: withHeader,
    octets: Buffer.concat([
      // Header length 5; element 0 (8-bit concatenation), 3 octets: reference, parts, number.
      Buffer.from([5, 0, 3, reference & 0xff, pieces.length, index + 1]),
      bigEndian(piece),
    ]),
  }))
}

/** UTF-16 in network order: what is outside the basic plane goes as its two halves, as phones write it. */
export function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}
