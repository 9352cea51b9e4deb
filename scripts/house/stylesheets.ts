import { globSync, readFileSync } from 'node:fs'

/** Every stylesheet that people write. */
export const stylesheets = globSync('web/**/*.css')
  .toSorted()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

/** Where colours get their names: the two schemes, paper, the recipients' colours; and the demo site, a stranger's brand. */
const PALETTES = /\/(light|dark|paper|parties|playground)\.css$/
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|:\s*(?:white|black)\b/gi

/** The colours that a stylesheet or a page writes by themselves and not by a name of the palettes, which know the dark. */
export function unnamedColours({ path, text }: { path: string; text: string }): string[] {
  if (PALETTES.test(path)) return []
  const found = text.replace(/\/\*[\s\S]*?\*\//g, '').match(COLOUR) ?? []
  return found.map((colour) => `${path}: ${colour}`)
}

/** The demo site has names of its own. */
const isOurs = ({ path }: { path: string }) => !path.endsWith('/playground.css')

/** A field's place and size on its page: islands set them under the names of the figures. */
const measures = ['--x', '--y', '--w', '--h', '--font-size']

/** Names that a stylesheet uses without another way and that nothing declares: the browser drops such a line in silence. */
export function undeclaredNames(scripts: { text: string }[]): string[] {
  const own = stylesheets.filter(isOurs)
  const declared = new Set([
    ...measures,
    ...own.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+)\s*:/g)].map(([, name = '']) => name)),
  ])
  return own.flatMap(({ path, text }) =>
    [...text.matchAll(/var\((--[\w-]+)\s*\)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !declared.has(name) && !scripts.some((each) => each.text.includes(name)))
      .map((name) => `${path}: ${name}`),
  )
}

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
