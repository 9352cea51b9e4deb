import { normalized } from './typed-text.ts'

/**
 * Finds the one-time code in whatever was typed or pasted: six digits in any width, blanks and invisible characters
 * between them, or the whole SMS with other digits in the sender's name. The same function runs in the browser, where
 * the code field is rewritten as it changes, and on the server, which believes nobody. No look-behind: Safari before
 * 16.4 cannot parse it.
 */

const sixDigits = /^[0-9]{6}$/
/** What people and phones put between digits. */
const separators = /[\s\p{Dash}ー]/gu
/** The last line of our SMS for WebOTP (`@host #code`); an input of one line loses the line break before it. */
const originLine = /@\S+\s+#([0-9]{6})(?:\s*@\S+)?\s*$/
/** `認証コード 123456`, as our SMS words it. */
const afterTheWord = /認証コード[^0-9]{0,6}([0-9](?:[\s-]?[0-9]){5})(?![0-9])/gu

/** The six digits, or null when there are none or it cannot be told which are meant. */
export function readTypedCode(typed: string): string | null {
  const text = plain(typed)
  const bare = text.replace(separators, '')
  if (sixDigits.test(bare)) return bare
  const ofOrigin = originLine.exec(text)?.[1]
  if (ofOrigin !== undefined) return ofOrigin
  // The sender's name stands before the code, whatever it says: the last one is ours.
  const named = [...text.matchAll(afterTheWord)].at(-1)?.[1]
  if (named !== undefined) return named.replace(separators, '')
  return theOnlyOne(text.replace(/【[^】]*】/gu, ' ')) ?? theOnlyOne(text)
}

/** What the field shows while it is typed into: the digits so far, or the code that was found in a pasted text. */
export function codeWhileTyping(text: string): string {
  const found = readTypedCode(text)
  if (found !== null) return found
  const digits = plain(text).replace(/[^0-9]/g, '')
  // A longer text without a code in it stays, so that nobody is shown digits that are none of a code.
  return plain(text).length > 12 ? text : digits.slice(0, 6)
}

/** Half-width, without what nobody sees: joiners, marks of direction, variation selectors and keycap marks. */
function plain(text: string): string {
  return (normalized('NFKC', text, 2_000) ?? '').replace(/[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164]/gu, '')
}

function theOnlyOne(text: string): string | null {
  const runs = new Set((text.match(/[0-9]+/g) ?? []).filter((run) => run.length === 6))
  if (runs.size > 0) return runs.size === 1 ? ([...runs][0] ?? null) : null
  const spread = new Set(
    [...text.matchAll(/(?:^|[^0-9])([0-9](?:[\s-]?[0-9]){5})(?![\s-]?[0-9])/g)].map((match) =>
      (match[1] ?? '').replace(separators, ''),
    ),
  )
  return spread.size === 1 ? ([...spread][0] ?? null) : null
}
