import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { variables } from '#server/config/variables.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const pages = globSync('{*.md,{docs,sdk,tests,.github}/**/*.md}').sort()
const ours = globSync(
  '{*,{.ci,.github,bench,contract,deploy,docs,domain,scripts,sdk,server,tests,types,web}/**/*}',
).map((path) => `/${path}`)
const read = (path: string) => readFileSync(path, 'utf8')

/** Targets of links and pictures, without those inside code. */
function linksOf(path: string): string[] {
  const text = read(path)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '`')
  const inText = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:src|href)="([^"]+)"/g)]
  return inText.map(([, target = '']) => target).filter((target) => !/^[a-z]+:/i.test(target))
}

/** The anchors that a page offers, as repository hosts make them of headings. */
function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('what is written for people', () => {
  test('is found: README in two languages, how to contribute, what changed, how to report', () => {
    for (const path of ['README.md', 'README.ja.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'])
      expect(pages).toContain(path)
    expect(linksOf('README.md').length).toBeGreaterThan(20)
  })

  test.each(pages)('%s links to nothing that is not there', (path) => {
    const broken = linksOf(path).filter((link) => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : join(dirname(path), decodeURIComponent(file))
      if (!existsSync(target)) return true
      return anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor))
    })
    expect(broken).toEqual([])
  })

  test('the index of docs/ names every page and decision', () => {
    const named = linksOf('docs/README.md')
    // Runbooks are listed beside their alerts: tests/operations/alerts.test.ts.
    const there = globSync('docs/**/*.md', { exclude: ['docs/README.md', 'docs/runbooks/*'] })
    expect(there.filter((path) => !named.includes(path.replace('docs/', '')))).toEqual([])
  })

  /** What a server makes, hands out at `/verify` or puts into a certificate; it lies in no folder of ours. */
  const served = ['musubi-verify.mjs', 'trust.json', 'evidence.json']

  test.each(pages)('%s names no file of ours that is not there', (path) => {
    const named = [...read(path).matchAll(/`([A-Za-z][\w./-]*\.(?:ts|tsx|mjs|css|py|sh|sql|json))`/g)]
    // Written as the end of its path where that is clear.
    const gone = named
      .map(([, name = '']) => name)
      .filter((name) => !served.includes(name) && !ours.some((each) => each.endsWith(`/${name}`)))
    expect(gone).toEqual([])
  })

  test('every file that the tour of one change names is there', () => {
    const tour = /^## A tour of one change\n([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md'))?.[1] ?? ''
    const named = [...tour.matchAll(/`([a-z][\w.-]*\/[\w./-]+\.(?:ts|tsx|md))`/g)].map(
      ([, path = '']) => path,
    )
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !existsSync(path))).toEqual([])
  })

  test('every variable of the server is explained', () => {
    const explained = read('docs/operations.md')
    expect(explained).toContain('`SMS_SECOND_…`')
    // Those of the second gateway are called as those of the first.
    const first = (name: string) =>
      name === 'SMS_SECOND_GATEWAY' ? name : name.replace('SMS_SECOND_', 'SMS_')
    expect(variables.filter((name) => !explained.includes(`\`${first(name)}\``))).toEqual([])
  })
})

describe('the README', () => {
  const parts = (path: string) => ({
    headings: [...read(path).matchAll(/^##+ /gm)].length,
    rows: [...read(path).matchAll(/^\| /gm)].length,
    points: [...read(path).matchAll(/^- /gm)].length,
    links: linksOf(path).filter((link) => !link.startsWith('#') && !/^README/.test(link)),
  })
  const figures = (path: string) =>
    [...read(path).matchAll(/^\| .* \| ([\d.,]+)(?: \w+)? \|$/gm)].map(([, figure]) => figure)

  test('says the same in Japanese: as many sections, points, rows, and the same links', () => {
    expect(parts('README.ja.md')).toEqual(parts('README.md'))
  })

  test('has three figures, each of which the measurements hold', () => {
    const measured = read('docs/performance.md')
    expect(figures('README.md')).toHaveLength(3)
    expect(figures('README.ja.md')).toEqual(figures('README.md'))
    for (const figure of figures('README.md')) expect(measured).toMatch(new RegExp(`[| ]${figure}[ /|]`))
  })
})

describe('the example of the README', () => {
  const exampleOf = (path: string) => /```sh\n(base=[\s\S]*?)```/.exec(read(path))?.[1] ?? ''
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server?.close())

  test('runs as pasted and prints a URL at which the number gets a code', async () => {
    const pasted = exampleOf('README.md')
    expect(exampleOf('README.ja.md')).toBe(pasted)
    expect(pasted).toContain('http://127.0.0.1:3000\n')
    // Only where the server is and keeps its data is another's here.
    const here = pasted
      .replace('http://127.0.0.1:3000', server.url)
      .replace('data/evaluation.json', `${server.dataDirectory}/evaluation.json`)
    const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', here])
    expect(stdout.trim()).toMatch(new RegExp(`^${server.url}/s/[\\w-]{43}$`))
    const page = await fetch(stdout.trim(), { headers: { accept: 'text/html' } })
    expect([page.status, (await page.text()).includes('name="tel"')]).toEqual([200, true])
  })
})
