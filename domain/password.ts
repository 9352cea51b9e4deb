import { type Refusal, refusal } from './refusal.ts'
import { normalized } from './typed-text.ts'

const passwordLimits = { shortest: 12, longest: 256 }

/** Letters of one's own words that are too few to tell anything by: 花, LLC. */
const shortestWord = 4

/** The name that this program has everywhere. */
const productWords = ['musubi', 'ムスビ']

/**
 * What is wrong with a password that somebody chooses (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 §6.2): its length,
 * never its kinds of characters; that many people choose it; that it is made of what everybody knows of its owner.
 * `words`: name, address, team. `again`: typed a second time.
 */
export function passwordObjections(
  { password, again }: { password: string; again: string },
  { words, isCommon }: { words: string[]; isCommon: (password: string) => boolean },
): Refusal[] {
  const length = [...password].length
  if (length < passwordLimits.shortest) {
    return [refusal('password_too_short', 'password', { limit: passwordLimits.shortest })]
  }
  if (length > passwordLimits.longest) {
    return [refusal('field_too_long', 'password', { limit: passwordLimits.longest })]
  }
  if (isCommon(password) || isMonotonous(password)) return [refusal('password_common', 'password')]
  if (isOwnWord(password, words)) return [refusal('password_own_words', 'password')]
  return password === again ? [] : [refusal('passwords_differ', 'again')]
}

/** Fewer than five different characters, or a row such as 123456789012 or abcdefghijkl. */
function isMonotonous(password: string): boolean {
  const points = [...password].map((char) => char.codePointAt(0) ?? 0)
  if (new Set(points).size < 5) return true
  const steps = new Set(points.slice(1).map((point, at) => point - (points[at] ?? 0)))
  return steps.size === 1 || /^(?:01234567890?|12345678901?)+[0-9]{0,9}$/.test(password)
}

/** One's own words, in whatever order, and little besides. */
function isOwnWord(password: string, words: string[]): boolean {
  const folded = (text: string) => (normalized('NFKC', text, 1_000) ?? text).toLowerCase()
  const plain = folded(password)
  const parts = [...words, ...productWords].flatMap((word) => {
    const text = folded(word)
    return [text, ...text.split(/[^\p{L}\p{N}]+/u)]
  })
  const known = [...new Set(parts)].filter((part) => [...part].length >= shortestWord)
  let left = plain
  for (const part of known.toSorted((a, b) => b.length - a.length)) left = left.replaceAll(part, '')
  if (left === plain) return false
  return [...left.replace(/[^\p{L}]/gu, '')].length < shortestWord * 2
}
