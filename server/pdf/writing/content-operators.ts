/** The words of page content (ISO 32000-2, annex A), as far as they matter for what follows it. */

/** Operators by what they mean here (ISO 32000-2, annex A). */
const KINDS = {
  save: 'q',
  restore: 'Q',
  clip: 'W W*',
  state: 'w J j M d ri i gs CS cs SC SCN sc scn G g RG rg K k Tc Tw Tz TL Tf Tr Ts cm',
  path: 'm l c v y h re',
  endPath: 'n',
  paintPath: 'S s f F f* B B* b b*',
  paint: 'sh Do Tj TJ \' "',
  textBegin: 'BT',
  textEnd: 'ET',
  markBegin: 'BMC BDC',
  markEnd: 'EMC',
  lenientBegin: 'BX',
  lenientEnd: 'EX',
  image: 'BI',
  imageData: 'ID',
  none: 'Td TD Tm T* MP DP d0 d1 EI true false null',
}
/** What an operator does. */
export type Kind = keyof typeof KINDS

const OPERATORS: ReadonlyMap<number, Kind> = new Map(
  (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    KINDS[kind].split(' ').map((word) => [packed(word), kind] as const),
  ),
)

const LONGEST = 5

/** What the word between two places is, or undefined when it is no operator. */
export function operatorAt(bytes: Uint8Array, start: number, end: number): Kind | undefined {
  return end - start > LONGEST ? undefined : OPERATORS.get(packedAt(bytes, start, end))
}

/** Which bytes are part of a word: 1, neither white space nor a delimiter (ISO 32000-2, 7.2.3). */
export function regularBytes(): Uint8Array {
  const regular = new Uint8Array(256).fill(1)
  for (const byte of Buffer.from('\0\t\n\f\r ()<>[]{}/%', 'latin1')) regular[byte] = 0
  return regular
}

function packed(text: string): number {
  return packedAt(Buffer.from(text, 'latin1'), 0, text.length)
}

function packedAt(bytes: Uint8Array, start: number, end: number): number {
  let code = 0
  for (let index = start; index < end; index += 1) code = code * 256 + (bytes[index] as number)
  return code
}
