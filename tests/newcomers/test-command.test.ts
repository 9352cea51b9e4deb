import { existsSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { needs } from '#tests/support/needs.ts'
import { skippedTests } from '../../scripts/skipped-tests.ts'
import { slowestFiles } from '../../scripts/slowest-files.ts'

// Plain JavaScript without types: it runs before anything is built.
const script: string = new URL('../../scripts/test-packages.mjs', import.meta.url).href
const { argumentsOfVitest, missingPackages, testsThatNeed, whatToDo } = await import(script)

describe('npm test where Debian packages are missing', () => {
  const situation = { missing: ['qpdf'], root: true, apt: true, ci: false, yes: false, terminal: true }

  test.each([
    ['asks whoever sits at a terminal', {}, 'ask'],
    ['installs with --yes', { yes: true }, 'install'],
    ['installs in CI, where nobody could answer', { ci: true, terminal: false }, 'install'],
    ['installs nothing without being asked', { terminal: false }, 'tell'],
    ['installs nothing as somebody who may not', { root: false, yes: true }, 'tell'],
    ['installs nothing where there is no apt-get', { apt: false, yes: true }, 'tell'],
    ['does nothing where nothing is missing', { missing: [], yes: true }, 'nothing'],
  ])('%s', (_what, changes, expected) => {
    expect(whatToDo({ ...situation, ...changes })).toBe(expected)
  })

  test('hands every argument but its own on to vitest', () => {
    expect(argumentsOfVitest(['--yes', 'tests/signing', '-t', 'a word'])).toEqual([
      'tests/signing',
      '-t',
      'a word',
    ])
  })

  test('names what is not here, and only that', () => {
    const everything = missingPackages(true, () => false)
    expect(everything).toContain('chromium')
    expect(missingPackages(true, () => true)).toEqual([])
    expect(missingPackages(true, (program: string) => program !== '/usr/bin/qpdf')).toEqual(['qpdf'])
  })

  test('asks for a mail server of the machine in CI alone, where it takes the place of none', () => {
    expect(missingPackages(true, () => false)).toContain('postfix')
    expect(missingPackages(false, () => false)).not.toContain('postfix')
  })

  test('leaves out the files that start a missing program, themselves or by what they import', () => {
    expect(testsThatNeed([])).toEqual([])
    // Starts Chromium itself; through a visitor; not at all, though it is about pages.
    const withoutChromium = testsThatNeed(['chromium'])
    expect(withoutChromium).toContain('tests/browser/console-walk.test.ts')
    expect(withoutChromium).toContain('tests/browser/signing-pages.test.ts')
    expect(withoutChromium).not.toContain('tests/browser/gallery.test.ts')
    const withoutQpdf = testsThatNeed(['qpdf'])
    expect(withoutQpdf).toContain('tests/pades/pdf-worker-sending.test.ts')
    expect(withoutQpdf).not.toContain('tests/signing/consent.test.ts')
    for (const file of [...withoutChromium, ...withoutQpdf]) expect(existsSync(file), file).toBe(true)
  })
})

describe('a test that needs what a machine lacks', () => {
  afterEach(() => vi.unstubAllEnvs())
  const gone = { what: 'Kannel', isHere: false }

  test('is skipped on a machine of somebody, and named', () => {
    vi.stubEnv('CI', '')
    expect(needs({ ...gone, inCi: true })).toEqual({ skip: true, meta: { lacks: 'Kannel' } })
    expect(needs({ ...gone, isHere: true, inCi: true })).toEqual({})
  })

  test('runs in CI, and so fails, where CI has it to be had', () => {
    vi.stubEnv('CI', 'true')
    expect(needs({ ...gone, inCi: true })).toEqual({})
    expect(needs({ ...gone, inCi: false })).toEqual({ skip: true, meta: { lacks: 'Kannel' } })
  })

  test('is counted at the end of the run', () => {
    expect(skippedTests(['Kannel', 'Go', 'Kannel', undefined])).toEqual([
      '2 skipped because this is missing: Kannel',
      '1 skipped because this is missing: Go',
      '1 skipped for another reason',
    ])
  })
})

describe('where the time of a run went', () => {
  const files = Array.from({ length: 30 }, (_, at) => ({
    name: `tests/${at}.test.ts`,
    seconds: (at * 7) % 30,
    processor: at === 17 ? 3.25 : undefined,
  }))

  test('is said by the twenty-five slowest files, the longest first', () => {
    const [head, ...lines] = slowestFiles(files)?.split('\n') ?? []
    expect(head).toBe('The 25 slowest of 30 test files (425 of 435 s, 3 s of processor time):')
    expect(lines).toHaveLength(25)
    expect(lines[0]).toBe('   29.0 s    3.3  tests/17.test.ts')
    expect(lines.at(-1)).toBe('    5.0 s         tests/5.test.ts')
  })

  test('is not said of a few files', () => {
    expect(slowestFiles(files.slice(0, 25))).toBeNull()
  })
})
