// Bundles scripts/gallery.tsx and runs it: `npm run gallery [-- PORT]`.
import { execFileSync } from 'node:child_process'
import { build } from 'esbuild'

execFileSync(process.execPath, ['scripts/build.mjs', '--browser-only', '--quiet'], { stdio: 'inherit' })
await build({
  entryPoints: ['scripts/gallery.tsx'],
  outfile: 'dist/gallery.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'preact',
})
await import('../dist/gallery.mjs')
