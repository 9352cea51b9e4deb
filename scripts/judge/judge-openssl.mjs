import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demand, firstLine, run } from './run-command.mjs'
import { partsOfCms, signaturesIn } from './signature-bytes.mjs'

/** Each CMS as CAdES, and each signature timestamp, with nothing but openssl. */
export const openssl = {
  name: 'openssl',
  async prepare() {
    return firstLine((await demand('openssl', ['version'])).stdout)
  },
  async judge(root, paths) {
    const folder = await mkdtemp(join(tmpdir(), 'musubi-judge-'))
    const verdicts = []
    for (const path of paths) verdicts.push(await judgeOne(root, path, folder))
    await rm(folder, { recursive: true })
    return verdicts
  },
}

async function judgeOne(root, path, folder) {
  const signatures = signaturesIn(await readFile(path))
  const reasons = []
  for (const [index, signature] of signatures.entries()) {
    const refuse = (what, stderr) =>
      reasons.push(`signature ${index + 1}: ${what}: ${firstLine(stderr, /error:/)}`)
    try {
      await judgeSignature(root, signature, folder, refuse)
    } catch (error) {
      refuse('unreadable CMS', `error:${error.message}`)
    }
  }
  return {
    path,
    accepted: signatures.length > 0 && reasons.length === 0,
    signatures: signatures.length,
    reasons,
    warnings: [],
  }
}

async function judgeSignature(root, { cms, content, archive }, folder, refuse) {
  const file = (name) => join(folder, name)
  await writeFile(file('cms'), cms)
  await writeFile(file('content'), content)
  if (archive) {
    const data = ['-data', file('content'), '-token_in', '-in', file('cms'), '-CAfile', root]
    const stamped = await run('openssl', ['ts', '-verify', ...data])
    if (stamped.code !== 0) refuse('ts -verify', stamped.stderr)
    return
  }
  const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', file('cms')]
  const detached = ['-content', file('content'), '-CAfile', root, '-out', '/dev/null']
  const signed = await run('openssl', [...verify, ...detached])
  if (signed.code !== 0) refuse('cms -verify -cades', signed.stderr)

  const { value, token } = partsOfCms(cms)
  if (!token) return refuse('no timestamp', '')
  await writeFile(file('value'), value)
  await writeFile(file('token'), token)
  const stamp = ['ts', '-verify', '-data', file('value'), '-token_in', '-in', file('token'), '-CAfile', root]
  const stamped = await run('openssl', stamp)
  if (stamped.code !== 0) refuse('ts -verify', stamped.stderr)
}
