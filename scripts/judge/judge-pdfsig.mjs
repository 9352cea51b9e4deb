import { readFile } from 'node:fs/promises'
import { demand, firstLine, run } from './run-command.mjs'
import { signaturesIn } from './signature-bytes.mjs'

/**
 * poppler. Its certificate line is not judged: from the second signature by one certificate on, 22.12 prints
 * "Unknown issue". A document timestamp is a type that it does not verify.
 */
export const pdfsig = {
  name: 'pdfsig',
  async prepare() {
    return firstLine((await demand('pdfsig', ['-v'])).stderr, /version/)
  },
  async judge(_root, paths) {
    return Promise.all(paths.map(judgeOne))
  },
}

async function judgeOne(path) {
  const { stdout } = await run('pdfsig', ['-nocert', path])
  const verdicts = [...stdout.matchAll(/Signature Validation: (.+)/g)].map(([, verdict]) => verdict.trim())
  const signatures = signaturesIn(await readFile(path))
  const expected = signatures.length
  const reasons = verdicts.filter(
    (verdict, index) =>
      verdict !==
      (signatures[index]?.archive ? 'Signature has not yet been verified.' : 'Signature is Valid.'),
  )
  if (verdicts.length !== expected) reasons.push(`${verdicts.length} of ${expected} signatures found`)
  if (!/ {2}- Total document signed/.test(stdout)) reasons.push('no signature covers the whole file')
  return {
    path,
    accepted: expected > 0 && reasons.length === 0,
    signatures: verdicts.length,
    reasons,
    warnings: [],
  }
}
