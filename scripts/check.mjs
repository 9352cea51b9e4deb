// `npm run check`: types, lint and what nobody uses, all at once. What TypeScript found of files that did not change
// since is kept, so that a second look takes a sixth of the first.
import { spawn } from 'node:child_process'

const kept = (name) => ['--incremental', '--tsBuildInfoFile', `node_modules/.cache/check/${name}.tsbuildinfo`]

const checks = [
  // One checker: each of several checks the libraries for itself, and the other processor is with the linter.
  ['tsc', '-p', 'tsconfig.json', '--checkers', '1', ...kept('all')],
  ['biome', 'check', '--diagnostic-level=error', '.'],
  ['knip'],
  ['tsc', '-p', 'tsconfig.pure.json', ...kept('pure')],
]

/** Runs to its end and then shows what it wrote, so that two do not talk at once; says whether it was content. */
function isContent([command, ...options]) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe'] })
    const written = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => written.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(written))
      if (code !== 0) console.error(`${command} ${options.join(' ')}: not content`)
      resolve(code === 0)
    })
  })
}

const all = await Promise.all(checks.map(isContent))
process.exit(all.every(Boolean) ? 0 : 1)
