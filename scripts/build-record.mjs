// What each part of the last build was made of, so that only what changed is made again.
import { createHash } from 'node:crypto'
import { access, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Whatever is built depends on these. */
const always = ['scripts/build.mjs', 'scripts/build-record.mjs', 'package.json', 'package-lock.json']

const stampOf = async (file) => {
  const found = await stat(file).catch(() => null)
  return found === null ? null : { modified: found.mtimeMs, size: found.size }
}

const hashOf = async (file) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('base64url')

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  )

/**
 * The record of a build in `dist`. A file counts as unchanged when its time and size are those of the record, or else its
 * content is: switching to another branch and back changes times only.
 */
export function buildRecord(root, dist) {
  const fileOf = (part) => path.join(dist, `built-${part}.json`)

  async function isUnchanged(name, known) {
    const file = path.join(root, name)
    const now = await stampOf(file)
    if (now === null) return false
    if (now.modified === known.modified && now.size === known.size) return true
    return now.size === known.size && (await hashOf(file)) === known.sha256
  }

  return {
    /**
     * What `keep` was given for this part, when nothing of it has changed since; null when it must be made. `entries`:
     * the files that it must begin with, for a new one is an input that no record knows.
     */
    async kept(part, entries) {
      const text = await readFile(fileOf(part), 'utf8').catch(() => null)
      if (text === null) return null
      const { inputs, outputs, result } = JSON.parse(text)
      if (entries.some((entry) => !(entry in inputs))) return null
      const same = await Promise.all(Object.entries(inputs).map(([name, known]) => isUnchanged(name, known)))
      const there = await Promise.all(outputs.map((output) => exists(path.join(dist, output))))
      return [...same, ...there].every(Boolean) ? result : null
    },

    /** `begun`: when the build began; what was changed meanwhile may or may not be in it, and is made again. */
    async keep(part, { inputs, outputs, result, begun }) {
      const names = [...new Set([...always, ...inputs])]
      const known = await Promise.all(
        names.map(async (name) => {
          const file = path.join(root, name)
          return [name, { ...(await stampOf(file)), sha256: await hashOf(file) }]
        }),
      )
      if (known.some(([, { modified }]) => modified >= begun)) return rm(fileOf(part), { force: true })
      const relative = outputs.map((output) => path.relative(dist, output))
      const text = `${JSON.stringify({ inputs: Object.fromEntries(known), outputs: relative, result })}\n`
      const half = `${fileOf(part)}.${process.pid}.part`
      await writeFile(half, text)
      await rename(half, fileOf(part))
    },
  }
}
