/**
 * What becomes of uploads: `node scripts/judge/strangers.ts FOLDER or FILE …`. Each file is uploaded, sent, consented to and
 * read back by the verification that precedes conclusion. Prints one line per outcome, the files refused with `--list`,
 * and beside them what qpdf says of each; with `--json` one line of JSON for each file and nothing else. Exit status 1 when
 * one was accepted that could never be concluded, or ended in an exception.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { outcomeOf } from '#tests/support/outcome-of-upload.ts'

const json = process.argv.includes('--json')
const list = process.argv.includes('--list')
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const files = given.flatMap((path) => (statSync(path).isDirectory() ? pdfsBelow(path) : [path]))
const folder = mkdtempSync(join(tmpdir(), 'musubi-strangers-'))
const { sealer } = makeSealer()

function pdfsBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.toLowerCase().endsWith('.pdf'))
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .sort()
}

/** Whether qpdf finds nothing wrong, something it can live with, or an error. */
function qpdfSays(path: string): 'good' | 'warns' | 'errors' {
  try {
    execFileSync('qpdf', ['--check', path], { stdio: 'pipe', timeout: 20_000 })
    return 'good'
  } catch (error) {
    return (error as { status?: number }).status === 3 ? 'warns' : 'errors'
  }
}

const outcomes = new Map<string, number>()
const stuck: string[] = []
for (const file of files) {
  const { outcome, stuck: why, finished } = await outcomeOf(file, folder, sealer)
  if (json) {
    process.stdout.write(`${JSON.stringify({ file, outcome, stuck: why })}\n`)
    if (why !== null) stuck.push(file)
    continue
  }
  const refused = finished === null && why === null
  const said = refused ? qpdfSays(file) : null
  const line = said === null ? outcome : `refused, ${outcome}, qpdf ${said}`
  outcomes.set(line, (outcomes.get(line) ?? 0) + 1)
  if (why !== null) stuck.push(`${file}: ${why}`)
  if (list && refused) process.stdout.write(`  ${outcome}\t${said}\t${file}\n`)
}
rmSync(folder, { recursive: true, force: true })
for (const [line, count] of [...outcomes].sort(([, a], [, b]) => b - a))
  process.stdout.write(`${count}\t${line}\n`)
for (const one of json ? [] : stuck) process.stdout.write(`STUCK ${one}\n`)
process.exitCode = stuck.length > 0 ? 1 : 0
