import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { renderPage } from '#web/signing/render-page.ts'
import { galleryPages } from './gallery-pages.tsx'

const root = path.resolve(import.meta.dirname, '../..')
const languages = ['ja', 'en'] as const
const pages = languages.flatMap((lang) =>
  Object.entries(galleryPages(lang, (name) => `/assets/${name}`)).map(([name, page]) => ({
    name: `${name}.${lang}`,
    html: renderPage(page),
  })),
)

describe('every signing page in every state', () => {
  test.each(pages)('$name asks nothing that the content security policy forbids', ({ html }) => {
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i)
    expect(html).not.toMatch(/<script(?![^>]* src="\/assets\/)/)
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!example\.jp)/)
  })

  test.each(pages)('$name has one heading of the first level, a main part, and no id twice', ({ html }) => {
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html.match(/<main/g)).toHaveLength(1)
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each(pages)('$name carries a token in every form and says who asks', ({ name, html }) => {
    const forms = html.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? []
    // Mail programs post to the address of a mail's foot without a cookie (RFC 8058): the address is the permission.
    if (!name.startsWith('mail-off')) for (const form of forms) expect(form).toContain('name="form_token"')
    // Who holds a link that is unknown or over is told nothing of a document.
    if (!/^(message-url_unknown|copy-link-(ended|sent|over)|mail-off)/.test(name))
      expect(html).toContain('株式会社あおぞら不動産')
  })

  test.each(pages)('$name points every description at something that exists', ({ html }) => {
    for (const [, ids] of html.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)) {
      for (const id of (ids ?? '').split(' ')) expect(html).toContain(`id="${id}"`)
    }
  })
})

describe('the pages before the code', () => {
  const budget = 15 * 1024
  let assets: (name: string) => string

  beforeAll(() => {
    execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs'), '--browser-only', '--quiet'])
    const file = path.join(root, 'dist/assets/manifest.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    assets = (name) => path.join(root, 'dist/assets', manifest[name] ?? 'missing')
  })

  test.each([
    { name: 'phone.ja', parts: ['signing.css', 'phone.js', 'favicon.svg'] },
    { name: 'code.ja', parts: ['signing.css', 'code.js', 'favicon.svg'] },
  ])('$name stays within 15 KB with everything it loads', ({ name, parts }) => {
    const html = pages.find((page) => page.name === name)?.html ?? ''
    for (const part of parts) expect(html).toContain(`"/assets/${part}"`)
    const bytes = [Buffer.from(html), ...parts.map((part) => readFileSync(assets(part)))]
    expect(bytes.reduce((sum, content) => sum + gzipSync(content).length, 0)).toBeLessThanOrEqual(budget)
  })
})
