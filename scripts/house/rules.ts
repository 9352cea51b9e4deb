import { circlesOf } from './circles.ts'
import { imports, isTest, linesOf, product, sources } from './sources.ts'
import { stylesheets, undeclaredNames, unguardedBalance, unnamedColours } from './stylesheets.ts'

/** What must hold, as a sentence, and every place where it does not. */
export type Rule = { sentence: string; broken: string[] }

/** Folder → what it may import, longest folder first. */
const arrows: [string, RegExp][] = [
  ['domain/', /^domain\//],
  ['contract/', /^(domain|contract)\/|^typebox/],
  ['server/usecases/', /^(domain|server\/usecases)\//],
  // The demo site is a stranger: it knows the client of the Web API and nothing of the server.
  ['server/http/playground/demo-site/', /^(server\/http\/playground|web\/playground|sdk)\//],
  ['server/http/', /^(domain|contract|server\/(usecases|http|caching)|web)\//],
  // One reader of PDF: intake, drawing and verification stand on format/, and verification on nothing else of ours.
  ['server/pdf/format/', /^server\/pdf\/format\//],
  ['server/caching/', /^server\/caching\//],
  ['server/verification/', /^(domain|server\/(usecases|caching|pdf\/format|verification))\//],
  ['server/pdf/worker/', /^(domain|server\/(usecases|caching|pdf|verification))\//],
  // What is accepted at upload is judged by the code that judges at the end.
  ['server/pdf/intake/', /^(domain|server\/(usecases|caching|pdf|verification))\//],
  ['server/pdf/', /^(domain|server\/(usecases|caching|pdf))\//],
  ['server/adapters/', /^(domain|server\/(usecases|caching|adapters|verification))\//],
  ['server/config/', /^server\/config\//],
  ['server/worker/', /^(domain|server\/(usecases|worker))\//],
  ['server/metrics/', /^(domain|server\/(usecases|metrics))\//],
  ['server/tracing/', /^(domain|server\/(usecases|tracing))\//],
  ['web/', /^(domain|web)\//],
  ['sdk/', /^(sdk\/|openapi-fetch)/],
]

const spelled = (found: { from: string; to: string }[]) => found.map(({ from, to }) => `${from} → ${to}`)
const paths = (found: { path: string }[]) => found.map(({ path }) => path)
const around = (circles: string[][]) => circles.map((circle) => circle.join(' ↔ '))

const ours = imports.filter(({ to }) => /^(domain|contract|server|web|sdk|tests|bench|scripts)\//.test(to))
const files = ours.filter(({ to }) => /\.tsx?$/.test(to))
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'))

/** What may ask for the time by itself: the clock that everybody is given, pages in a browser, the client in a stranger's program. */
const clockRooms = /^(server\/adapters\/system|web\/islands|sdk)\//

/** Tables of cases grow without growing harder to read, so tests may be longer. */
const longestAllowed = (path: string): number => (isTest(path) ? 500 : 300)

/** Letter by letter in the second, no more than thirty marks of each; the demo site is a stranger and cuts what it gets. */
const oneSpelling = /^domain\/(typed-text|letters)\.ts$|^server\/http\/playground\/demo-site\//

const dice = /new Date\(\)|Date\.now\(\)|Math\.random\(|randomUUID\(|randomBytes\(|randomInt\(/
/** Calls of `node:fs` that answer at once. */
const fileWorkAtOnce =
  /\b(access|chmod|chown|close|copyFile|cp|exists|fdatasync|fstat|fsync|link|lstat|mkdir|open|opendir|read|readFile|readdir|realpath|rename|rm|stat|statfs|symlink|truncate|unlink|utimes|write|writeFile|writev)Sync\b/
const switchedOff = /\b(it|test|describe)\.(skip|todo|only)\(\s*['"`]/
const undone = new RegExp(
  `\\b(${['TO', 'FIX', 'XX'].map((word, at) => word + ['DO', 'ME', 'X'][at]).join('|')})\\b`,
)

/** Japanese words that the glossary has another one for: 送信者, ログイン, ログアウト, 書類ID, 締結済み, 組込み署名. */
const otherWords = /差出人|サインイン|サインアウト|文書番号|締結済(?!み)|組み込み署名/

export const rules: Rule[] = [
  {
    sentence: 'arrows point inward: nouns know nothing, verbs know nouns, doors know verbs, tools know ports',
    broken: spelled(
      ours.filter(({ from, to }) => {
        const rule = arrows.find(([folder]) => from.startsWith(folder))
        return rule !== undefined && !rule[1].test(to)
      }),
    ),
  },
  {
    sentence: 'nouns and verbs use no library and nothing of node',
    broken: spelled(
      imports.filter(
        ({ from, to }) => /^(domain|server\/usecases)\//.test(from) && !/^(domain|server)\//.test(to),
      ),
    ),
  },
  {
    sentence:
      'Japanese texts have one word for one thing: 送信者, ログイン, ログアウト, 書類ID, 締結済み, 組込み署名',
    broken: paths(product.filter(({ text }) => otherWords.test(text))),
  },
  {
    sentence: 'tools reach verbs only through ports',
    broken: spelled(
      imports.filter(
        ({ from, to }) =>
          /^server\/(adapters|pdf|verification)\//.test(from) &&
          /^server\/usecases\//.test(to) &&
          !/(ports|refused)\.ts$/.test(to),
      ),
    ),
  },
  {
    sentence: 'SQL lives in adapters/postgres and adapters/sign-in only',
    broken: paths(
      product.filter(
        ({ path, text }) =>
          !/^server\/adapters\/(postgres|sign-in)/.test(path) &&
          /['"`]\s*(select|insert into|update|delete from)\s+[a-z_*]+[\s,]/.test(text),
      ),
    ),
  },
  {
    // A prepared statement with `*` is refused once a later release has added a column (0A000).
    sentence: 'statements name the columns that they ask for',
    broken: paths(
      product.filter(
        ({ path, text }) =>
          /^server\/adapters\/postgres\/(?!migrations\/)/.test(path) &&
          /\bselect\s+(?:[a-z]+\.)?\*(?!\s+from \()/.test(text),
      ),
    ),
  },
  {
    sentence: 'no import goes in a circle, types included',
    broken: around(circlesOf(files.map(({ from, to }) => [from, to]))),
  },
  {
    sentence: 'no folder imports one that imports it, types included',
    broken: around(circlesOf(files.map(({ from, to }) => [folderOf(from), folderOf(to)]))),
  },
  {
    sentence: 'the environment is read in config/config.ts and nowhere else',
    broken: paths(
      product.filter(({ path, text }) => path !== 'server/config/config.ts' && /process\.env\b/.test(text)),
    ),
  },
  {
    sentence: 'the clock is read by its adapter, by pages in a browser and by the client, and nowhere else',
    broken: paths(
      product.filter(({ path, text }) => !clockRooms.test(path) && /new Date\(\)|Date\.now\(\)/.test(text)),
    ),
  },
  {
    sentence: 'time and chance arrive as arguments',
    broken: paths(
      product.filter(
        ({ path, text }) =>
          /^(domain|contract|server\/(usecases|http|worker))\//.test(path) && dice.test(text),
      ),
    ),
  },
  {
    // `String.normalize` takes the square of a run of marks: 262,144 of them, a form of 512 KB, half a minute.
    sentence: 'text gets one spelling of Unicode in domain/typed-text.ts, where its length is bounded',
    broken: paths(
      product.filter(
        ({ path, text }) =>
          /^(domain|contract|server)\//.test(path) && !oneSpelling.test(path) && /\.normalize\(/.test(text),
      ),
    ),
  },
  {
    // One that hangs would stop the whole process, /health/live included (ADR 0029).
    sentence: 'files below MUSUBI_DATA, which may lie on a network, are never waited for on the event loop',
    broken: paths(
      product.filter(
        ({ path, text }) =>
          /^server\/(adapters\/(storage|signer)|pdf\/worker\/job-files)/.test(path) &&
          fileWorkAtOnce.test(text),
      ),
    ),
  },
  {
    sentence: 'lines are balanced only where the browser breaks Japanese between phrases',
    broken: stylesheets.flatMap(({ path, text }) => unguardedBalance(text).map((rule) => `${path}: ${rule}`)),
  },
  {
    sentence: 'colours have names: stylesheets write none but in light, dark, paper and parties',
    broken: stylesheets.flatMap(unnamedColours),
  },
  {
    sentence: 'what a stylesheet names is declared in one of ours, or set by a page',
    broken: undeclaredNames(product.filter(({ path }) => path.startsWith('web/'))),
  },
  {
    sentence: 'no file is longer than 300 lines, no test longer than 500',
    broken: paths(sources.filter((each) => linesOf(each) > longestAllowed(each.path))),
  },
  {
    sentence: 'no test is switched off and nothing is left to do',
    broken: paths(sources.filter(({ text }) => switchedOff.test(text) || undone.test(text))),
  },
]
