/** Text as Excel in Japan writes it (CP932). Node only reads it, so the table is what its decoder says of every pair of bytes. */
export function shiftJis(text: string): Buffer {
  const table = bytesOfLetters()
  return Buffer.concat(
    [...text].map((letter) => {
      const bytes = (letter.codePointAt(0) ?? 0) < 0x80 ? Buffer.from(letter) : table.get(letter)
      if (bytes === undefined) throw new Error(`Shift_JIS has no ${letter}`)
      return bytes
    }),
  )
}

let made: Map<string, Buffer> | null = null

function bytesOfLetters(): Map<string, Buffer> {
  if (made !== null) return made
  made = new Map()
  const decoder = new TextDecoder('shift_jis')
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const bytes = Buffer.from([lead, trail])
      const letter = decoder.decode(bytes)
      if ([...letter].length === 1 && letter !== '\ufffd' && !made.has(letter)) made.set(letter, bytes)
    }
  }
  for (let byte = 0xa1; byte <= 0xdf; byte++) {
    const bytes = Buffer.from([byte])
    made.set(decoder.decode(bytes), bytes)
  }
  return made
}
