// `npm run house`: the state of the house. tests/architecture.test.ts keeps the same rules and figures.
import { type Figure, figures, isKept } from './figures.ts'
import { rules } from './rules.ts'
import { casts, isTest, linesOf, type Source, sources } from './sources.ts'

const report: string[] = []
const say = (line: string) => report.push(line)

for (const { sentence, broken } of rules) {
  say(`${broken.length === 0 ? 'ok  ' : 'FAIL'}  ${sentence}`)
  for (const place of broken) say(`        ${place}`)
}

say('')
for (const figure of figures) say(`${isKept(figure) ? 'ok  ' : 'FAIL'}  ${figure.name}: ${said(figure)}`)

const longest = (of: Source[]) =>
  of
    .toSorted((a, b) => linesOf(b) - linesOf(a))
    .slice(0, 5)
    .map((each) => `  ${linesOf(each)}  ${each.path}`)
list('Longest files', longest(sources.filter(({ path }) => !isTest(path))))
list('Longest tests', longest(sources.filter(({ path }) => isTest(path))))
list(
  'Most casts',
  [...casts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([path, count]) => `  ${count}  ${path}`),
)

process.stdout.write(`${report.join('\n')}\n`)
process.exitCode = rules.every(({ broken }) => broken.length === 0) && figures.every(isKept) ? 0 : 1

function list(title: string, entries: string[]): void {
  say(`\n${title}`)
  for (const entry of entries) say(entry)
}

function said({ value, limit, goal }: Figure): string {
  const bound = 'most' in limit ? `at most ${limit.most}` : `at least ${limit.least}`
  return `${value} (${bound}${goal === undefined ? '' : `; the goal is ${goal}`})`
}
