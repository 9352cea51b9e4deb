import { readFile } from 'node:fs/promises'
import { demand, firstLine, run } from './run-command.mjs'
import { signaturesIn } from './signature-bytes.mjs'

/** qpdf: the structure of the file, without a single warning. */
export const qpdf = {
  name: 'qpdf',
  async prepare() {
    return firstLine((await demand('qpdf', ['--version'])).stdout)
  },
  async judge(_root, paths) {
    return Promise.all(
      paths.map(async (path) => {
        const { code, stdout, stderr } = await run('qpdf', ['--check', path])
        const reasons = code === 0 ? [] : [firstLine(stderr || stdout, /WARNING|ERROR|error/)]
        return { path, accepted: code === 0, reasons, warnings: [] }
      }),
    )
  },
}

/** mupdf: draws every page without a complaint, and finds no signature with a wrong digest. */
export const mutool = {
  name: 'mutool',
  async prepare() {
    return firstLine((await demand('mutool', ['-v'])).stderr, /version/)
  },
  async judge(_root, paths) {
    return Promise.all(paths.map(judgeWithMutool))
  },
}

async function judgeWithMutool(path) {
  const drawn = await run('mutool', ['draw', '-q', '-F', 'png', '-r', '36', '-o', '/dev/null', path])
  const signed = await run('mutool', ['sign', '-v', path])
  const complaints = drawn.stderr.split('\n').filter((line) => line && !line.includes('ICC support'))
  const verdicts = signed.stdout.split('Verifying signature').slice(1)
  const archives = signaturesIn(await readFile(path)).filter(({ archive }) => archive).length
  // Its word for a document timestamp, a type that it does not verify.
  const unknown = verdicts.filter((verdict) => /Signature is not signed/.test(verdict))
  const bad = verdicts
    .filter((verdict) => !/signature is valid|document is unchanged/.test(verdict))
    .filter((verdict) => unknown.length > archives || !unknown.includes(verdict))
  const reasons = [
    ...complaints,
    ...bad.map((verdict) => firstLine(verdict, /Signature error|Digest error|signature is|invalid/i)),
  ]
  if (drawn.code !== 0) reasons.push(`draw ended with ${drawn.code}`)
  if (verdicts.length === 0) reasons.push('no signature found')
  return { path, accepted: reasons.length === 0, signatures: verdicts.length, reasons, warnings: [] }
}
