import { globSync, readFileSync } from 'node:fs'

/** Every stylesheet that people write. */
export const stylesheets = globSync('web/**/*.css')
  .toSorted()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

const GUARD = /^@supports\s*\(\s*word-break\s*:\s*auto-phrase\s*\)$/
const BALANCED = /(?:^|\s)text-wrap(?:-style)?\s*:[^:]*\bbalance\b/

/**
 * The rules of a stylesheet that balance lines outside of `@supports (word-break: auto-phrase)`. A browser that does not
 * know phrases (Firefox, WebKit) makes the lines even by breaking Japanese words in the middle.
 */
export function unguardedBalance(css: string): string[] {
  const open: string[] = []
  const found: string[] = []
  let text = ''
  for (const char of css.replace(/\/\*[\s\S]*?\*\//g, '')) {
    if (char !== '{' && char !== '}' && char !== ';') {
      text += char
      continue
    }
    const said = text.trim().replace(/\s+/g, ' ')
    text = ''
    if (char === '{') {
      open.push(said)
      continue
    }
    if (BALANCED.test(said) && !open.some((each) => GUARD.test(each))) found.push(open.join(' '))
    if (char === '}') open.pop()
  }
  return found
}
