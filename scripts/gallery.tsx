// Renders every signing page in every state to dist/gallery/<name>.html, to be looked at and to be judged by axe.
//   esbuild scripts/gallery.tsx --bundle --platform=node --format=esm --packages=external --jsx=automatic \
//     --jsx-import-source=preact --outfile=dist/gallery.mjs && node dist/gallery.mjs
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { galleryPages } from '#tests/browser/gallery-pages.tsx'
import { renderPage } from '#web/signing/render-page.ts'

const dist = path.resolve('dist')
const manifest = JSON.parse(await readFile(path.join(dist, 'assets/manifest.json'), 'utf8')) as Record<
  string,
  string
>

function assets(name: string): string {
  const file = manifest[name]
  if (file === undefined) throw new Error(`no asset named ${name}: run scripts/build.mjs first`)
  return `/assets/${file}`
}

const folder = path.join(dist, 'gallery')
await mkdir(folder, { recursive: true })
const names: string[] = []
for (const lang of ['ja', 'en'] as const) {
  for (const [name, page] of Object.entries(galleryPages(lang, assets))) {
    names.push(`${name}.${lang}.html`)
    await writeFile(path.join(folder, `${name}.${lang}.html`), renderPage(page))
  }
}
const list = names.map((name) => `<li><a href="/gallery/${name}">${name}</a></li>`).join('')
await writeFile(
  path.join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Gallery</title><ul>${list}</ul>`,
)
console.log(`gallery: ${names.length} pages in ${folder}`)
