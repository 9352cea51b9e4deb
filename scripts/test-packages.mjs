// Which Debian packages the tests drive, what to do where some are missing, and which test files are left out then.
// Plain JavaScript, so that it runs before anything is built.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/**
 * What the tests drive: a browser, PDF judges, an SMS gateway. `named` is how a test that cannot do without it names it;
 * null where tests skip themselves, or only look different. `onlyInCi`: elsewhere it would take the place of the machine's own.
 */
const driven = [
  { program: '/usr/bin/chromium', name: 'chromium', named: /\/usr\/bin\/chromium\b/ },
  // Whatever opens it takes the whole browser where it is missing.
  { program: '/usr/bin/chromium-headless-shell', name: 'chromium-headless-shell', named: null },
  { program: '/usr/bin/firefox-esr', name: 'firefox-esr', named: null },
  { program: '/usr/bin/WebKitWebDriver', name: 'webkit2gtk-driver', named: null },
  { program: '/usr/bin/Xvfb', name: 'xvfb', named: /'Xvfb'|\/Xvfb'/ },
  { program: '/usr/lib/postgresql', name: 'postgresql', named: null },
  { program: '/usr/bin/pdfsig', name: 'poppler-utils', named: /'(pdfsig|pdftotext|pdftoppm)'/ },
  { program: '/usr/bin/qpdf', name: 'qpdf', named: /'qpdf'/ },
  { program: '/usr/bin/mutool', name: 'mupdf-tools', named: /'mutool'/ },
  { program: '/usr/bin/openssl', name: 'openssl', named: /'openssl'/ },
  { program: '/usr/sbin/bearerbox', name: 'kannel', named: null },
  { program: '/usr/lib/kannel/test/fakesmsc', name: 'kannel-extras', named: null },
  { program: '/usr/share/perl5/Net/SMPP.pm', name: 'libnet-smpp-perl', named: null },
  { program: '/usr/bin/softhsm2-util', name: 'softhsm2', named: /'softhsm2-util'/ },
  { program: '/usr/bin/promtool', name: 'prometheus', named: null },
  { program: '/usr/sbin/postfix', name: 'postfix', named: null, onlyInCi: true },
  { program: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', name: 'fonts-noto-cjk', named: null },
]

/** Names of the packages that are not here, in a fixed order. */
export function missingPackages(ci, isHere = existsSync) {
  return driven
    .filter(({ program, onlyInCi }) => !isHere(program) && (ci || !onlyInCi))
    .map(({ name }) => name)
}

/**
 * What `npm test` does about them: `nothing`, `install`, `ask` whether to, or `tell` how and go on without.
 *
 * @param {{ missing: string[], root: boolean, apt: boolean, ci: boolean, yes: boolean, terminal: boolean }} situation
 * @returns {'nothing' | 'install' | 'ask' | 'tell'}
 */
export function whatToDo({ missing, root, apt, ci, yes, terminal }) {
  if (missing.length === 0) return 'nothing'
  if (!root || !apt) return 'tell'
  if (ci || yes) return 'install'
  return terminal ? 'ask' : 'tell'
}

/** The arguments that are vitest's, without the one that is ours. */
export function argumentsOfVitest(given) {
  return given.filter((each) => each !== '--yes')
}

/** Test files that cannot do without these packages: they, or what they import of `tests/`, start the programs. */
export function testsThatNeed(missing, files = globSync('tests/**/*.{ts,tsx}')) {
  const patterns = driven
    .filter(({ name, named }) => named !== null && missing.includes(name))
    .map(({ named }) => named)
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
  const needs = (file, seen) => {
    const text = texts.get(file)
    if (text === undefined || seen.has(file)) return false
    seen.add(file)
    return (
      patterns.some((pattern) => pattern.test(text)) || importsOf(file, text).some((to) => needs(to, seen))
    )
  }
  return files.filter((file) => file.endsWith('.test.ts') && needs(file, new Set())).sort()
}

function importsOf(file, text) {
  return [...text.matchAll(/from '([#.][^']+)'/g)].map(([, to]) =>
    to.startsWith('#') ? to.slice(1) : normalize(join(dirname(file), to)),
  )
}
