import type { LogoProblem } from './logo-problem.ts'
import { declarationsIn, isHarmless, kept, shapes } from './logo-svg-rules.ts'

type Outcome = { ok: true; text: string } | { ok: false; problem: LogoProblem }

const most = { depth: 32, elements: 3_000 }

const broken: Outcome = { ok: false, problem: 'broken' }

/** A piece of XML: what stands between `<` and `>`, or what must be passed over. */
const pieces =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\]\s*)?>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)|(<)/g

/**
 * The drawing of an SVG, written anew from what is known to be drawing: an element or an attribute that is not on the list
 * is not in the outcome, whatever a browser would make of it. No element may name another file; inside the file only
 * gradients and clips are named. Classes of a `style` element become the attributes that they mean.
 */
export function cleanSvg(text: string): Outcome {
  const rules = classesIn(text)
  const open: { name: string; kept: boolean; clip: boolean }[] = []
  let out = ''
  let count = 0
  let drawn = false
  let over = false
  for (const [, , closing, raw, attributes = '', alone, words, stray] of text.matchAll(pieces)) {
    if (stray !== undefined) return broken
    if (words !== undefined && words.trim() !== '' && (open.length === 0 || over)) return broken
    if (raw === undefined) continue
    const name = raw.replace(/^.*:/, '')
    if (closing === '/') {
      const last = open.pop()
      if (last?.name !== raw) return broken
      if (last.kept) out += `</${name}>`
      over = open.length === 0
      continue
    }
    count += 1
    if (over || count > most.elements || open.length >= most.depth) return broken
    const parent = open.at(-1)
    if (parent === undefined && name !== 'svg') return broken
    // One drawing in a file: an inner `svg` is none of ours.
    const isKept = parent === undefined || (parent.kept && kept.has(name) && !foreign(raw, open[0]?.name))
    if (isKept) {
      const found = attributesOf(attributes, rules)
      // A clip that is clipped by two that are clipped by two: twenty of these are a million pictures.
      if (name === 'clipPath' || open.some((each) => each.clip)) found.delete('clip-path')
      out += `<${name}${written(found, parent === undefined)}${alone === '/' ? '/' : ''}>`
      drawn ||= shapes.has(name)
    }
    if (alone !== '/') open.push({ name: raw, kept: isKept, clip: name === 'clipPath' })
    else over = parent === undefined
  }
  if (open.length > 0 || !over) return broken
  return drawn ? { ok: true, text: out } : { ok: false, problem: 'empty' }
}

/** Of another vocabulary than the drawing itself, as the notes of drawing programs are. */
function foreign(name: string, root = ''): boolean {
  const prefix = (each: string) => (each.includes(':') ? each.slice(0, each.indexOf(':')) : '')
  return prefix(name) !== prefix(root)
}

/** What each class says, once a property: however long a style sheet is, no class says more than there are properties. */
type Classes = Map<string, Map<string, string>>

function attributesOf(text: string, classes: Classes): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', quoted = ''] of text.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const value = plain(quoted.slice(1, -1))
    if (name === 'class') {
      for (const each of new Set(value.split(/\s+/))) {
        for (const [property, said] of classes.get(each) ?? []) found.set(property, said)
      }
    } else if (name === 'style') {
      for (const [property, said] of declarationsIn(value)) found.set(property, said)
    } else if (isHarmless(name, value)) {
      const own = name.replace(/^xlink:/, '')
      if (!found.has(own)) found.set(own, value)
    }
  }
  return found
}

function written(attributes: Map<string, string>, root: boolean): string {
  const all = [...attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')
  return root ? ` xmlns="http://www.w3.org/2000/svg"${all}` : all
}

/**
 * What the classes of the file's own style sheets mean. Everything but single classes is passed over. Split, not matched:
 * an expression that looks for an end which is not there would look through the file again and again.
 */
function classesIn(text: string): Classes {
  const classes: Classes = new Map()
  for (const sheet of text.split(/<style\b[^<>]*>/).slice(1)) {
    const [css = ''] = sheet.replace('<![CDATA[', '').split(/<\/style>|\]\]>/, 1)
    for (const rule of withoutComments(css).split('}')) {
      const at = rule.indexOf('{')
      if (at === -1) continue
      const declarations = new Map(declarationsIn(rule.slice(at + 1)))
      for (const selector of rule.slice(0, at).split(',')) {
        const [, name] = /^\.([\w-]+)$/.exec(selector.trim()) ?? []
        if (name === undefined) continue
        const said = classes.get(name) ?? new Map<string, string>()
        for (const [property, value] of declarations) said.set(property, value)
        classes.set(name, said)
      }
    }
  }
  return classes
}

function withoutComments(css: string): string {
  const [before = '', ...parts] = css.split('/*')
  return (
    before + parts.map((part) => (part.includes('*/') ? part.slice(part.indexOf('*/') + 2) : '')).join('')
  )
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** An entity of the file's own stays as it is written, and then says nothing. */
function plain(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code >= 32 && code < 0xd800 ? String.fromCharCode(code) : ' '
  })
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
