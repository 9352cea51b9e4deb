import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { demand, run } from './run-command.mjs'

const VERSION = '0.38.0'
const source = join(import.meta.dirname, 'pyhanko')

/** pyHanko: validity, trust, timestamp, and its difference policy over every later revision. */
export function createPyhankoJudge(cache) {
  const python = join(cache, `pyhanko-${VERSION}`, 'bin', 'python')
  return {
    name: 'pyHanko',
    knowsTime: true,
    async prepare() {
      if (!existsSync(python)) await demand('python3', ['-m', 'venv', join(cache, `pyhanko-${VERSION}`)])
      const installed = await run(python, [join(source, 'judge.py'), '--version'])
      if (installed.code !== 0) await demand(python, ['-m', 'pip', 'install', '-q', `pyHanko==${VERSION}`])
      return `pyHanko ${(await demand(python, [join(source, 'judge.py'), '--version'])).stdout.trim()}`
    },
    async judge(root, paths, at = null) {
      const { stdout } = await demand(python, [join(source, 'judge.py'), root, at ?? 'now', ...paths])
      return stdout
        .trim()
        .split('\n')
        .map((line) => verdictOf(JSON.parse(line), at))
    },
    /** Writes an unsigned update with pyHanko's own writer; false when it is not installed. */
    async tamper(kind, from, to) {
      if (!existsSync(python)) return false
      return (await run(python, [join(source, 'tamper.py'), kind, from, to])).code === 0
    },
  }
}

function verdictOf({ file, signatures, failure }, at) {
  const reasons = failure ? [failure] : []
  for (const one of signatures) {
    if (!one.bottomLine) reasons.push(`${one.field}: ${one.objection ?? one.summary}`)
    if (!one.timestamp) reasons.push(`${one.field}: no valid timestamp`)
  }
  // Of a time to come the signatures alone are told.
  // The last one must cover everything; pyHanko allows harmless updates after it.
  const last = signatures.at(-1)
  if (at === null && last && last.coverage !== 'ENTIRE_FILE')
    reasons.push(`${last.field}: covers ${last.coverage}`)
  const accepted = signatures.length > 0 && reasons.length === 0
  return { path: file, accepted, signatures: signatures.length, reasons, warnings: [] }
}
