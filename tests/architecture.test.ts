import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What the compiler cannot see of the house (docs/architecture.md). */
const sources = globSync('{domain,contract,server,web,sdk,bench,scripts,tests}/**/*.{ts,tsx}').map(
  (path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }),
)
const product = sources.filter(
  ({ path }) => /^(domain|contract|server|web|sdk)\//.test(path) && !path.includes('.test.'),
)

type Import = { from: string; to: string; typeOnly: boolean }

function importsOf({ path, text }: { path: string; text: string }): Import[] {
  return [...text.matchAll(/(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/g)].flatMap(
    (match) => {
      const target = match[2] ?? ''
      if (!/^[#.]/.test(target)) return [{ from: path, to: target, typeOnly: match[1] !== undefined }]
      const to = target.startsWith('#') ? target.slice(1) : normalize(join(dirname(path), target))
      return [{ from: path, to, typeOnly: match[1] !== undefined }]
    },
  )
}

const imports = product.flatMap(importsOf)

/** Folder → what it may import, longest folder first. */
const arrows: [string, RegExp][] = [
  ['domain/', /^domain\//],
  ['contract/', /^(domain|contract)\/|^typebox/],
  ['server/usecases/', /^(domain|server\/usecases)\//],
  // The demo site is a stranger: it knows the client of the Web API and nothing of the server.
  ['server/http/playground/demo-site/', /^(server\/http\/playground|web\/playground|sdk)\//],
  ['server/http/', /^(domain|contract|server\/(usecases|http)|web)\//],
  ['server/adapters/', /^(domain|server\/(usecases|adapters))\//],
  ['server/worker/', /^(domain|server\/(usecases|worker))\//],
  ['web/', /^(domain|web)\//],
  ['sdk/', /^(sdk\/|openapi-fetch)/],
]

describe('the house', () => {
  test('is looked at: sources and imports are found', () => {
    expect(product.length).toBeGreaterThan(150)
    expect(imports.length).toBeGreaterThan(600)
  })

  test('arrows point inward: nouns know nothing, verbs know nouns, doors know verbs, tools know ports', () => {
    const wrong = imports.filter(({ from, to }) => {
      const rule = arrows.find(([folder]) => from.startsWith(folder))
      const ours = /^(domain|contract|server|web|sdk|tests|bench|scripts)\//.test(to)
      return rule !== undefined && ours && !rule[1].test(to)
    })
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  test('nouns and verbs use no library and nothing of node', () => {
    const foreign = imports.filter(
      ({ from, to }) => /^(domain|server\/usecases)\//.test(from) && !/^(domain|server)\//.test(to),
    )
    expect(foreign.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  test('tools reach verbs only through ports', () => {
    const past = imports.filter(
      ({ from, to }) =>
        from.startsWith('server/adapters/') &&
        /^server\/usecases\//.test(to) &&
        !/(ports|refused)\.ts$/.test(to),
    )
    expect(past.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  test('SQL lives in adapters/postgres and adapters/sign-in only', () => {
    const spoken = product.filter(
      ({ path, text }) =>
        !/^server\/(adapters\/(postgres|sign-in)|worker\/dead-workers)/.test(path) &&
        /['"`]\s*(select|insert into|update|delete from)\s+[a-z_*]+[\s,]/.test(text),
    )
    expect(spoken.map(({ path }) => path)).toEqual([])
  })

  test('no import goes in a circle', () => {
    const graph = Map.groupBy(
      imports.filter(({ typeOnly, to }) => !typeOnly && /\.tsx?$/.test(to)),
      ({ from }) => from,
    )
    const circles: string[] = []
    const done = new Set<string>()
    const walk = (file: string, path: string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (path.includes(file) || done.has(file)) return
      for (const { to } of graph.get(file) ?? []) walk(to, [...path, file])
      done.add(file)
    }
    for (const { path } of product) walk(path, [])
    expect(circles).toEqual([])
  })

  test('the environment is read in config.ts and nowhere else', () => {
    const readers = product.filter(
      ({ path, text }) => path !== 'server/config.ts' && /process\.env\b/.test(text),
    )
    expect(readers.map(({ path }) => path)).toEqual([])
  })

  test('time and chance arrive as arguments', () => {
    const dice = /new Date\(\)|Date\.now\(\)|Math\.random\(|randomUUID\(|randomBytes\(|randomInt\(/
    const thrown = product.filter(
      ({ path, text }) => /^(domain|contract|server\/(usecases|http|worker))\//.test(path) && dice.test(text),
    )
    expect(thrown.map(({ path }) => path)).toEqual([])
  })

  test('no file is longer than 300 lines, no test longer than 500', () => {
    const long = sources.filter(({ path, text }) => {
      const limit = path.startsWith('tests/') || path.includes('.test.') ? 500 : 300
      return path !== 'sdk/web-api.ts' && text.split('\n').length - 1 > limit
    })
    expect(long.map(({ path }) => path)).toEqual([])
  })

  test('no test is switched off and nothing is left to do', () => {
    const off = /\b(it|test|describe)\.(skip|todo|only)\(\s*['"`]/
    const undone = new RegExp(
      `\\b(${['TO', 'FIX', 'XX'].map((word, at) => word + ['DO', 'ME', 'X'][at]).join('|')})\\b`,
    )
    const left = sources.filter(({ text }) => off.test(text) || undone.test(text))
    expect(left.map(({ path }) => path)).toEqual([])
  })
})
