// `npm run gallery`: every signing page, verification page and error page in every state and both languages, served on
// this machine to be looked at. Nothing is stored; reload after `npm run gallery` was started again.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { floorPages } from '#tests/browser/gallery-floor.tsx'
import { galleryPages } from '#tests/browser/gallery-pages.tsx'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { renderPage } from '#web/signing/render-page.ts'

const port = Number(process.argv[2] ?? 4000)
const assetFolder = path.resolve('dist/assets')
const manifest: Record<string, string> = JSON.parse(
  readFileSync(path.join(assetFolder, 'manifest.json'), 'utf8'),
)
const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

const asset = (name: string) => `/assets/${manifest[name]}`
const shown = new Map<string, string>()
for (const lang of ['ja', 'en'] as const) {
  for (const [name, page] of Object.entries({ ...galleryPages(lang, asset), ...floorPages(lang, asset) }))
    shown.set(`/${lang}/${name}`, renderPage(page))
}
const links = [...shown.keys()].map((at) => `<li><a href="${at}">${at.slice(1)}</a></li>`)
const list = `<!doctype html><meta charset="utf-8"><title>Gallery</title><ul>${links.join('')}</ul>`
const pdf = Buffer.from(await contractPdf())

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://gallery')
  const html = pathname === '/' ? list : shown.get(pathname)
  if (html !== undefined) return response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
  if (/\.pdf(\/reading)?$/.test(pathname))
    return response.setHeader('content-type', 'application/pdf').end(pdf)
  const file = path.join(assetFolder, pathname.replace(/^\/assets\//, ''))
  try {
    if (!pathname.startsWith('/assets/')) throw new Error('no asset')
    const bytes = readFileSync(file)
    return response
      .setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
      .end(bytes)
  } catch {
    return response.writeHead(404).end()
  }
}).listen(port, '127.0.0.1', () => console.log(`${shown.size} pages at http://127.0.0.1:${port}/`))
