/** 3GPP TS 23.038 §6.2.1: one septet each. */
const gsmBasic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** 3GPP TS 23.038 §6.2.1.1: an escape and a septet. */
const gsmExtended = '\f^{}\\[~]|€'

const septets = new Map<string, number>([
  ...Array.from(gsmBasic, (character) => [character, 1] as const),
  ...Array.from(gsmExtended, (character) => [character, 2] as const),
])

/** How many times a character that does not fit opens a new segment. Nothing is ever cut in its middle. */
function packed(sizes: number[], capacity: number): number {
  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > capacity) {
      segments += 1
      used = 0
    }
    used += size
  }
  return segments
}

/**
 * How many short messages a text costs: 160 septets alone or 153 in a part where GSM-7 has every character, else 70
 * UTF-16 units alone or 67 in a part (the user data header of a part takes six octets, 3GPP TS 23.040 §9.2.3.24.1).
 */
export function smsSegments(text: string): number {
  const characters = Array.from(text)
  const gsm = characters.every((character) => septets.has(character))
  const sizes = characters.map((character) => (gsm ? (septets.get(character) ?? 1) : character.length))
  const [alone, part] = gsm ? [160, 153] : [70, 67]
  const length = sizes.reduce((sum, size) => sum + size, 0)
  return length <= alone ? 1 : packed(sizes, part)
}
